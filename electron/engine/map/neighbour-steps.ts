import { BLOCK } from './blocks';
import { createBlockDots } from './dot-kernel';
import { NeighbourHeaps } from './neighbour-heaps';

/** What all threads see of a search; see `nearestNeighbours`. */
export interface NeighbourSearch {
  readonly dims: number;
  readonly k: number;
  /** n × dims finite values. */
  readonly rows: Float32Array<SharedArrayBuffer>;
  /** The same in blocks (see `sideBySide`); rows past the end are 0. */
  readonly blocks: Float32Array<SharedArrayBuffer>;
  /** The middle of each block: blocks × dims. */
  readonly middles: Float64Array<SharedArrayBuffer>;
  /** Blocks that a row is compared with, those with the nearest middles; all of them make the search exact. */
  readonly probes: number;
  /** Its one value is the block of part 0. */
  readonly first: Int32Array<SharedArrayBuffer>;
  readonly index: Int32Array<SharedArrayBuffer>;
  readonly squared: Float32Array<SharedArrayBuffer>;
}

/** `search`: part p is the search for the neighbours of block first + p. */
export function neighbourSteps(search: NeighbourSearch): { search: (part: number) => void } {
  const { dims, k, rows, blocks } = search;
  const n = rows.length / dims;
  const { left, right, products, multiply } = createBlockDots(dims);
  const heaps = new NeighbourHeaps(BLOCK, k);
  const norms = squaredNorms(search);
  return {
    search: (part) => {
      const block = search.first[0]! + part;
      heaps.clear();
      left.set(blocks.subarray(block * left.length, (block + 1) * left.length));
      const start = block * BLOCK;
      const end = Math.min(n, start + BLOCK);
      for (const other of blocksToProbe(search, block)) {
        right.set(blocks.subarray(other * right.length, (other + 1) * right.length));
        multiply();
        const others = Math.min(BLOCK, n - other * BLOCK);
        for (let row = start; row < end; row++) {
          offerBlock(heaps, row - start, row, norms, products, other * BLOCK, others);
        }
      }
      for (let row = start; row < end; row++) {
        write(search, heaps, row - start, row);
      }
    },
  };
}

/** In the kernel's precision and order, so that equal rows are at distance 0. */
function squaredNorms({ rows, dims }: NeighbourSearch): Float32Array {
  const norms = new Float32Array(rows.length / dims);
  for (let row = 0; row < norms.length; row++) {
    let sum = 0;
    for (let at = row * dims; at < (row + 1) * dims; at++) {
      sum = Math.fround(sum + Math.fround(rows[at]! * rows[at]!));
    }
    norms[row] = sum;
  }
  return norms;
}

/** Rising, with the block itself. */
function blocksToProbe({ middles, dims, probes }: NeighbourSearch, block: number): number[] {
  const count = middles.length / dims;
  const all = Array.from({ length: count }, (_, other) => other);
  if (probes >= count) {
    return all;
  }
  const squared = all.map((other) => {
    let sum = 0;
    for (let at = 0; at < dims; at++) {
      const difference = middles[block * dims + at]! - middles[other * dims + at]!;
      sum += difference * difference;
    }
    return sum;
  });
  const nearest = all.sort((a, b) => squared[a]! - squared[b]! || a - b).slice(0, probes);
  return nearest.sort((a, b) => a - b);
}

function offerBlock(
  heaps: NeighbourHeaps,
  heap: number,
  row: number,
  norms: Float32Array,
  products: Float32Array,
  firstOther: number,
  others: number,
): void {
  const norm = norms[row]!;
  const start = heap * BLOCK;
  for (let j = 0; j < others; j++) {
    const squared = norm + norms[firstOther + j]! - 2 * products[start + j]!;
    if (squared <= heaps.farthest(heap) && firstOther + j !== row) {
      heaps.offer(heap, firstOther + j, Math.max(0, squared));
    }
  }
}

/** The chosen ones with their distances in double precision, nearest first. */
function write(search: NeighbourSearch, heaps: NeighbourHeaps, heap: number, row: number): void {
  const { rows, dims, k, index, squared } = search;
  heaps.refine(heap, (other) => squaredDistance(rows, dims, row, other));
  heaps.writeSorted(
    heap,
    index.subarray(row * k, (row + 1) * k),
    squared.subarray(row * k, (row + 1) * k),
  );
}

function squaredDistance(rows: Float32Array, dims: number, a: number, b: number): number {
  let sum = 0;
  let p = a * dims;
  let q = b * dims;
  for (let at = 0; at < dims; at++) {
    const difference = rows[p++]! - rows[q++]!;
    sum += difference * difference;
  }
  return sum;
}
