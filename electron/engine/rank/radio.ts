import { unpackRow } from '../../shared/packed-rows';
import { seededRandom } from '../../shared/seeded-random';
import type { SongSpace } from './song-space';
import { nearestTo } from './song-space';

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
/** The chance of a song falls by e over this share of the pool, so that near songs come more often than far ones. */
const REACH = 0.35;
/** Songs between two of the same artist, where there are others. */
const ARTIST_GAP = 4;

/**
 * Songs that sound like one, drawn by chance: nearer ones more often, none that was given before, and the same artist not
 * again within four songs as long as there are others.
 * @returns rows, fewer than asked for only when all songs have been given.
 */
export function radio(
  space: SongSpace,
  { seed, count, given, chance }: RadioOptions,
): readonly number[] {
  const random = seededRandom(chance);
  const exclude = new Set([...space.exclude, ...given, seed]);
  const { index } = nearestTo(space, unpackRow(space, seed), count * POOL, exclude);
  const pool = Array.from(index, (row, rank) => ({
    row,
    // Drawing without putting back, by weights: the largest of u^(1/w) (Efraimidis and Spirakis, 2006).
    key: Math.log(1 - random()) * Math.exp(rank / (REACH * index.length)),
  })).sort((a, b) => b.key - a.key);
  const left = pool.map(({ row }) => row);
  const rows: number[] = [];
  while (rows.length < count && left.length > 0) {
    const recent = new Set(rows.slice(-ARTIST_GAP).map(space.artistOf).filter(Boolean));
    const other = left.findIndex((row) => !recent.has(space.artistOf(row)));
    rows.push(...left.splice(Math.max(0, other), 1));
  }
  return rows;
}
