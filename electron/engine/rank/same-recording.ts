import { plainName, saysNothing } from './song-names';

/** What of a song tells whether another is the same recording or another version of it. */
export interface SongFacts {
  readonly title: string;
  readonly artist: string;
  readonly durationSeconds: number | null;
}

/** The cosines of two songs; undefined in a space that does not know both. */
export interface SongCosines {
  readonly genre: () => number | undefined;
  readonly melody: () => number | undefined;
}

/**
 * What copies of one recording have in common (docs/benchmarks.md, *Copies of a recording*). Encoders pad and cut, and silence at
 * the ends is kept or not: their lengths differ by so much, in seconds.
 */
export const RECORDING_SECONDS = 3;
/** The least cosine of copies in the melody space. Other songs were found at up to 0.80. */
export const RECORDING_MELODY = 0.85;
/** And besides in the genre space; alone it would not do, as some in a hundred pairs of other songs have it. */
const RECORDING_GENRE_BESIDE = 0.5;
/** The least cosine in the genre space where nothing else tells. */
export const RECORDING_GENRE_ALONE = 0.9;

/**
 * Whether two songs are copies of one recording: about as long, of one melody and not far apart in genre. Where a melody is not
 * known, title and artist must agree instead, or the genre must be nearly the same.
 * @param cosines worked out only when the lengths allow it, since most do not
 */
export function isSameRecording(a: SongFacts, b: SongFacts, cosines: SongCosines): boolean {
  if (!areAboutAsLong(a, b)) {
    return false;
  }
  const melody = cosines.melody();
  if (melody !== undefined && melody < RECORDING_MELODY) {
    return false;
  }
  const genre = cosines.genre() ?? -1;
  return melody === undefined && !haveSameNames(a, b)
    ? genre >= RECORDING_GENRE_ALONE
    : genre >= RECORDING_GENRE_BESIDE;
}

/** The title and artist that a song shares with its copies, folded; `''` when they say nothing. */
export function recordingName({ title, artist }: SongFacts): string {
  const [name, by] = [plainName(title), plainName(artist)];
  return saysNothing(name) || by === '' ? '' : `${by}\n${name}`;
}

function haveSameNames(a: SongFacts, b: SongFacts): boolean {
  const name = recordingName(a);
  return name !== '' && name === recordingName(b);
}

function areAboutAsLong(a: SongFacts, b: SongFacts): boolean {
  return (
    a.durationSeconds !== null &&
    b.durationSeconds !== null &&
    Math.abs(a.durationSeconds - b.durationSeconds) <= RECORDING_SECONDS
  );
}
