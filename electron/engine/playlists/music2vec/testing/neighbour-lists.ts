import { DIMS } from '../pair-kernel';
import { toUnitRows } from '../unit-rows';

/** The `count` nearest of each of some rows among them, by cosine; best first. */
export function nearestOf(
  vectors: Float32Array,
  rows: readonly number[],
  count: number,
): readonly (readonly number[])[] {
  const units = vectors.slice();
  toUnitRows(units, DIMS);
  return rows.map((row) =>
    rows
      .filter((other) => other !== row)
      .map((other) => ({ other, cosine: cosineOf(units, row, units, other) }))
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, count)
      .map(({ other }) => other),
  );
}

/** Of two rows of unit length. */
export function cosineOf(a: Float32Array, row: number, b: Float32Array, other: number): number {
  let sum = 0;
  for (let at = 0; at < DIMS; at++) {
    sum += a[row * DIMS + at]! * b[other * DIMS + at]!;
  }
  return sum;
}

/** The mean share of what the lists of the same rows have in common. */
export function overlapOf(
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
): number {
  const shares = a.map(
    (list, row) => list.filter((each) => b[row]!.includes(each)).length / list.length,
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
