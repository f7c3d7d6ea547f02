import { placeOf } from './location';

/** A song of the library, as far as playlists are matched with it. */
export interface LibrarySong {
  readonly id: string;
  readonly paths: readonly string[];
  readonly title: string;
  readonly artist: string;
  readonly durationSeconds: number | null;
}

export interface EndingLike {
  readonly id: string;
  readonly segments: readonly string[];
  /** How many segments at the end are the same. */
  readonly common: number;
}

interface KnownFile {
  readonly id: string;
  readonly segments: readonly string[];
  /** As they are compared. */
  readonly folded: readonly string[];
}

/** More files of one name than this ("01.mp3" in every folder) are looked through by their folder's name too. */
const MANY = 64;

/** The library by path, by ends of paths, and by title and artist. */
export class SongIndex {
  readonly #exact = new Map<string, string>();
  readonly #byEnd = new Map<string, KnownFile[]>();
  readonly #byName = new Map<string, LibrarySong[]>();

  constructor(songs: Iterable<LibrarySong>) {
    for (const song of songs) {
      for (const path of song.paths) {
        this.#addFile(song.id, placeOf(path)?.segments ?? []);
      }
      push(this.#byName, nameKey(song.title, song.artist), song);
    }
  }

  /** The song at exactly this place. */
  at(segments: readonly string[]): string | undefined {
    return this.#exact.get(exactKey(segments));
  }

  /** The files whose paths end in the same folder and name, whatever the case and however accents are written. */
  endingLike(segments: readonly string[]): readonly EndingLike[] {
    const folded = segments.map(fold);
    const two = this.#byEnd.get(endKey(folded, 2)) ?? [];
    const candidates =
      two.length > MANY ? (this.#byEnd.get(endKey(folded, 3)) ?? two.slice(0, MANY)) : two;
    return candidates.map((file) => ({
      id: file.id,
      segments: file.segments,
      common: commonEnd(folded, file.folded),
    }));
  }

  named(title: string, artist: string): readonly LibrarySong[] {
    return this.#byName.get(nameKey(title, artist)) ?? [];
  }

  #addFile(id: string, segments: readonly string[]): void {
    const file = { id, segments, folded: segments.map(fold) };
    this.#exact.set(exactKey(segments), id);
    push(this.#byEnd, endKey(file.folded, 2), file);
    push(this.#byEnd, endKey(file.folded, 3), file);
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const there = map.get(key);
  if (there === undefined) {
    map.set(key, [value]);
  } else {
    there.push(value);
  }
}

/** macOS takes accents apart in file names, other systems do not. */
function exactKey(segments: readonly string[]): string {
  return segments.join('/').normalize('NFC');
}

function endKey(folded: readonly string[], count: number): string {
  return `${String(count)}:${folded.slice(-count).join('/')}`;
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function nameKey(title: string, artist: string): string {
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim();
  return `${plain(artist)}\n${plain(title)}`;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (
    count < a.length &&
    count < b.length &&
    a[a.length - 1 - count] === b[b.length - 1 - count]
  ) {
    count++;
  }
  return count;
}
