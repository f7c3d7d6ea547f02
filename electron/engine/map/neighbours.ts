import { BLOCK, sideBySide } from './blocks';
import type { Crew } from './crew';
import type { Neighbours } from './neighbour-heaps';
import { sharedFloat32s, sharedFloat64s, sharedInt32s } from './shared-arrays';

/** Blocks of 64 rows that each row is compared with. */
const PROBES = 160;

export interface NeighbourOptions {
  /** Blocks to look into: as many as there are, or more, make the search exact. 160 (10,240 rows) when left out. */
  readonly probes?: number;
  /** Told the finished share in (0, 1]. */
  readonly onPart?: (share: number) => void;
}

/** Parts of a search between two reports. */
const BATCHES = 50;

/**
 * The k nearest other rows of every row: the exact ones up to 10,240 rows, and beyond those that are found among the 10,240
 * rows of the nearest blocks. That takes rows in an order in which those that follow each other are near (see `closeOrder`).
 * @param rows n × dims finite values, of which the squares are finite.
 * @param k at most n − 1.
 */
export function nearestNeighbours(
  crew: Crew,
  rows: Float32Array<SharedArrayBuffer>,
  dims: number,
  k: number,
  { probes = PROBES, onPart = () => undefined }: NeighbourOptions = {},
): Neighbours {
  const n = rows.length / dims;
  const count = Math.ceil(n / BLOCK);
  const blocks = sharedFloat32s(count * BLOCK * dims);
  sideBySide(rows, dims, blocks);
  const index = sharedInt32s(n * k);
  const squared = sharedFloat32s(n * k);
  const first = sharedInt32s(1);
  const middles = middlesOf(rows, dims);
  const search = { dims, k, rows, blocks, middles, probes, first, index, squared };
  const run = crew.begin('search', search);
  const batch = Math.ceil(count / BATCHES);
  for (let done = 0; done < count;) {
    const parts = Math.min(batch, count - done);
    first[0] = done;
    run('search', parts);
    done += parts;
    onPart(done / count);
  }
  return { k, index, squared };
}

function middlesOf(rows: Float32Array, dims: number): Float64Array<SharedArrayBuffer> {
  const n = rows.length / dims;
  const middles = sharedFloat64s(Math.ceil(n / BLOCK) * dims);
  for (let row = 0; row < n; row++) {
    const block = Math.floor(row / BLOCK);
    const members = Math.min(BLOCK, n - block * BLOCK);
    for (let at = 0; at < dims; at++) {
      middles[block * dims + at]! += rows[row * dims + at]! / members;
    }
  }
  return middles;
}
