import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionWord } from '../../shared/records';
import { nameRegions } from './region-words';
import { songWords } from './song-words';

const song = (
  genre: string,
  artist: string,
  year: number | null = null,
): ReturnType<typeof songWords> => songWords({ genre, artist, year });

describe('nameRegions', () => {
  it('takes what tells a region from the rest, not what is everywhere', () => {
    // All are rock; the first region is also metal of the eighties, the second folk by one artist.
    const songs = Array.from({ length: 300 }, (_, row) =>
      row < 100
        ? song('Rock; Metal', `Band ${String(row)}`, 1980 + (row % 10))
        : row < 200
          ? song('rock, Folk', row % 2 === 0 ? 'Anna' : `Singer ${String(row)}`)
          : song('Rock', `Group ${String(row)}`, 1950 + 10 * (row % 5)),
    );
    const regionOf = Int32Array.from(songs, (_, row) => (row < 200 ? Math.floor(row / 100) : -1));
    const [metal, folk] = nameRegions(2, regionOf, songs);
    expect(metal).toEqual([
      { kind: 'genre', text: 'Metal' },
      { kind: 'decade', text: '1980' },
    ]);
    expect(folk).toEqual([
      { kind: 'genre', text: 'Folk' },
      { kind: 'artist', text: 'Anna' },
    ]);
  });

  it('counts what a model heard among the songs that it was looked up for', () => {
    const heard = (tag: string): ReturnType<typeof songWords> =>
      songWords({ genre: '', artist: '', year: null }, [
        { tag, score: 0.8 },
        { tag: 'a guess', score: 0.01 },
      ]);
    const songs = Array.from({ length: 200 }, (_, row) =>
      row % 10 > 0 ? [] : heard(row < 100 ? 'piano' : 'drums'),
    );
    const regionOf = Int32Array.from(songs, (_, row) => Math.floor(row / 100));
    expect(nameRegions(2, regionOf, songs)).toEqual([
      [{ kind: 'tag', text: 'piano' }],
      [{ kind: 'tag', text: 'drums' }],
    ]);
  });

  it('says nothing of a region that is like the rest, or has no songs', () => {
    const songs = Array.from({ length: 100 }, (_, row) =>
      song(row % 2 === 0 ? 'Jazz' : 'Blues', 'X'),
    );
    const regionOf = Int32Array.from(songs, (_, row) => (row < 50 ? 0 : 1));
    expect(nameRegions(3, regionOf, songs)).toEqual([[], [], []]);
    expect(nameRegions(1, new Int32Array(100), songs)).toEqual([[]]);
  });
});

describe('songWords', () => {
  it('takes genres apart and leaves out what says nothing', () => {
    expect(song('Rock / Pop;  Unknown ', 'Various Artists', 1999)).toEqual([
      { kind: 'genre', text: 'Rock' },
      { kind: 'genre', text: 'Pop' },
      { kind: 'decade', text: '1990' },
    ]);
    expect(song('', 'unknown artist', 0)).toEqual([]);
  });

  it('makes of any text what may be shown', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(
        '\u202Egnol',
        'a\u0000b',
        '\uD800',
        '💿'.repeat(500),
        'e\u0301'.repeat(400),
        '\u2028',
      ),
    );
    fc.assert(
      fc.property(text, text, fc.option(fc.double()), (genre, artist, year) => {
        for (const word of songWords({ genre, artist, year })) {
          expect(regionWord.safeParse(word).success).toBe(true);
          expect(word.text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
          expect(word.text.trim()).toBe(word.text);
        }
      }),
    );
  });
});
