import { MugleError } from '../../shared/errors';
import { seededRandom } from '../../shared/seeded-random';
import type { SongSpace, SongVectors } from './song-space';
import { apart, dotOf, nearestTo, normalised, vectorsOf } from './song-space';
import { versionGroups } from './version-groups';

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
  /** Groups of versions that it has a song of. */
  readonly versions: ReadonlySet<number>;
  readonly cost: number;
  readonly ahead: number;
}

interface Candidate {
  readonly song: number;
  readonly artist: string;
  readonly version: number | undefined;
  readonly off: number;
  /** From it to the end, where that is the next step: a way that stayed behind must not look cheap. */
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
  let ways: readonly Way[] = [
    { songs: [from], artists: new Set(ends), versions: new Set(), cost: 0, ahead: 0 },
  ];
  for (const candidates of steps) {
    const longer = ways.flatMap((way) => extended(space, way, candidates));
    // Where no song is left, the path is shorter.
    ways = longer.length === 0 ? ways : best(longer);
  }
  const [shortest] = best(ways);
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
  const found = new Set(looks.flatMap(({ index }) => [...index]));
  const groups = versionGroups([from, to, ...found], space.areVersions);
  const taken = new Set([groups.get(from), groups.get(to)]);
  return Array.from({ length: inner }, (_, step) => {
    const look = looks[Math.floor((step * waypoints) / inner)];
    return Array.from(look?.index ?? [], (song, rank): Candidate => {
      const off = (look?.distance[rank] ?? 0) * OFF_WAY + CHANCE * random();
      const ahead = step === inner - 1 ? apart(space, song, to) : 0;
      return { song, artist: space.artistOf(song), version: groups.get(song), off, ahead };
    }).filter(({ version }) => version === undefined || !taken.has(version));
  });
}

function extended(space: SongSpace, way: Way, candidates: readonly Candidate[]): readonly Way[] {
  return candidates.flatMap(({ song, artist, version, off, ahead }): Way[] => {
    const isVersion = version !== undefined && way.versions.has(version);
    if (isVersion || way.songs.includes(song) || way.artists.has(artist)) {
      return [];
    }
    return [
      {
        songs: [...way.songs, song],
        artists: artist === '' ? way.artists : new Set([...way.artists, artist]),
        versions: version === undefined ? way.versions : new Set([...way.versions, version]),
        cost: way.cost + off + apart(space, way.songs.at(-1) ?? song, song),
        ahead,
      },
    ];
  });
}

function best(ways: readonly Way[]): readonly Way[] {
  return [...ways].sort((a, b) => a.cost + a.ahead - b.cost - b.ahead).slice(0, BEAM);
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
  return normalised(a.map((value, at) => of * value + to * (b[at] ?? 0)));
}
