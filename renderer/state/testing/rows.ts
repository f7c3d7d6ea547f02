import fc from 'fast-check';
import type { TrackColumns } from '../../../electron/shared/records';
import { TRACK_STATES } from '../../../electron/shared/records';
import { encodeTexts, joinTexts } from '../../../electron/shared/text-column';
import { fold } from '../fold';
import type { TrackRow } from '../track-row';

/** What a song says; what is left out is not known. */
export interface GivenSong extends Partial<Omit<TrackRow, 'id' | 'keys' | 'place' | 'slot'>> {
  readonly id: string;
  readonly albumArtist?: string;
  readonly trackNumber?: number;
  readonly discNumber?: number;
}

export function row(id: string, given: Partial<Omit<TrackRow, 'id' | 'keys'>> = {}): TrackRow {
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
    tempo: Number.NaN,
    key: -1,
    loudness: Number.NaN,
    plays: 0,
    lastPlayed: Number.NaN,
    state: 'analysed',
    place: Number.NaN,
    ...given,
    keys: {
      title: fold(title),
      artist: fold(artist),
      album: fold(album),
      genre: fold(genre),
    },
    slot: -1,
  };
}

export const idsOf = (rows: readonly TrackRow[]): string[] => rows.map(({ id }) => id);

const anyText = fc.string({ unit: 'grapheme', maxLength: 6 });
const anyNumber = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Number.NaN));
/** Up to 40 rows with ids of their own. */
export const anyRows = fc
  .uniqueArray(fc.integer({ min: 0, max: 500 }), { maxLength: 40 })
  .chain((ids) =>
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
            tempo: anyNumber,
            key: fc.integer({ min: -1, max: 23 }),
            plays: fc.nat(3),
            lastPlayed: anyNumber,
          })
          .map((given) => row(String(id), given)),
      ),
    ),
  );

/** Written in several ways that count as one, and not at all. */
const anyName = fc.constantFrom('', 'a', 'A', 'á', 'b', 'B ', 'ß', 'ss', '밤', 'z');
const anyCount = fc.integer({ min: 1, max: 3 });
/** Songs of which many are equal in much, as they come in one answer. */
export const anySongs = fc.uniqueArray(
  fc.record(
    {
      id: fc.nat(500).map(String),
      title: anyName,
      artist: anyName,
      album: anyName,
      albumArtist: anyName,
      genre: anyName,
      year: anyCount,
      durationSeconds: fc.float({ min: 0, max: 600, noNaN: true }),
      trackNumber: anyCount,
      discNumber: anyCount,
      tempo: anyCount,
      key: fc.integer({ min: -1, max: 23 }),
      plays: fc.nat(2),
      lastPlayed: anyCount,
    },
    { requiredKeys: ['id'] },
  ),
  { selector: ({ id }) => id, maxLength: 60 },
);

/** What the engine would answer for songs: one table, so that rows made of it know of each other. */
export function columnsOf(songs: readonly GivenSong[]): TrackColumns {
  const texts = (of: (song: GivenSong) => string | undefined): string[] =>
    songs.map((song) => of(song) ?? '');
  const floats = (of: (song: GivenSong) => number | undefined): Float32Array<ArrayBuffer> =>
    Float32Array.from(songs, (song) => of(song) ?? Number.NaN);
  return {
    id: joinTexts(texts(({ id }) => id)),
    title: joinTexts(texts(({ title }) => title)),
    artist: encodeTexts(texts(({ artist }) => artist)),
    album: encodeTexts(texts(({ album }) => album)),
    albumArtist: encodeTexts(texts(({ albumArtist }) => albumArtist)),
    genre: encodeTexts(texts(({ genre }) => genre)),
    year: floats(({ year }) => year),
    durationSeconds: floats(({ durationSeconds }) => durationSeconds),
    trackNumber: floats(({ trackNumber }) => trackNumber),
    discNumber: floats(({ discNumber }) => discNumber),
    hasCover: Uint8Array.from(songs, ({ hasCover }) => (hasCover === true ? 1 : 0)),
    tempo: floats(({ tempo }) => tempo),
    key: Int8Array.from(songs, ({ key = -1 }) => key),
    loudness: floats(({ loudness }) => loudness),
    state: Uint8Array.from(songs, ({ state = 'analysed' }) => TRACK_STATES.indexOf(state)),
    plays: Uint32Array.from(songs, ({ plays = 0 }) => plays),
    lastPlayed: Float64Array.from(songs, ({ lastPlayed = Number.NaN }) => lastPlayed),
  };
}
