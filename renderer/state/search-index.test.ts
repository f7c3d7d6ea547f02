import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from './fold';
import { narrows, SearchIndex } from './search-index';
import { anyRows, idsOf, row } from './testing/rows';
import type { TrackRow } from './track-row';

function indexOf(rows: readonly TrackRow[]): SearchIndex {
  const index = new SearchIndex();
  for (const one of rows) {
    index.put(one);
  }
  return index;
}

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
    expect(idsOf(indexOf(rows).search(rows, query))).toEqual(expected);
  });

  /** As a person would say it, row by row. */
  function expectedOf(rows: readonly TrackRow[], query: string): string[] {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const matches = rows.filter(({ title, artist, album }) =>
      words.every((word) => [title, artist, album].some((text) => fold(text).includes(word))),
    );
    return idsOf(matches);
  }

  const many = Array.from({ length: 5000 }, (_, at) =>
    row(String(at), {
      title: `Song ${at}`,
      artist: at % 3 === 0 ? '가수' : `Ångström ${at % 7}`,
      album: 'A\nB',
    }),
  );

  it.each([
    '1',
    'song 49',
    '가',
    'angstrom 4999',
    'b 2047',
    'a',
    '4999 song 가수',
    'nothing',
    // Words that begin in the same place, and one that is there twice.
    'song so s',
    '49 49',
  ])('finds %j in thousands of rows as in few', (query) => {
    const backwards = [...many].reverse();
    expect(idsOf(indexOf(many).search(backwards, query))).toEqual(expectedOf(backwards, query));
  });

  it('finds the same in what was found before as in everything, whatever is typed next', () => {
    const backwards = [...many].reverse();
    const index = indexOf(many);
    const piece = fc.constantFrom('s', 'so', 'song', ' ', '4', '9', 'ㄱ', '가', 'm', 'b', 'Å', 'z');
    // Now and then the box is cleared first.
    const clears = fc.integer({ max: 4, min: 0 }).map((one) => one === 0);
    const key = fc.record({ piece, clears });
    fc.assert(
      fc.property(fc.array(key, { minLength: 2, maxLength: 6 }), (keys) => {
        let found: readonly TrackRow[] = backwards;
        let before = '';
        for (const { piece: typed, clears } of keys) {
          const query = clears ? typed : before + typed;
          found = narrows(before, query)
            ? index.search(found, query, before)
            : index.search(backwards, query);
          before = query;
          expect(idsOf(found)).toEqual(expectedOf(backwards, query));
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['', 'a', true],
    ['artist ', 'artist 4', true],
    ['artist 4', 'artist 42', true],
    ['rtist 4', '42 artist', true],
    ['artist 42', 'artist 4', false],
    ['artist 4', 'artist', false],
    ['벼', '별', true],
    // Another letter at the end of a word than within it: the longer text does not contain the shorter one.
    ['ΟΔΟΣ', 'ΟΔΟΣΑ', false],
  ])('%j, then %j: narrows is %j', (before, query, expected) => {
    expect(narrows(before, query)).toBe(expected);
  });

  it('gives the list itself when everything matches', () => {
    expect(indexOf(many).search(many, 'b a')).toBe(many);
  });

  it('is prepared block by block, and again after a change, and finds the same', () => {
    const index = indexOf(many);
    const blocks = (): number => {
      let made = 0;
      while (index.prepare()) {
        made++;
      }
      return made;
    };
    // 2,048 rows each.
    expect(blocks()).toBe(3);
    expect(idsOf(index.search(many, 'song 49'))).toEqual(expectedOf(many, 'song 49'));
    expect(blocks()).toBe(0);
    const [first] = many;
    const renamed = row(first!.id, { title: 'Quite another' });
    index.put(renamed, first);
    expect(blocks()).toBe(1);
    expect(idsOf(index.search([renamed, ...many.slice(1)], 'quite another'))).toEqual([first!.id]);
  });

  it('knows nothing of what was there before all was replaced', () => {
    const index = indexOf(many);
    index.search(many, 'song');
    const others = Array.from({ length: 3000 }, (_, at) => row(`o${at}`, { title: `Other ${at}` }));
    index.replaceAll(others);
    expect(index.prepare()).toBe(true);
    expect(idsOf(index.search(others, 'song'))).toEqual([]);
    expect(idsOf(index.search(others, 'other 29'))).toEqual(expectedOf(others, 'other 29'));
  });

  it('follows rows that come, change and go', () => {
    const query = fc.constantFrom('1', 'song', 'a b', '가', '!', 'x');
    fc.assert(
      fc.property(anyRows, anyRows, query, (before, fresh, words) => {
        const rows = new Map(many.map((one) => [one.id, one]));
        const index = indexOf(many);
        for (const old of before.flatMap(({ id }) => rows.get(id) ?? [])) {
          index.delete(old);
          rows.delete(old.id);
        }
        index.search([...rows.values()], words);
        for (const one of fresh) {
          index.put(one, rows.get(one.id));
          rows.set(one.id, one);
        }
        const left = [...rows.values()];
        expect(idsOf(index.search(left, words))).toEqual(expectedOf(left, words));
      }),
      { numRuns: 20 },
    );
  });
});
