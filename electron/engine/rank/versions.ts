import { baseTitle, plainName } from './song-names';

/** What of a song tells whether another is a version of it. */
export interface VersionFacts {
  readonly title: string;
  readonly artist: string;
  readonly durationSeconds: number | null;
}

/**
 * Copies of one recording (other formats, bitrates, some silence before it) are nearer than this in the `genre` space, and
 * hardly any two other songs of one length are: docs/benchmarks.md has the measurement.
 */
export const SAME_SOUND = 0.9;
/** Encoders and silence at the ends change a length by so much, in seconds. */
const SAME_LENGTH = 3;
/** A live or remastered take of the same song by the same artist is still so near. */
const SAME_SONG = 0.3;

/**
 * Whether two songs are versions of one: the same recording by its sound and length, or another take by title and artist.
 * @param cosine theirs in the `genre` space; worked out only when their tags and lengths allow it, since most do not
 */
export function areVersions(a: VersionFacts, b: VersionFacts, cosine: () => number): boolean {
  const least = Math.min(
    isSameLength(a, b) ? SAME_SOUND : Infinity,
    isSameSong(a, b) ? SAME_SONG : Infinity,
  );
  return least <= 1 && cosine() >= least;
}

function isSameLength(a: VersionFacts, b: VersionFacts): boolean {
  return (
    a.durationSeconds !== null &&
    b.durationSeconds !== null &&
    Math.abs(a.durationSeconds - b.durationSeconds) <= SAME_LENGTH
  );
}

function isSameSong(a: VersionFacts, b: VersionFacts): boolean {
  const [one, other] = [namesOf(a), namesOf(b)];
  return (
    one.artist !== '' &&
    one.artist === other.artist &&
    one.title !== '' &&
    one.title === other.title
  );
}

interface BareNames {
  readonly artist: string;
  readonly title: string;
}

/** One question compares the same songs hundreds of times, and what is told of a song is never changed in place. */
const KNOWN_NAMES = new WeakMap<VersionFacts, BareNames>();

function namesOf(song: VersionFacts): BareNames {
  let names = KNOWN_NAMES.get(song);
  if (names === undefined) {
    names = { artist: plainName(song.artist), title: baseTitle(song.title) };
    KNOWN_NAMES.set(song, names);
  }
  return names;
}
