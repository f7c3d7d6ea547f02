import type { TrackColumns, TrackState } from '../../electron/shared/records';
import { TRACK_STATES } from '../../electron/shared/records';
import { splitTexts } from '../../electron/shared/text-column';
import { fold } from './fold';

/** What a row is sorted and searched by: folded text (see fold.ts). */
export interface RowKeys {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genre: string;
  /** Its place in the search index, which writes it (see search-index.ts). */
  slot: number;
}

/** One song of the table. Year and seconds are NaN when the file does not say, as is what was not heard. */
export interface TrackRow {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genre: string;
  readonly year: number;
  readonly durationSeconds: number;
  readonly hasCover: boolean;
  /** Beats a minute. */
  readonly tempo: number;
  /** Its number; −1 when it is not known. */
  readonly key: number;
  /** LUFS. */
  readonly loudness: number;
  /** How often it was played here. */
  readonly plays: number;
  /** When it was played last, in milliseconds since the epoch; NaN when it never was. */
  readonly lastPlayed: number;
  readonly state: TrackState;
  readonly keys: RowKeys;
  /** Disc and track as one number; NaN when unknown. */
  readonly place: number;
}

/** More than any disc has. */
const TRACKS_PER_DISC = 10_000;

/** The rows of the columns that came from the engine. */
export function rowsOf(columns: TrackColumns): TrackRow[] {
  const title = splitTexts(columns.title);
  const artist = splitTexts(columns.artist);
  const album = splitTexts(columns.album);
  const albumArtist = splitTexts(columns.albumArtist);
  const genre = splitTexts(columns.genre);
  const text = (column: readonly string[], index: number): string => column[index] ?? '';
  const number = (column: Float32Array | Float64Array, index: number): number =>
    column[index] ?? Number.NaN;
  const folded = memoized(fold);
  return splitTexts(columns.id).map((id, index) => {
    const disc = number(columns.discNumber, index);
    return {
      id,
      title: text(title, index),
      artist: text(artist, index),
      album: text(album, index),
      genre: text(genre, index),
      year: number(columns.year, index),
      durationSeconds: number(columns.durationSeconds, index),
      hasCover: columns.hasCover[index] === 1,
      tempo: number(columns.tempo, index),
      key: columns.key[index] ?? -1,
      loudness: number(columns.loudness, index),
      plays: columns.plays[index] ?? 0,
      lastPlayed: number(columns.lastPlayed, index),
      state: TRACK_STATES[columns.state[index] ?? 0] ?? 'pending',
      keys: new LazyKeys(
        text(title, index),
        folded(text(artist, index) === '' ? text(albumArtist, index) : text(artist, index)),
        folded(text(album, index)),
        folded(text(genre, index)),
      ),
      place: (Number.isNaN(disc) ? 1 : disc) * TRACKS_PER_DISC + number(columns.trackNumber, index),
    };
  });
}

/** Titles are all different, and folding them is half the work: they are folded when someone looks. */
class LazyKeys implements RowKeys {
  readonly artist: string;
  readonly album: string;
  readonly genre: string;
  slot = -1;
  #title: string;
  #isFolded = false;

  constructor(title: string, artist: string, album: string, genre: string) {
    this.#title = title;
    this.artist = artist;
    this.album = album;
    this.genre = genre;
  }

  get title(): string {
    if (!this.#isFolded) {
      this.#title = fold(this.#title);
      this.#isFolded = true;
    }
    return this.#title;
  }
}

function memoized(make: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let made = known.get(text);
    if (made === undefined) {
      made = make(text);
      known.set(text, made);
    }
    return made;
  };
}
