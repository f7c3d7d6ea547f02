import type { Neighbours } from './neighbour-heaps';
import { NeighbourHeaps } from './neighbour-heaps';

/** Rows compared at a time: two blocks of 200 dimensions fit into the second-level cache. */
const BLOCK = 64;

/**
 * The exact k nearest other rows of every row. All pairs are compared once, block by block.
 * @param vectors n × dims; values that are not finite count as 0.
 * @param k at most n − 1.
 * @param onPart told the finished share in (0, 1].
 */
export function nearestNeighbours(
  vectors: Float32Array,
  dims: number,
  k: number,
  onPart: (share: number) => void = () => undefined,
): Neighbours {
  const n = vectors.length / dims;
  const blocks = Math.ceil(n / BLOCK);
  const heaps = new NeighbourHeaps(n, k);
  const norms = squaredNorms(vectors, dims);
  const left = new Float64Array(BLOCK * dims);
  const right = new Float64Array(BLOCK * dims);
  const dots = new Float64Array(BLOCK * BLOCK);
  const pairs = (blocks * (blocks + 1)) / 2;
  let donePairs = 0;
  for (let i = 0; i < blocks; i++) {
    copyBlock(vectors, dims, i * BLOCK, left);
    for (let j = i; j < blocks; j++) {
      copyBlock(vectors, dims, j * BLOCK, right);
      blockDots(left, right, dims, dots);
      offerBlock(heaps, norms, dots, i * BLOCK, j * BLOCK);
    }
    donePairs += blocks - i;
    onPart(donePairs / pairs);
  }
  return heaps.sorted();
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

/** Added up in the order of `blockDots`, so that equal rows are at distance 0 exactly. */
function squaredNorms(vectors: Float32Array, dims: number): Float64Array {
  const norms = new Float64Array(vectors.length / dims);
  for (let row = 0; row < norms.length; row++) {
    let sum = 0;
    for (let at = row * dims; at < (row + 1) * dims; at++) {
      const value = finite(vectors[at]!);
      sum += value * value;
    }
    norms[row] = sum;
  }
  return norms;
}

/** As doubles: converting each value once instead of once a pair. Rows past the end are 0. */
function copyBlock(vectors: Float32Array, dims: number, row: number, block: Float64Array): void {
  const start = row * dims;
  const length = Math.min(block.length, vectors.length - start);
  for (let at = 0; at < length; at++) {
    block[at] = finite(vectors[start + at]!);
  }
  block.fill(0, length);
}

/** All dot products of two blocks, in tiles of 2 × 4: six loads for eight products. */
function blockDots(
  left: Float64Array,
  right: Float64Array,
  dims: number,
  dots: Float64Array,
): void {
  for (let i = 0; i < BLOCK; i += 2) {
    for (let j = 0; j < BLOCK; j += 4) {
      dotTile(left, right, dims, dots, i, j);
    }
  }
}

function dotTile(
  left: Float64Array,
  right: Float64Array,
  dims: number,
  dots: Float64Array,
  i: number,
  j: number,
): void {
  let p = i * dims;
  let q = j * dims;
  const end = p + dims;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (; p < end; p++, q++) {
    const a = left[p]!;
    const b = left[p + dims]!;
    const r0 = right[q]!;
    const r1 = right[q + dims]!;
    const r2 = right[q + 2 * dims]!;
    const r3 = right[q + 3 * dims]!;
    a0 += a * r0;
    a1 += a * r1;
    a2 += a * r2;
    a3 += a * r3;
    b0 += b * r0;
    b1 += b * r1;
    b2 += b * r2;
    b3 += b * r3;
  }
  const at = i * BLOCK + j;
  dots[at] = a0;
  dots[at + 1] = a1;
  dots[at + 2] = a2;
  dots[at + 3] = a3;
  dots[at + BLOCK] = b0;
  dots[at + BLOCK + 1] = b1;
  dots[at + BLOCK + 2] = b2;
  dots[at + BLOCK + 3] = b3;
}

function offerBlock(
  heaps: NeighbourHeaps,
  norms: Float64Array,
  dots: Float64Array,
  firstRow: number,
  firstOther: number,
): void {
  const rows = Math.min(BLOCK, norms.length - firstRow);
  const others = Math.min(BLOCK, norms.length - firstOther);
  const same = firstRow === firstOther;
  for (let i = 0; i < rows; i++) {
    const row = firstRow + i;
    for (let j = same ? i + 1 : 0; j < others; j++) {
      const other = firstOther + j;
      const squared = Math.max(0, norms[row]! + norms[other]! - 2 * dots[i * BLOCK + j]!);
      heaps.offer(row, other, squared);
      heaps.offer(other, row, squared);
    }
  }
}
