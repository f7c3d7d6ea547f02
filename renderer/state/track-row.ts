import type { TrackColumns, TrackState } from '../../electron/shared/records';
import { TRACK_STATES } from '../../electron/shared/records';
import { fold } from './fold';

/** One song of the table. Year and seconds are NaN when the file does not say. */
export interface TrackRow {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genre: string;
  readonly year: number;
  readonly durationSeconds: number;
  readonly hasCover: boolean;
  readonly state: TrackState;
  /** What the row is sorted by, folded once (see fold.ts). */
  readonly keys: {
    readonly title: string;
    readonly artist: string;
    readonly album: string;
    readonly genre: string;
  };
  /** Disc and track as one number; NaN when unknown. */
  readonly place: number;
}

/** More than any disc has. */
const TRACKS_PER_DISC = 10_000;

/** One row of the columns that came from the engine. */
export function rowAt(columns: TrackColumns, index: number): TrackRow {
  const text = (column: readonly string[]): string => column[index] ?? '';
  const number = (column: ArrayLike<number>): number => column[index] ?? Number.NaN;
  const [title, artist, album, genre] = [
    text(columns.title),
    text(columns.artist),
    text(columns.album),
    text(columns.genre),
  ];
  const disc = number(columns.discNumber);
  return {
    id: text(columns.id),
    title,
    artist,
    album,
    genre,
    year: number(columns.year),
    durationSeconds: number(columns.durationSeconds),
    hasCover: columns.hasCover[index] === 1,
    state: TRACK_STATES[columns.state[index] ?? 0] ?? 'pending',
    keys: {
      title: fold(title),
      artist: fold(artist === '' ? text(columns.albumArtist) : artist),
      album: fold(album),
      genre: fold(genre),
    },
    place: (Number.isNaN(disc) ? 1 : disc) * TRACKS_PER_DISC + number(columns.trackNumber),
  };
}
