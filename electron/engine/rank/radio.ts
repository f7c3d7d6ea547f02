import { seededRandom } from '../../shared/seeded-random';
import type { SongSpace } from './song-space';
import { nearestTo, vectorsOf } from './song-space';

export interface RadioOptions {
  /** The song that it starts from. */
  readonly seed: number;
  /** Songs to give, the first one not counted. */
  readonly count: number;
  /** Songs it gave before. */
  readonly given: ReadonlySet<number>;
  readonly chance: number;
}

/** Songs are drawn from this many times as many as are asked for: the nearest that were not given yet. */
const POOL = 6;
/** Where versions of what was given leave too few, it looks so many times farther. */
const FARTHER = 4;
/** The chance of a song falls by e over this share of the pool, so that near songs come more often than far ones. */
const REACH = 0.35;
/** Songs between two of the same artist, where there are others. */
const ARTIST_GAP = 4;

/**
 * Songs that sound like one, drawn by chance: nearer ones more often, none that was given before, nor a version of one, and
 * the same artist not again within four songs as long as there are others.
 * @returns songs, fewer than asked for only when all have been given.
 */
export function radio(
  space: SongSpace,
  { seed, count, given, chance }: RadioOptions,
): readonly number[] {
  const exclude = new Set([...space.exclude, ...given, seed]);
  const place = vectorsOf(space, seed);
  const heard = [seed, ...given];
  for (let pool = count * POOL; ; pool *= FARTHER) {
    const { index } = nearestTo(space, place, pool, exclude);
    const songs = take(space, { order: drawn(index, chance), count, heard });
    if (songs.length === count || index.length < pool) {
      return songs;
    }
  }
}

/** Drawing without putting back, by weights: the largest of u^(1/w) (Efraimidis and Spirakis, 2006). */
function drawn(index: Uint32Array, chance: number): number[] {
  const random = seededRandom(chance);
  return Array.from(index, (song, rank) => ({
    song,
    key: Math.log(1 - random()) * Math.exp(rank / (REACH * index.length)),
  }))
    .sort((a, b) => b.key - a.key)
    .map(({ song }) => song);
}

function take(
  space: SongSpace,
  {
    order,
    count,
    heard,
  }: { readonly order: number[]; readonly count: number; readonly heard: readonly number[] },
): readonly number[] {
  const left = order;
  const songs: number[] = [];
  while (songs.length < count && left.length > 0) {
    const recent = new Set(songs.slice(-ARTIST_GAP).map(space.artistOf).filter(Boolean));
    const other = left.findIndex((song) => !recent.has(space.artistOf(song)));
    for (const song of left.splice(Math.max(0, other), 1)) {
      const isHeard = (before: number): boolean => space.areVersions(song, before);
      if (!heard.some(isHeard) && !songs.some(isHeard)) {
        songs.push(song);
      }
    }
  }
  return songs;
}
