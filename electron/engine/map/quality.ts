import type { Neighbours } from './neighbour-heaps';

/** Rows asked at most: the mean over so many is within 0.01 of the mean over all. */
const MOST_ASKED = 1000;
const NEIGHBOURS = 10;

/**
 * How much of the sound's neighbourhoods the map keeps: the mean share of a row's 10 nearest rows that are among its 10 nearest
 * on the map. Over all rows up to 1000, over evenly spread ones beyond. In [0, 1]; NaN for fewer than two rows.
 */
export function neighbourPreservation10(
  vectors: Float32Array,
  dims: number,
  x: Float32Array,
  y: Float32Array,
): number {
  const n = x.length;
  const k = Math.min(NEIGHBOURS, n - 1);
  if (k < 1) {
    return Number.NaN;
  }
  const map = new Float32Array(2 * n);
  for (let row = 0; row < n; row++) {
    map[2 * row] = x[row]!;
    map[2 * row + 1] = y[row]!;
  }
  const asked = someRows(n);
  const near = neighboursOf(asked, vectors, dims, k);
  const shown = neighboursOf(asked, map, 2, k);
  const kept = near.reduce((sum, rows, at) => {
    const onMap = new Set(shown[at]);
    return sum + rows.filter((row) => onMap.has(row)).length;
  }, 0);
  return kept / (k * asked.length);
}

/**
 * How many of the 10 nearest rows a search found, by the same rows as `neighbourPreservation10`. In [0, 1]; NaN for fewer than two rows.
 * @param found at least 10 for each row, or all others; nearest first.
 */
export function neighbourRecall10(vectors: Float32Array, dims: number, found: Neighbours): number {
  const n = vectors.length / dims;
  const k = Math.min(NEIGHBOURS, n - 1);
  if (k < 1) {
    return Number.NaN;
  }
  const asked = someRows(n);
  const hits = neighboursOf(asked, vectors, dims, k).reduce((sum, rows, at) => {
    const from = asked[at]! * found.k;
    const ours = new Set(found.index.subarray(from, from + k));
    return sum + rows.filter((row) => ours.has(row)).length;
  }, 0);
  return hits / (k * asked.length);
}

function someRows(n: number): number[] {
  const step = Math.ceil(n / MOST_ASKED);
  return Array.from({ length: Math.ceil(n / step) }, (_, at) => at * step);
}

function neighboursOf(
  asked: readonly number[],
  vectors: Float32Array,
  dims: number,
  k: number,
): number[][] {
  return asked.map((row) => nearestTo(row, vectors, dims, k));
}

/** By sorting all distances: only asked for a few rows. */
function nearestTo(row: number, vectors: Float32Array, dims: number, k: number): number[] {
  const squared = new Float64Array(vectors.length / dims);
  for (let other = 0; other < squared.length; other++) {
    let sum = 0;
    for (let at = 0; at < dims; at++) {
      const difference = vectors[row * dims + at]! - vectors[other * dims + at]!;
      sum += difference * difference;
    }
    squared[other] = sum;
  }
  squared[row] = Infinity;
  const limit = squared.slice().sort()[k - 1]!;
  return Array.from(squared.keys())
    .filter((other) => squared[other]! <= limit)
    .sort((a, b) => squared[a]! - squared[b]! || a - b)
    .slice(0, k);
}
