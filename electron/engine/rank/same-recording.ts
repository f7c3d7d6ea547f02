import { plainName } from './song-names';
import { dotOf } from './song-space';

/** A song as far as it is compared with others. */
export interface ComparedSong {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly durationSeconds: number | null;
  /** L2-normalised; undefined while it was not listened to. */
  readonly vector: Float32Array | undefined;
}

/** Encoders pad and cut: copies of a recording may be this much longer or shorter, in seconds. */
export const DURATION_TOLERANCE = 2;
/**
 * The least cosine of two copies in the genre space (docs/benchmarks.md, *Copies of a recording*). 3 % of pairs of different songs have it too, so
 * that this alone would not do: title, artist and length must agree first, or the melody.
 */
export const LEAST_COSINE = 0.5;

/**
 * Groups of songs that are the same recording in other files: the same title and artist (whatever the case and
 * punctuation), about the same length, and nearly the same sound. Songs without an artist, a length or a vector are in none.
 * @returns ids, in the order given; groups of two or more.
 */
export function sameRecordings(songs: Iterable<ComparedSong>): readonly (readonly string[])[] {
  const byName = new Map<string, ComparedSong[]>();
  for (const song of songs) {
    const [title, artist] = [plainName(song.title), plainName(song.artist)];
    if (title !== '' && artist !== '' && song.durationSeconds !== null && song.vector) {
      const key = `${artist}\n${title}`;
      const alike = byName.get(key);
      if (alike === undefined) {
        byName.set(key, [song]);
      } else {
        alike.push(song);
      }
    }
  }
  return [...byName.values()].flatMap((alike) => (alike.length < 2 ? [] : groupsOf(alike)));
}

/** Songs that lead to each other by likeness. */
function groupsOf(songs: readonly ComparedSong[]): readonly (readonly string[])[] {
  const groups: ComparedSong[][] = [];
  for (const song of songs) {
    const own = groups.filter((group) => group.some((other) => isSame(song, other)));
    const rest = groups.filter((group) => !own.includes(group));
    groups.splice(0, groups.length, ...rest, [...own.flat(), song]);
  }
  return groups.filter((group) => group.length > 1).map((group) => group.map(({ id }) => id));
}

const NO_VECTOR = new Float32Array();

function isSame(a: ComparedSong, b: ComparedSong): boolean {
  const apart = Math.abs((a.durationSeconds ?? 0) - (b.durationSeconds ?? 0));
  return (
    apart <= DURATION_TOLERANCE &&
    dotOf(a.vector ?? NO_VECTOR, b.vector ?? NO_VECTOR) >= LEAST_COSINE
  );
}
