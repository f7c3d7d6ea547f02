import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold } from './fold';
import { anySongs, columnsOf } from './testing/rows';
import { rowsOf } from './track-row';

/** A song that says all that it does not say. */
const NOTHING = {
  title: '',
  artist: '',
  album: '',
  genre: '',
  albumArtist: '',
  year: NaN,
  durationSeconds: NaN,
  tempo: NaN,
  key: -1,
  plays: 0,
  lastPlayed: NaN,
  trackNumber: NaN,
  discNumber: 1,
};

it('rows say what the songs of an answer say, and NaN, −1 and nothing where they do not', () => {
  fc.assert(
    fc.property(anySongs, (songs) => {
      const rows = rowsOf(columnsOf(songs));
      expect(rows.length).toBe(songs.length);
      for (const [at, row] of rows.entries()) {
        // Nothing is there before it is asked for.
        expect(Object.keys(row).sort()).toEqual(['at', 'slot', 'table']);
        const song = { ...NOTHING, ...songs[at]! };
        const { albumArtist, trackNumber, discNumber, ...said } = song;
        const { title, artist, album, genre } = said;
        expect(row).toMatchObject(said);
        expect(row.place).toBe(discNumber * 10_000 + trackNumber);
        // An artist that is not named is that of the album.
        const keys = { title, artist: artist === '' ? albumArtist : artist, album, genre };
        const folded = Object.entries(keys).map(([name, text]) => [name, fold(text)]);
        expect(row.keys).toMatchObject(Object.fromEntries(folded));
      }
    }),
  );
});

it('rows know their cover, loudness and state', () => {
  const [bare, full] = rowsOf(
    columnsOf([{ id: 'a' }, { id: 'b', hasCover: true, loudness: -9.5, state: 'missing' }]),
  );
  expect([bare?.hasCover, bare?.loudness, bare?.state]).toEqual([false, NaN, 'analysed']);
  expect([full?.hasCover, full?.loudness, full?.state]).toEqual([true, -9.5, 'missing']);
});
