import type { SongCosines, SongFacts } from './same-recording';
import { isSameRecording } from './same-recording';
import { baseTitle, plainName, saysNothing } from './song-names';

/** A live or remastered take of the same song by the same artist is still so near in the `genre` space. */
const TAKE_GENRE = 0.3;
/**
 * Two songs of one title whose tunes are so near in the `melody` space are the same song, whoever plays it: a cover.
 * docs/benchmarks.md has the measurement.
 */
const COVER_MELODY = 0.5;

/**
 * Whether two songs are versions of one: the same recording, another take by title and artist, or another artist's by title and
 * tune. A title that says nothing, like `Intro`, tells neither.
 * @param cosines worked out only when tags and lengths allow it, since most do not
 */
export function areVersions(a: SongFacts, b: SongFacts, cosines: SongCosines): boolean {
  const [one, other] = [namesOf(a), namesOf(b)];
  if (one.title === other.title && !saysNothing(one.title)) {
    const isSameArtist = one.artist !== '' && one.artist === other.artist;
    if (
      (isSameArtist && isAtLeast(cosines.genre(), TAKE_GENRE)) ||
      isAtLeast(cosines.melody(), COVER_MELODY)
    ) {
      return true;
    }
  }
  return isSameRecording(a, b, cosines);
}

function isAtLeast(cosine: number | undefined, least: number): boolean {
  return cosine !== undefined && cosine >= least;
}

interface BareNames {
  readonly artist: string;
  readonly title: string;
}

/** One question compares the same songs hundreds of times, and what is told of a song is never changed in place. */
const KNOWN_NAMES = new WeakMap<SongFacts, BareNames>();

function namesOf(song: SongFacts): BareNames {
  let names = KNOWN_NAMES.get(song);
  if (names === undefined) {
    names = { artist: plainName(song.artist), title: baseTitle(song.title) };
    KNOWN_NAMES.set(song, names);
  }
  return names;
}
