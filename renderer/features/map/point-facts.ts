import type { MapColumns } from '../../../electron/shared/records';
import type { PointFacts } from './colour-by';

/** A part of the map with a name. */
export interface Region {
  readonly name: string;
  /** Where the name stands. */
  readonly x: number;
  readonly y: number;
  /** 0: seen from afar; each further level from closer. */
  readonly level: number;
  /** Its own among the regions of its level. */
  readonly number: number;
  readonly songs: number;
}

/** The level that clusters are numbered by. */
const CLUSTER_LEVEL = 1;

/** What is known of each point of a layout. A map of before trust was measured has none. */
export function factsOf({ trust, cluster }: MapColumns, regions: readonly Region[]): PointFacts {
  const named = regions.filter(({ level, name }) => level === CLUSTER_LEVEL && name !== '');
  return {
    trust: trust.every(Number.isNaN) ? undefined : trust,
    cluster: cluster.every((number) => number < 0) ? undefined : cluster,
    clusterNames: new Map(named.map(({ number, name }) => [number, name])),
  };
}
