import { closeOrder } from './partition';
import { sharedFloat32s } from './shared-arrays';

/** Vectors as t-SNE works on them. */
export interface PreparedRows {
  /** n × dims, centred, the largest value between ½ and 1. */
  readonly rows: Float32Array<SharedArrayBuffer>;
  /** Which row of the vectors each of them is. */
  readonly order: Int32Array;
}

/**
 * Centres and scales vectors, which changes no map, and brings them into an order of their own, in which those that follow each other
 * are near. So the order in which vectors come changes nothing either.
 * @param vectors n × dims finite values.
 */
export function prepareRows(vectors: Float32Array, dims: number): PreparedRows {
  const sorted = sortedRows(vectors, dims);
  const rows = centred(vectors, dims, sorted);
  const close = closeOrder(rows, dims);
  const result = sharedFloat32s(rows.length);
  close.forEach((row, at) => {
    result.set(rows.subarray(row * dims, (row + 1) * dims), at * dims);
  });
  return { rows: result, order: close.map((row) => sorted[row]!) };
}

/** By the first value, where it is the same by the second, and so on; copies of one vector by their rows. */
function sortedRows(vectors: Float32Array, dims: number): Int32Array {
  const order = Int32Array.from({ length: vectors.length / dims }, (_, row) => row);
  return order.sort((a, b) => {
    for (let p = a * dims, q = b * dims, end = p + dims; p < end; p++, q++) {
      const difference = vectors[p]! - vectors[q]!;
      if (difference !== 0) {
        return difference;
      }
    }
    return a - b;
  });
}

function centred(vectors: Float32Array, dims: number, order: Int32Array): Float32Array {
  const mean = new Float64Array(dims);
  for (const row of order) {
    for (let at = 0; at < dims; at++) {
      mean[at]! += vectors[row * dims + at]! / order.length;
    }
  }
  let largest = 0;
  for (let at = 0; at < vectors.length; at++) {
    largest = Math.max(largest, Math.abs(vectors[at]! - mean[at % dims]!));
  }
  // A power of two: scaling rounds nothing.
  const scale = largest > 0 ? 2 ** -Math.ceil(Math.log2(largest)) : 1;
  const rows = new Float32Array(vectors.length);
  order.forEach((row, place) => {
    for (let at = 0; at < dims; at++) {
      rows[place * dims + at] = (vectors[row * dims + at]! - mean[at]!) * scale;
    }
  });
  return rows;
}
