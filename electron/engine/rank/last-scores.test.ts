import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PackedRows } from '../../shared/packed-rows';
import { unitVector } from '../../shared/unit-vector';
import { packRow, packRows } from '../../shared/packed-rows';
import { seededRandom } from '../../shared/seeded-random';
import { LastScores, RowScores } from './last-scores';
import type { AskedVectors, SpaceSpreads } from './row-distances';
import { scoreRows } from './row-distances';

const DIMS = 8;
const ROWS = 40;
const random = seededRandom(5);
const vectors = Array.from({ length: ROWS }, () =>
  unitVector(Float32Array.from({ length: DIMS }, () => random() - 0.5))!,
);
const spreads: SpaceSpreads = {
  rows: {
    mean: Float32Array.from({ length: ROWS }, () => random() / 4),
    deviation: Float32Array.from({ length: ROWS }, () => 0.1 + random()),
  },
  spreadOf: () => ({ mean: 0.1, deviation: 0.3 }),
};

function library(): PackedRows & { changes: number; ids: readonly string[] } {
  const matrix = Float32Array.from(vectors.flatMap((vector) => [...vector]));
  // The later a row, the earlier its name.
  const ids = Array.from({ length: ROWS }, (_, row) => String(999 - row));
  return { ...packRows(matrix, DIMS), changes: 0, ids };
}

const some = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 });
const step = fc.record({
  /** A row that gets the vector of the one after it first. */
  moved: fc.option(fc.integer({ min: 0, max: ROWS - 2 }), { freq: 3 }),
  plus: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 2 }),
  minus: some,
  more: fc.option(some, { nil: undefined }),
  isCorrected: fc.boolean(),
  limit: fc.integer({ min: 1, max: ROWS }),
});

it('gives what a fresh look at the rows gives, whatever was asked and changed before', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const rows = library();
      const last = new LastScores();
      for (const { moved, plus, minus, more, isCorrected, limit } of steps) {
        if (moved !== null) {
          rows.peaks[moved] = packRow(vectors[moved + 1]!, rows.codes, moved * DIMS);
          rows.changes += 1;
        }
        const of = (some: readonly number[]): Float32Array[] =>
          some.map((row) => vectors[row]!.slice());
        const asked: AskedVectors = {
          plus: of(plus),
          minus: of(minus),
          ...(more === undefined ? {} : { more: of(more) }),
        };
        const corrected = isCorrected ? spreads : undefined;
        // As far from what is wanted as can be is no neighbour at all.
        const expected = Array.from(scoreRows(rows, asked, corrected), (score, row) => ({
          row,
          score,
        }))
          .filter(({ score }) => Number.isFinite(score))
          .sort((a, b) => b.score - a.score || b.row - a.row);
        const { index, score } = last.of(rows, asked, corrected).best(limit);
        const found = Array.from(index, (row, at) => ({ row, score: score[at] }));
        expect(found).toEqual(expected);
      }
    }),
  );
});

it('does not look again for the same question', () => {
  const rows = library();
  const last = new LastScores();
  const ask = (of: number): unknown => last.of(rows, { plus: [vectors[of]!], minus: [] }, spreads);
  const first = ask(0);
  expect(ask(0)).toBe(first);
  expect(ask(1)).not.toBe(first);
  rows.changes += 1;
  expect(ask(1)).not.toBe(ask(0));
});

it('looks deeper when more are asked for, and leaves out what is excluded', () => {
  const many = Array.from({ length: 5000 }, (_, row) => Math.fround(Math.sin(row * row)));
  const order = many.map((_, row) => row).sort((a, b) => many[b]! - many[a]! || a - b);
  const ids = many.map((_, row) => String(row).padStart(4, '0'));
  const scores = new RowScores(ids, Float32Array.from(many));
  for (const limit of [10, 2000, 50, 5000, 9000]) {
    const { index } = scores.best(limit);
    expect(index.length).toBeGreaterThanOrEqual(Math.min(limit, many.length));
    expect([...index]).toEqual(order.slice(0, index.length));
  }
  const isOdd = (row: number): boolean => row % 2 === 1;
  expect([...scores.bestBut(isOdd, 7).index]).toEqual(
    order.filter((row) => !isOdd(row)).slice(0, 7),
  );
});
