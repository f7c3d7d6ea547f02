import { unpackRow } from '../../shared/packed-rows';
import type { PackedRows } from '../../shared/packed-rows';
import { SpaceMoments } from './hubs';
import type { SpaceSpreads } from './row-distances';

/**
 * One spread for all songs of a space, that of their cosines with each other: where there are too few to tell hubs apart, it
 * still brings the space to the scale of others.
 */
export function evenSpreads(rows: PackedRows): SpaceSpreads {
  const all = Array.from(rows.peaks, (_, row) => row);
  const moments = new SpaceMoments(rows, all, true);
  const own = all.map((row) => moments.spreadOf(unpackRow(rows, row)));
  const mean = meanOf(own.map((spread) => spread.mean));
  const deviation = meanOf(own.map((spread) => spread.deviation));
  return {
    rows: {
      mean: new Float32Array(all.length).fill(mean),
      deviation: new Float32Array(all.length).fill(deviation),
    },
    spreadOf: () => ({ mean, deviation }),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
