import type { SongSpace } from './song-space';
import { unitVector } from '../../shared/unit-vector';
import { apart, nearestTo, vectorsOf } from './song-space';

export interface BlendOptions {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly count: number;
}

/** A song is as near to a list as to the songs of it that are nearest to it: one may be near by chance. */
const CLOSEST = 3;
const MOST_PER_ARTIST = 2;
/** Songs looked at: those nearest to the middle of either list, so that a large library takes no longer than a list of it. */
const LOOKED_AT = 500;
/** Of a longer list, so many songs are compared, evenly spread. */
const COMPARED = 200;

/**
 * Songs that belong to both lists at once: those whose longer one of two distances is least, from the lists themselves and
 * from everything else, at most two of an artist, no song in two versions. A list's own song is not near it for being in it. Put in an order in
 * which each song is followed by the one nearest to it, beginning at the one most of list `a`.
 * @returns songs, at most `count`
 */
export function blend(space: SongSpace, { a, b, count }: BlendOptions): readonly number[] {
  const lists = { a: spread(a), b: spread(b) };
  const found: { readonly song: number; readonly far: number; readonly lead: number }[] = [];
  for (const song of new Set([...around(space, lists.a), ...around(space, lists.b)])) {
    const toA = farFrom(space, song, lists.a);
    const toB = farFrom(space, song, lists.b);
    found.push({ song, far: Math.max(toA, toB), lead: toB - toA });
  }
  found.sort((x, y) => x.far - y.far || x.song - y.song);
  const chosen: typeof found = [];
  const perArtist = new Map<string, number>();
  for (const each of found) {
    const artist = space.artistOf(each.song);
    const so = artist === '' ? 0 : (perArtist.get(artist) ?? 0);
    const fits = chosen.length < count && so < MOST_PER_ARTIST && Number.isFinite(each.far);
    if (fits && !chosen.some(({ song }) => space.areVersions(song, each.song))) {
      perArtist.set(artist, so + 1);
      chosen.push(each);
    }
  }
  const [first] = [...chosen].sort((x, y) => y.lead - x.lead);
  return first === undefined
    ? []
    : inSmallSteps(
        space,
        first.song,
        chosen.map(({ song }) => song),
      );
}

function spread(list: readonly number[]): readonly number[] {
  const count = Math.min(COMPARED, list.length);
  return Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)]!);
}

function around(space: SongSpace, list: readonly number[]): Iterable<number> {
  const sums = space.parts.map(({ rows }) => new Float32Array(rows.dims));
  for (const song of list) {
    vectorsOf(space, song).forEach((vector, part) => {
      const sum = sums[part]!;
      vector?.forEach((value, at) => {
        sum[at]! += value;
      });
    });
  }
  // A space that knows none of the list says nothing of it.
  return nearestTo(space, sums.map(unitVector), LOOKED_AT).index;
}

function farFrom(space: SongSpace, song: number, list: readonly number[]): number {
  const all: number[] = [];
  for (const other of list) {
    if (other !== song) {
      all.push(apart(space, song, other));
    }
  }
  all.sort((x, y) => x - y);
  const near = all.slice(0, CLOSEST);
  return near.length === 0 ? Infinity : near.reduce((sum, far) => sum + far, 0) / near.length;
}

function inSmallSteps(
  space: SongSpace,
  first: number,
  songs: readonly number[],
): readonly number[] {
  const left = new Set(songs);
  const order: number[] = [];
  let at = first;
  while (left.size > 0) {
    order.push(at);
    left.delete(at);
    let next = at;
    let least = Infinity;
    for (const song of left) {
      const far = apart(space, at, song);
      if (far < least) {
        least = far;
        next = song;
      }
    }
    at = next;
  }
  return order;
}
