import { MugleError } from '../../shared/errors';
import { rowDots } from './row-dots';

/** The vectors of one space, as one row-major matrix; rows are L2-normalised. */
export interface Vectors {
  readonly matrix: Float32Array;
  readonly dims: number;
}

/**
 * The cosine of every row with the query, as float32, so that what is shown as equal is a tie.
 * @param query dims values, L2-normalised.
 * @throws MugleError `bad-request` when sizes do not fit each other.
 */
export function cosinesTo({ matrix, dims }: Vectors, query: Float32Array): Float32Array {
  check(matrix, dims, query);
  const cosines = new Float32Array(matrix.length / dims);
  if (rowDots(matrix, query, cosines)) {
    return cosines;
  }
  for (let row = 0; row < cosines.length; row++) {
    cosines[row] = dot(matrix, row * dims, query);
  }
  return cosines;
}

function check(matrix: Float32Array, dims: number, query: Float32Array): void {
  if (!Number.isInteger(dims) || dims < 1) {
    throw new MugleError('bad-request', `Vectors cannot have ${dims} values.`);
  }
  if (query.length !== dims) {
    throw new MugleError(
      'bad-request',
      `The query has ${query.length} values, the vectors of this space have ${dims}.`,
    );
  }
  if (matrix.length % dims !== 0) {
    throw new MugleError('bad-request', `${matrix.length} values are no whole rows of ${dims}.`);
  }
}

/** For rows that the kernel does not take. Four sums at a time: one would make every addition wait for the one before. */
function dot(matrix: Float32Array, start: number, query: Float32Array): number {
  const dims = query.length;
  const whole = dims - (dims % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (; at < whole; at += 4) {
    a += matrix[start + at]! * query[at]!;
    b += matrix[start + at + 1]! * query[at + 1]!;
    c += matrix[start + at + 2]! * query[at + 2]!;
    d += matrix[start + at + 3]! * query[at + 3]!;
  }
  for (; at < dims; at++) {
    a += matrix[start + at]! * query[at]!;
  }
  return a + b + (c + d);
}
