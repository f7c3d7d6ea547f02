import { MugleError } from '../../shared/errors';
import { unitVector } from '../../shared/unit-vector';
import { seededRandom } from '../../shared/seeded-random';
import type { SongSpace, SongVectors } from './song-space';
import { apart, dotOf, nearestTo, vectorsOf } from './song-space';

export interface PathOptions {
  readonly from: number;
  readonly to: number;
  /** Songs of the whole path, both ends included; 2 or more. */
  readonly length: number;
  /** Another seed gives another way. */
  readonly seed: number;
}

/** Songs near each waypoint that are tried. */
const CANDIDATES = 40;
/** Each waypoint costs a look at every song: of a long path several steps share one. */
const MOST_WAYPOINTS = 16;
/** Ways that are followed side by side. */
const BEAM = 48;
/** How much being off the straight way counts against a song, beside the length of its steps. */
const OFF_WAY = 1;
/** By how much chance may prefer a song, where two songs by chance are about 2 apart: enough to choose between songs that fit alike. */
const CHANCE = 0.1;

interface Way {
  readonly songs: readonly number[];
  readonly artists: ReadonlySet<string>;
  readonly cost: number;
  readonly ahead: number;
}

interface Candidate {
  readonly song: number;
  readonly artist: string;
  readonly off: number;
  /** From it to the end, where that is the next step: a way that stayed behind must not look cheap. */
  readonly ahead: number;
}

/** A way with one more song, as long as it is not chosen. */
interface Longer {
  readonly way: Way;
  readonly candidate: Candidate;
  readonly cost: number;
  readonly ahead: number;
}

/**
 * Songs that lead from one to another in steps that are small in every space, no artist twice (the ends keep theirs) and no
 * song in two versions. In each space waypoints lie evenly on the great circle between the two; of the songs near each in
 * all spaces, a beam search takes the way with the smallest sum of steps and distances from the waypoints (`apart`, which grows
 * faster than what is far: one large step costs more than two small ones).
 * @returns songs, `from` first and `to` last; fewer than asked for where there are not enough artists.
 * @throws MugleError `bad-request`
 */
export function pathBetween(space: SongSpace, options: PathOptions): readonly number[] {
  const { from, to, length } = options;
  if (!Number.isInteger(length) || length < 2 || from === to) {
    throw new MugleError(
      'bad-request',
      'A path leads from one song to another one, over 2 songs or more.',
    );
  }
  const steps = candidatesOf(space, options);
  const ends = [space.artistOf(from), space.artistOf(to)].filter((artist) => artist !== '');
  let ways: readonly Way[] = [{ songs: [from], artists: new Set(ends), cost: 0, ahead: 0 }];
  const areVersions = askedOnce(space.areVersions);
  for (const candidates of steps) {
    const longer = extended(space, ways, candidates);
    const isNew = ({ way, candidate: { song } }: Longer): boolean =>
      !areVersions(song, to) && !way.songs.some((other) => areVersions(song, other));
    const kept = firstOf(longer.sort(inOrder), BEAM, isNew).map(walked);
    // Where no song is left, the path is shorter.
    ways = kept.length === 0 ? ways : kept;
  }
  const [shortest] = [...ways].sort(inOrder);
  return [...(shortest?.songs ?? [from]), to];
}

/** What is tried for each step between the ends. */
function candidatesOf(
  space: SongSpace,
  { from, to, length, seed }: PathOptions,
): readonly (readonly Candidate[])[] {
  const random = seededRandom(seed);
  const [first, last] = [vectorsOf(space, from), vectorsOf(space, to)];
  const inner = length - 2;
  const waypoints = Math.min(inner, MOST_WAYPOINTS);
  const exclude = new Set([...space.exclude, from, to]);
  const looks = Array.from({ length: waypoints }, (_, at) =>
    nearestTo(
      space,
      between(first, last, (at + 1) / (waypoints + 1)),
      Math.max(CANDIDATES, length * 4),
      exclude,
    ),
  );
  return Array.from({ length: inner }, (_, step) => {
    const look = looks[Math.floor((step * waypoints) / inner)];
    return Array.from(look?.index ?? [], (song, rank): Candidate => {
      const off = (look?.distance[rank] ?? 0) * OFF_WAY + CHANCE * random();
      const ahead = step === inner - 1 ? apart(space, song, to) : 0;
      return { song, artist: space.artistOf(song), off, ahead };
    });
  });
}

/** Every step that may be taken next, but for versions, which cost most to tell. */
function extended(
  space: SongSpace,
  ways: readonly Way[],
  candidates: readonly Candidate[],
): Longer[] {
  return ways.flatMap((way) =>
    candidates.flatMap((candidate): Longer[] => {
      const { song, artist, off, ahead } = candidate;
      if (way.songs.includes(song) || way.artists.has(artist)) {
        return [];
      }
      const cost = way.cost + off + apart(space, way.songs.at(-1) ?? song, song);
      return [{ way, candidate, cost, ahead }];
    }),
  );
}

function walked({ way, candidate: { song, artist }, cost, ahead }: Longer): Way {
  const artists = artist === '' ? way.artists : new Set([...way.artists, artist]);
  return { songs: [...way.songs, song], artists, cost, ahead };
}

/** The cheaper way first. */
function inOrder(a: Pick<Way, 'cost' | 'ahead'>, b: Pick<Way, 'cost' | 'ahead'>): number {
  return a.cost + a.ahead - b.cost - b.ahead;
}

/** The first so many that hold; those behind them are not asked. */
function firstOf<T>(all: readonly T[], most: number, holds: (one: T) => boolean): T[] {
  const found: T[] = [];
  for (const one of all) {
    if (found.length === most) {
      break;
    }
    if (holds(one)) {
      found.push(one);
    }
  }
  return found;
}

/** Ways that run side by side share most of their songs: each pair is compared once. */
function askedOnce(areVersions: SongSpace['areVersions']): SongSpace['areVersions'] {
  const known = new Map<string, boolean>();
  return (a, b) => {
    const pair = a < b ? `${String(a)} ${String(b)}` : `${String(b)} ${String(a)}`;
    let answer = known.get(pair);
    if (answer === undefined) {
      answer = areVersions(a, b);
      known.set(pair, answer);
    }
    return answer;
  };
}

/** In each space that knows both, the point at a share of the way. */
function between(first: SongVectors, last: SongVectors, share: number): SongVectors {
  return first.map((from, part) => {
    const to = last[part];
    return from === undefined || to === undefined ? undefined : onCircle(from, to, share);
  });
}

/** The point at a share of the angle between two vectors of length one (spherical interpolation). */
function onCircle(a: Float32Array, b: Float32Array, share: number): Float32Array {
  const angle = Math.acos(Math.min(1, Math.max(-1, dotOf(a, b))));
  const sine = Math.sin(angle);
  // Nearly the same, or opposite, where the circle is not defined: straight on.
  const [of, to] =
    sine < 1e-6
      ? [1 - share, share]
      : [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine];
  const between = a.map((value, at) => of * value + to * (b[at] ?? 0));
  // Half way between opposite ones there is no direction.
  return unitVector(between) ?? between;
}
