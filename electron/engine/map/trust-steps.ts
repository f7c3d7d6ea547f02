import type { PointGrid } from './point-grid';
import { squaredDistanceOfRank } from './point-grid';

/** Points of a part. */
export const TRUST_ROWS = 1024;
/** True neighbours that are looked for, */
export const TRUE_NEIGHBOURS = 10;
/** among so many nearest points of the map. */
export const MAP_NEIGHBOURS = 30;

/** What all threads see when trust is measured. */
export interface TrustWork {
  /** Points as x, y pairs. */
  readonly xy: Float64Array<SharedArrayBuffer>;
  readonly grid: PointGrid;
  /** n × k true neighbours, nearest first. */
  readonly k: number;
  readonly neighbours: Int32Array<SharedArrayBuffer>;
  readonly trust: Float32Array<SharedArrayBuffer>;
}

/** `measure`: the trust of 1024 points. */
export function trustSteps(work: TrustWork): { measure: (part: number) => void } {
  const { xy, grid, k, neighbours, trust } = work;
  const n = xy.length / 2;
  const scratch = new Float64Array(MAP_NEIGHBOURS);
  const rank = Math.min(MAP_NEIGHBOURS, n - 1);
  const asked = Math.min(TRUE_NEIGHBOURS, k);
  return {
    measure: (part) => {
      const end = Math.min(n, (part + 1) * TRUST_ROWS);
      for (let i = part * TRUST_ROWS; i < end; i++) {
        const limit = squaredDistanceOfRank(grid, xy, i, rank, scratch);
        let kept = 0;
        for (const j of neighbours.subarray(i * k, i * k + asked)) {
          const dx = xy[2 * i]! - xy[2 * j]!;
          const dy = xy[2 * i + 1]! - xy[2 * j + 1]!;
          kept += dx * dx + dy * dy <= limit ? 1 : 0;
        }
        trust[i] = kept / asked;
      }
    },
  };
}
