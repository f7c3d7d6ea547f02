import type { PackedRows } from '../../shared/packed-rows';
import type { Nearest } from './best-rows';
import { bestRows } from './best-rows';
import { cosinesTo } from './nearest';

/** The songs of one space that lists are made of; rows are L2-normalised. */
export interface SongSpace extends PackedRows {
  /** Who made a row's song, folded; `''` when unknown, and then unlike every other. */
  readonly artistOf: (row: number) => string;
  /** Rows that must not be in any list. */
  readonly exclude: ReadonlySet<number>;
}

/** Of two vectors of the same length. */
export function dotOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    sum += a[at]! * b[at]!;
  }
  return sum;
}

/** The vector at length one; as it is when it has none. */
export function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dotOf(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

/** The rows most like a vector, best first, and their cosines. */
export function nearestTo(
  space: SongSpace,
  vector: Float32Array,
  limit: number,
  exclude: ReadonlySet<number> = space.exclude,
): Nearest {
  return bestRows(cosinesTo(space, vector), { limit, exclude });
}
