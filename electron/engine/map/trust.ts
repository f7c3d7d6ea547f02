import type { Crew } from './crew';
import type { Neighbours } from './neighbour-heaps';
import { createPointGrid } from './point-grid';
import { sharedFloat32s } from './shared-arrays';
import { TRUST_ROWS } from './trust-steps';

/**
 * How far the map can be trusted at each point: the share of its 10 nearest rows in the full space that are among its 30
 * nearest points on the map. In [0, 1]; 1 where there are no neighbours.
 * @param neighbours where they are approximate (see `nearestNeighbours`), so is this.
 * @param xy points as x, y pairs.
 */
export function trustOf(
  crew: Crew,
  neighbours: Neighbours,
  xy: Float64Array<SharedArrayBuffer>,
): Float32Array {
  const n = xy.length / 2;
  const trust = sharedFloat32s(n).fill(1);
  const { k, index } = neighbours;
  if (k > 0) {
    const grid = createPointGrid(xy);
    const run = crew.begin('trust', { xy, grid, k, neighbours: index, trust });
    run('measure', Math.ceil(n / TRUST_ROWS));
  }
  return trust;
}
