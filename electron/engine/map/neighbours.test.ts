import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SOLO } from './crew';
import { nearestNeighbours } from './neighbours';
import { prepareRows } from './prepare-rows';
import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';
import { sharedRows } from './testing/shared-rows';

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
        const found = nearestNeighbours(SOLO, sharedRows(rows.flat()), dims, k);
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
    const { squared } = nearestNeighbours(SOLO, sharedRows([...row, ...row, ...row]), 5, 2);
    expect([...squared]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('finds nearly all of them when it looks into few blocks', () => {
    // A surface in 24 dimensions, as songs lie on few dimensions of many.
    const random = seededRandom(2);
    const [n, dims, k] = [6000, 24, 30];
    const waves = Array.from({ length: dims }, () => [0, 1, 2, 3].map(() => normal(random)));
    const values = Array.from({ length: n }, () => {
      const [a, b, c] = [random(), random(), random()];
      return waves.map(([p, q, r, s]) => Math.sin(3 * (p! * a + q! * b + r! * c) + s!));
    });
    const { rows } = prepareRows(Float32Array.from(values.flat()), dims);
    const exact = nearestNeighbours(SOLO, rows, dims, k);
    const found = nearestNeighbours(SOLO, rows, dims, k, { probes: 24 });
    let kept = 0;
    for (let row = 0; row < n; row++) {
      const truth = new Set(exact.index.subarray(row * k, (row + 1) * k));
      kept += found.index
        .subarray(row * k, (row + 1) * k)
        .filter((other) => truth.has(other)).length;
    }
    expect(kept / (n * k)).toBeGreaterThan(0.97);
  });

  it('tells rising shares that end with 1', () => {
    const shares: number[] = [];
    nearestNeighbours(SOLO, sharedRows(new Float32Array(200)), 1, 3, {
      onPart: (share) => shares.push(share),
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});
