import { normal } from '../../electron/engine/map/random';
import { seededRandom } from '../../electron/shared/seeded-random';

/** Between a song and the middle of its group, in proportion to the group's own length. */
const SPREAD = 0.8;

/** Songs as a space has them. */
interface SyntheticSongs {
  /** L2-normalised rows. */
  readonly vectors: Float32Array;
  readonly groupOf: Uint16Array;
}

/** See `syntheticSongs`. */
export function syntheticVectors(rows: number, dims: number, groups: number): Float32Array {
  return syntheticSongs(rows, dims, groups).vectors;
}

/** Vectors in groups, like songs in styles, and which group each is in; the same for the same numbers. */
export function syntheticSongs(rows: number, dims: number, groups: number): SyntheticSongs {
  const random = seededRandom(rows);
  const middles = Float32Array.from({ length: groups * dims }, () => normal(random));
  const vectors = new Float32Array(rows * dims);
  const groupOf = new Uint16Array(rows);
  for (let row = 0; row < rows; row++) {
    const group = Math.floor(random() * groups);
    const middle = group * dims;
    groupOf[row] = group;
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
  return { vectors, groupOf };
}
