import { normal } from '../../electron/engine/map/random';
import { seededRandom } from '../../electron/shared/seeded-random';

/** Between a song and the middle of its group, in proportion to the group's own length. */
const SPREAD = 0.8;

/** L2-normalised rows in groups, like songs in styles; the same for the same numbers. */
export function syntheticVectors(rows: number, dims: number, groups: number): Float32Array {
  const random = seededRandom(rows);
  const middles = Float32Array.from({ length: groups * dims }, () => normal(random));
  const vectors = new Float32Array(rows * dims);
  for (let row = 0; row < rows; row++) {
    const middle = Math.floor(random() * groups) * dims;
    const vector = vectors.subarray(row * dims, (row + 1) * dims);
    let squares = 0;
    for (let at = 0; at < dims; at++) {
      const value = middles[middle + at]! + SPREAD * normal(random);
      vector[at] = value;
      squares += value * value;
    }
    const length = Math.sqrt(squares);
    for (let at = 0; at < dims; at++) {
      vector[at]! /= length;
    }
  }
  return vectors;
}
