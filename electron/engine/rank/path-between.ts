import { packedDot, unpackRow } from '../../shared/packed-rows';
import { MugleError } from '../../shared/errors';
import { seededRandom } from '../../shared/seeded-random';
import type { SongSpace } from './song-space';
import { dotOf, nearestTo, normalised } from './song-space';

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
/** Ways that are followed side by side. */
const BEAM = 48;
/** How much being off the straight way counts against a song, beside the length of its steps. */
const OFF_WAY = 0.5;
/** By how much chance may prefer a song, in squared distance: enough to choose between songs that fit alike. */
const CHANCE = 0.04;

interface Way {
  readonly rows: readonly number[];
  readonly artists: ReadonlySet<string>;
  readonly cost: number;
}

/**
 * Songs that lead from one to another in small steps, no artist twice (the ends keep theirs).
 * Waypoints lie evenly on the great circle between the two; of the songs near each, a beam search takes the way with the
 * smallest sum of squared steps (1 − cosine) and distances from the waypoints.
 * @returns rows, `from` first and `to` last; fewer than asked for where there are not enough artists.
 * @throws MugleError `bad-request`
 */
export function pathBetween(space: SongSpace, options: PathOptions): readonly number[] {
  const { from, to, length, seed } = options;
  if (!Number.isInteger(length) || length < 2 || from === to) {
    throw new MugleError(
      'bad-request',
      'A path leads from one song to another one, over 2 songs or more.',
    );
  }
  const random = seededRandom(seed);
  const ends = [space.artistOf(from), space.artistOf(to)].filter((artist) => artist !== '');
  let ways: readonly Way[] = [{ rows: [from], artists: new Set(ends), cost: 0 }];
  const exclude = new Set([...space.exclude, from, to]);
  for (let step = 1; step < length - 1; step++) {
    const waypoint = between(unpackRow(space, from), unpackRow(space, to), step / (length - 1));
    const near = nearestTo(space, waypoint, Math.max(CANDIDATES, length * 4), exclude);
    const candidates = Array.from(near.index, (row, rank) => ({
      row,
      off: (1 - (near.score[rank] ?? 0)) * OFF_WAY + random() * CHANCE,
    }));
    const longer = ways.flatMap((way) => extended(space, way, candidates));
    // Where no song is left, the path is shorter.
    ways = longer.length === 0 ? ways : best(longer);
  }
  const ended = ways.map((way) => ({ ...way, cost: way.cost + stepCost(space, way, to) }));
  const [shortest] = best(ended);
  return [...(shortest?.rows ?? [from]), to];
}

function extended(
  space: SongSpace,
  way: Way,
  candidates: readonly { readonly row: number; readonly off: number }[],
): readonly Way[] {
  return candidates.flatMap(({ row, off }): Way[] => {
    const artist = space.artistOf(row);
    if (way.rows.includes(row) || way.artists.has(artist)) {
      return [];
    }
    return [
      {
        rows: [...way.rows, row],
        artists: artist === '' ? way.artists : new Set([...way.artists, artist]),
        cost: way.cost + off + stepCost(space, way, row),
      },
    ];
  });
}

function stepCost(space: SongSpace, way: Way, row: number): number {
  return (1 - packedDot(space, way.rows.at(-1) ?? row, row)) ** 2;
}

function best(ways: readonly Way[]): readonly Way[] {
  return [...ways].sort((a, b) => a.cost - b.cost).slice(0, BEAM);
}

/** The point at a share of the angle between two vectors of length one (spherical interpolation). */
function between(a: Float32Array, b: Float32Array, share: number): Float32Array {
  const angle = Math.acos(Math.min(1, Math.max(-1, dotOf(a, b))));
  const sine = Math.sin(angle);
  // Nearly the same, or opposite, where the circle is not defined: straight on.
  const [of, to] =
    sine < 1e-6
      ? [1 - share, share]
      : [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine];
  return normalised(a.map((value, at) => of * value + to * (b[at] ?? 0)));
}
