import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import { bestRows } from './best-rows';
import { packRows } from '../../shared/packed-rows';
import { cosinesTo } from './nearest';

/** Cosine search as the rankings do it. */
function nearest(
  matrix: Float32Array,
  dims: number,
  query: Float32Array,
  options: Parameters<typeof bestRows>[1],
): ReturnType<typeof bestRows> {
  return bestRows(cosinesTo(packRows(matrix, dims), query), options);
}

const plain = ({
  index,
  score,
}: ReturnType<typeof nearest>): { index: number[]; score: number[] } => ({
  index: [...index],
  score: Array.from(score, (value) => value + 0),
});

describe('the best rows', () => {
  it('are those of sorting all of them', () => {
    const value = fc.oneof(
      { weight: 30, arbitrary: fc.integer({ min: -3, max: 3 }) },
      { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
    );
    const cases = fc.record({
      scores: fc.array(value, { maxLength: 40 }),
      limit: fc.integer({ min: 0, max: 50 }),
      exclude: fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 10 }),
    });
    fc.assert(
      fc.property(cases, ({ scores, limit, exclude }) => {
        const left = new Set(exclude);
        const sorted = scores
          .map((score, index) => ({ index, score }))
          .filter(({ index, score }) => !left.has(index) && Number.isFinite(score))
          .sort((a, b) => b.score - a.score || a.index - b.index)
          .slice(0, limit);
        expect(plain(bestRows(Float32Array.from(scores), { limit, exclude: left }))).toEqual({
          index: sorted.map(({ index }) => index),
          score: sorted.map(({ score }) => score + 0),
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe('cosine search', () => {
  it('scores every row as a plain sum of products does, as far as sixteen bits go', () => {
    const value = fc.float({ min: -1, max: 1, noNaN: true });
    const cases = fc.integer({ min: 1, max: 40 }).chain((dims) => {
      const row = fc.array(value, { minLength: dims, maxLength: dims });
      return fc.record({ rows: fc.array(row, { maxLength: 40 }), query: row });
    });
    fc.assert(
      fc.property(cases, ({ rows, query }) => {
        const asked = Float32Array.from(query);
        const found = cosinesTo(packRows(Float32Array.from(rows.flat()), query.length), asked);
        expect(found).toHaveLength(rows.length);
        rows.forEach((row, at) => {
          const sum = row.reduce((total, each, d) => total + each * query[d]!, 0);
          // Every value of either is off by 1/65,534 of the largest at most, which is at most 1.
          const size = [...row, ...query].reduce((total, each) => total + Math.abs(each), 0);
          expect(Math.abs(found[at]! - sum)).toBeLessThanOrEqual((size + 1) / 60_000);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('gives the cosine of L2-normalised rows', () => {
    const turn = (degrees: number): number[] => {
      const angle = (degrees / 180) * Math.PI;
      return [Math.cos(angle), Math.sin(angle)];
    };
    const matrix = Float32Array.from([0, 90, 30, 180].flatMap(turn));
    const found = nearest(matrix, 2, Float32Array.of(1, 0), { limit: 4 });
    expect([...found.index]).toEqual([0, 2, 1, 3]);
    [1, Math.sqrt(3) / 2, 0, -1].forEach((cosine, rank) => {
      expect(found.score[rank]).toBeCloseTo(cosine, 4);
    });
  });

  it('breaks ties by the lower row, or as it is told', () => {
    const same = Float32Array.of(1, 1, 1, 1, 1);
    const one = Float32Array.of(1);
    expect([...nearest(same, 1, one, { limit: 3 }).index]).toEqual([0, 1, 2]);
    const ids = ['c', 'a', 'e', 'b', 'd'];
    const tieOrder = (a: number, b: number): number => (ids[a]! < ids[b]! ? -1 : 1);
    expect([...nearest(same, 1, one, { limit: 3, tieOrder }).index]).toEqual([1, 3, 0]);
  });

  it('finds nothing in an empty library, nor with an empty limit or a NaN query', () => {
    const empty = { index: [], score: [] };
    expect(plain(nearest(new Float32Array(), 2, Float32Array.of(1, 0), { limit: 5 }))).toEqual(
      empty,
    );
    const matrix = Float32Array.of(1, 0, 0, 1);
    expect(plain(nearest(matrix, 2, Float32Array.of(1, 0), { limit: 0 }))).toEqual(empty);
    expect(plain(nearest(matrix, 2, Float32Array.of(Number.NaN, 0), { limit: 2 }))).toEqual(empty);
  });

  it('never finds rows with infinite values', () => {
    const matrix = Float32Array.of(Infinity, -Infinity, 0.5);
    expect([...nearest(matrix, 1, Float32Array.of(1), { limit: 3 }).index]).toEqual([2]);
  });

  it.each([
    ['a query of another length', [4, 2, 3, 1]],
    ['no dimensions', [0, 0, 0, 1]],
    ['a broken number of dimensions', [3, 1.5, 1, 1]],
    ['a negative limit', [4, 2, 2, -1]],
    ['a limit that is no number', [4, 2, 2, Number.NaN]],
  ] as const)('refuses %s', (_, [values, dims, length, limit]) => {
    const call = (): unknown =>
      nearest(new Float32Array(values), dims, new Float32Array(length), { limit });
    expect(call).toThrow(MugleError);
    expect(call).toThrow(expect.objectContaining({ kind: 'bad-request' }) as Error);
  });
});
