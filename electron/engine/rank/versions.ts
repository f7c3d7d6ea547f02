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
 * Two songs of one title whose tunes are so near in the `melody` space are the same song, whoever plays it: a cover.
 * docs/benchmarks.md has the measurement.
 */
const SAME_TUNE = 0.5;

/** The cosines of two songs; undefined in a space that does not know both. */
export interface VersionCosines {
  readonly genre: () => number | undefined;
  readonly melody: () => number | undefined;
}

/**
 * Whether two songs are versions of one: the same recording by its sound and length, another take by title and artist, or
 * another artist's by title and tune.
 * @param cosines worked out only when tags and lengths allow it, since most do not
 */
export function areVersions(a: VersionFacts, b: VersionFacts, cosines: VersionCosines): boolean {
  const [one, other] = [namesOf(a), namesOf(b)];
  const isSameTitle = one.title !== '' && one.title === other.title;
  const isSameArtist = one.artist !== '' && one.artist === other.artist;
  const least = Math.min(
    isSameLength(a, b) ? SAME_SOUND : Infinity,
    isSameTitle && isSameArtist ? SAME_SONG : Infinity,
  );
  return (
    (least <= 1 && isAtLeast(cosines.genre(), least)) ||
    (isSameTitle && isAtLeast(cosines.melody(), SAME_TUNE))
  );
}

function isAtLeast(cosine: number | undefined, least: number): boolean {
  return cosine !== undefined && cosine >= least;
}

function isSameLength(a: VersionFacts, b: VersionFacts): boolean {
  return (
    a.durationSeconds !== null &&
    b.durationSeconds !== null &&
    Math.abs(a.durationSeconds - b.durationSeconds) <= SAME_LENGTH
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
