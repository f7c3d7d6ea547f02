import { packedDot, unpackRow } from '../../shared/packed-rows';
import type { SongSpace } from './song-space';
import { nearestTo, normalised } from './song-space';

export interface BlendOptions {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly count: number;
}

/** A song is as near to a list as to the songs of it that are most like it: one may be like it by chance. */
const CLOSEST = 3;
const MOST_PER_ARTIST = 2;
/** Songs looked at: those nearest to the middle of either list, so that a large library takes no longer than a list of it. */
const LOOKED_AT = 2_000;

/**
 * Songs that belong to both lists at once: those whose worse one of two likenesses is best, from the lists themselves and
 * from everything else, at most two of an artist. A list's own song is not like it for being in it. Put in an order in
 * which each song is followed by the one most like it, beginning at the one most of list `a`.
 * @returns rows, at most `count`
 */
export function blend(space: SongSpace, { a, b, count }: BlendOptions): readonly number[] {
  const scored: { readonly row: number; readonly score: number; readonly lead: number }[] = [];
  for (const row of new Set([...around(space, a), ...around(space, b)])) {
    const toA = likeness(space, row, a);
    const toB = likeness(space, row, b);
    scored.push({ row, score: Math.min(toA, toB), lead: toA - toB });
  }
  scored.sort((x, y) => y.score - x.score || x.row - y.row);
  const chosen: typeof scored = [];
  const perArtist = new Map<string, number>();
  for (const each of scored) {
    const artist = space.artistOf(each.row);
    const so = artist === '' ? 0 : (perArtist.get(artist) ?? 0);
    if (chosen.length < count && so < MOST_PER_ARTIST && Number.isFinite(each.score)) {
      perArtist.set(artist, so + 1);
      chosen.push(each);
    }
  }
  const [first] = [...chosen].sort((x, y) => y.lead - x.lead);
  return first === undefined
    ? []
    : inSmallSteps(
        space,
        first.row,
        chosen.map(({ row }) => row),
      );
}

function around(space: SongSpace, list: readonly number[]): Iterable<number> {
  const sum = new Float32Array(space.dims);
  for (const row of list) {
    unpackRow(space, row).forEach((value, at) => {
      sum[at] = (sum[at] ?? 0) + value;
    });
  }
  return nearestTo(space, normalised(sum), LOOKED_AT).index;
}

function likeness(space: SongSpace, row: number, list: readonly number[]): number {
  const best: number[] = [];
  for (const other of list) {
    if (other !== row) {
      best.push(packedDot(space, row, other));
    }
  }
  best.sort((x, y) => y - x);
  const top = best.slice(0, CLOSEST);
  return top.length === 0 ? -Infinity : top.reduce((sum, value) => sum + value, 0) / top.length;
}

function inSmallSteps(space: SongSpace, first: number, rows: readonly number[]): readonly number[] {
  const left = new Set(rows);
  const order: number[] = [];
  let at = first;
  while (left.size > 0) {
    order.push(at);
    left.delete(at);
    let next = at;
    let most = -Infinity;
    for (const row of left) {
      const alike = packedDot(space, at, row);
      if (alike > most) {
        most = alike;
        next = row;
      }
    }
    at = next;
  }
  return order;
}
