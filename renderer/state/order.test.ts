import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sort } from './order';
import { COLUMNS, comparison, replaceRows, sortRows } from './order';
import { anyRows, anySongs, columnsOf, idsOf, row } from './testing/rows';
import { rowsOf } from './track-row';

const anySort: fc.Arbitrary<Sort> = fc.record({
  column: fc.constantFrom(...COLUMNS),
  descending: fc.boolean(),
});

describe('sorting', () => {
  it('puts unknown values last in both directions', () => {
    const rows = [row('a'), row('b', { year: 1999 }), row('c', { year: 2005 })];
    expect(idsOf(sortRows(rows, { column: 'year', descending: false }))).toEqual(['b', 'c', 'a']);
    expect(idsOf(sortRows(rows, { column: 'year', descending: true }))).toEqual(['c', 'b', 'a']);
  });

  it('keeps an album in its order within an artist', () => {
    const rows = [
      row('late', { artist: 'X', album: 'B', place: 10_001 }),
      row('second', { artist: 'x', album: 'A', place: 10_002 }),
      row('first', { artist: 'X', album: 'a', place: 10_001 }),
    ];
    expect(idsOf(sortRows(rows, { column: 'artist', descending: false }))).toEqual([
      'first',
      'second',
      'late',
    ]);
  });

  it('is a total order: the order of arrival does not matter', () => {
    fc.assert(
      fc.property(anyRows, anySort, (rows, sort) => {
        const forward = idsOf(sortRows(rows, sort));
        expect(idsOf(sortRows([...rows].reverse(), sort))).toEqual(forward);
        const compare = comparison(sort);
        for (const a of rows) {
          for (const b of rows) {
            expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of rows of one answer, whose texts have numbers, is the same', () => {
    fc.assert(
      fc.property(anySongs, anySort, (songs, sort) => {
        const rows = rowsOf(columnsOf(songs));
        const expected = [...rows].sort(comparison(sort));
        expect(idsOf(sortRows(rows, sort))).toEqual(idsOf(expected));
        // Some of them, in another order, and with a row of another answer.
        const some = rows.filter((_, at) => at % 3 > 0).reverse();
        expect(idsOf(sortRows(some, sort))).toEqual(idsOf([...some].sort(comparison(sort))));
        const mixed = [...some, ...rowsOf(columnsOf([{ id: 'another', artist: 'A', year: 5 }]))];
        expect(idsOf(sortRows(mixed, sort))).toEqual(idsOf([...mixed].sort(comparison(sort))));
      }),
    );
  });

  it('replacing rows gives what sorting all of them gives', () => {
    fc.assert(
      fc.property(anyRows, anyRows, anySort, (before, fresh, sort) => {
        const gone = new Set(idsOf(fresh));
        const all = [...before.filter(({ id }) => !gone.has(id)), ...fresh];
        const replaced = replaceRows(sortRows(before, sort), gone, fresh, sort);
        expect(idsOf(replaced)).toEqual(idsOf(sortRows(all, sort)));
      }),
    );
  });
});
