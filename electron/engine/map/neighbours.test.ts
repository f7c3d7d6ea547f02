import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestNeighbours } from './neighbours';

/** Whole numbers: distances are exact, and ties are many. */
const cases = fc.integer({ min: 1, max: 5 }).chain((dims) =>
  fc
    .array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: dims, maxLength: dims }), {
      minLength: 2,
      maxLength: 150,
    })
    .chain((rows) =>
      fc.record({
        rows: fc.constant(rows),
        k: fc.integer({ min: 1, max: Math.min(rows.length - 1, 20) }),
      }),
    ),
);

describe('nearestNeighbours', () => {
  it('agrees with sorting all distances', () => {
    fc.assert(
      fc.property(cases, ({ rows, k }) => {
        const dims = rows[0]!.length;
        const found = nearestNeighbours(Float32Array.from(rows.flat()), dims, k);
        rows.forEach((row, at) => {
          const expected = rows
            .map((other, index) => ({
              index,
              squared: other.reduce((sum, value, axis) => sum + (value - row[axis]!) ** 2, 0),
            }))
            .filter(({ index }) => index !== at)
            .sort((a, b) => a.squared - b.squared || a.index - b.index)
            .slice(0, k);
          const slice = [at * k, (at + 1) * k] as const;
          expect([...found.index.subarray(...slice)]).toEqual(expected.map(({ index }) => index));
          expect([...found.squared.subarray(...slice)]).toEqual(
            expected.map(({ squared }) => squared),
          );
        });
      }),
    );
  });

  it('puts equal rows at distance 0 exactly', () => {
    const row = [0.123, -0.456, 0.789, 0.321, 1e-8];
    const { squared } = nearestNeighbours(Float32Array.from([...row, ...row, ...row]), 5, 2);
    expect([...squared]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('takes values that are not finite for 0', () => {
    const { squared } = nearestNeighbours(Float32Array.of(Number.NaN, 1, Infinity), 1, 2);
    expect([...squared]).toEqual([0, 1, 1, 1, 0, 1]);
  });

  it('tells rising shares that end with 1', () => {
    const shares: number[] = [];
    nearestNeighbours(new Float32Array(200), 1, 3, (share) => shares.push(share));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});
