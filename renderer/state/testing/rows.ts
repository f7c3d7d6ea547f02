import fc from 'fast-check';
import { fold } from '../fold';
import type { TrackRow } from '../track-row';

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
      slot: -1,
    },
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
