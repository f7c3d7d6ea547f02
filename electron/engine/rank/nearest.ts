import { MugleError } from '../../shared/errors';
import type { PackedRows } from '../../shared/packed-rows';
import { LONGEST_ROW, rowDots } from './row-dots';

/**
 * The cosine of every row with the query, as float32, so that what is shown as equal is a tie. Off by about a hundred-thousandth.
 * @param rows L2-normalised before they were packed.
 * @param query as many values as a row has, L2-normalised.
 * @throws MugleError `bad-request` when sizes do not fit each other.
 */
export function cosinesTo(rows: PackedRows, query: Float32Array): Float32Array {
  const { dims } = rows;
  if (!Number.isInteger(dims) || dims < 1 || dims > LONGEST_ROW) {
    throw new MugleError('bad-request', `Vectors cannot have ${dims} values.`);
  }
  if (query.length !== dims) {
    throw new MugleError(
      'bad-request',
      `The query has ${query.length} values, the vectors of this space have ${dims}.`,
    );
  }
  return rowDots(rows, query);
}
