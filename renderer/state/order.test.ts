import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from './fold';
import type { Sort } from './order';
import { COLUMNS, comparison, replaceRows, searchRows, sortRows } from './order';
import type { TrackRow } from './track-row';

function row(id: string, given: Partial<Omit<TrackRow, 'id' | 'keys'>> = {}): TrackRow {
  const { title = '', artist = '', album = '', genre = '' } = given;
  return {
    id,
    title,
    artist,
    album,
    genre,
    year: Number.NaN,
    durationSeconds: Number.NaN,
    hasCover: false,
    state: 'analysed',
    place: Number.NaN,
    ...given,
    keys: { title: fold(title), artist: fold(artist), album: fold(album), genre: fold(genre) },
  };
}

const idsOf = (rows: readonly TrackRow[]): string[] => rows.map(({ id }) => id);

const anyText = fc.string({ unit: 'grapheme', maxLength: 6 });
const anyNumber = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Number.NaN));
const anyRows = fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { maxLength: 40 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc
        .record({
          title: anyText,
          artist: anyText,
          album: anyText,
          genre: anyText,
          year: anyNumber,
          durationSeconds: anyNumber,
          place: anyNumber,
        })
        .map((given) => row(String(id), given)),
    ),
  ),
);
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

describe('search', () => {
  const rows = [
    row('korean', { title: '밤하늘의 별', artist: '가나다' }),
    row('accents', { title: 'Déjà Vu', artist: 'Björk', album: 'Ça va' }),
    row('strokes', { title: 'Straße', artist: 'Sigur Rós', album: 'Ágætis byrjun' }),
    row('plain', { title: 'Blue in Green', artist: 'Miles Davis', album: 'Kind of Blue' }),
  ];
  it.each([
    ['', ['korean', 'accents', 'strokes', 'plain']],
    ['  ', ['korean', 'accents', 'strokes', 'plain']],
    ['하늘', ['korean']],
    ['하늘'.normalize('NFD'), ['korean']],
    // A syllable that is still being typed: 별 after ㅂ, and after 벼.
    ['의 ㅂ', ['korean']],
    ['의 벼', ['korean']],
    ['deja', ['accents']],
    ['DÉJÀ', ['accents']],
    ['bjork ca', ['accents']],
    ['strasse', ['strokes']],
    ['agaetis', ['strokes']],
    ['blue miles', ['plain']],
    ['miles accents', []],
  ])('%j', (query, expected) => {
    expect(idsOf(searchRows(rows, query))).toEqual(expected);
  });
});
