import type { Points } from './near-points';
import { trustAt } from './near-points';
import type { GrowingRows, NearRow } from './near-rows';
import { compareSome, mostSimilar, NearestRows } from './near-rows';
import { TRUE_NEIGHBOURS } from './trust-steps';

/**
 * Rows among which the nearest ones of a song beside a new one are looked for: those nearest to the new one. Where the map's own
 * neighbours are exact these are all rows or half of them.
 */
const LOOKED_AMONG = 5120;
/** Comparisons of two songs that each new song may cost for it; what one does not need is left for the next. */
const COMPARISONS = 4 * LOOKED_AMONG;

/** A new song on the map. */
export interface NewSong {
  readonly row: number;
  /** Its true neighbours among the rows before it, nearest first. */
  readonly near: readonly NearRow[];
  /** How near it is to each row before it; read while it is added. */
  readonly similarities: Float64Array;
  /** Rows whose neighbours may be others now, those that it concerns most first. */
  readonly touched: readonly number[];
}

interface Known {
  readonly row: number;
  readonly nearest: NearestRows;
  /** The first row that it was not compared with. */
  readonly next: number;
}

/** Measures the trust of new songs, and again that of songs beside them. What a new song was compared with anyway says where to look. */
export class TrustAgain {
  readonly #rows: GrowingRows;
  readonly #standing: number;
  readonly #known = new Map<number, Known>();
  #left = 0;

  /** @param standing rows of the map before new ones came. */
  constructor(rows: GrowingRows, standing: number) {
    this.#rows = rows;
    this.#standing = standing;
  }

  /** A new song came onto the map. */
  add({ row, near, similarities, touched }: NewSong): void {
    const nearest = new NearestRows(TRUE_NEIGHBOURS);
    const true10 = near.slice(0, TRUE_NEIGHBOURS);
    nearest.offer(
      Float64Array.from(true10, (other) => other.similarity),
      Int32Array.from(true10, (other) => other.row),
    );
    this.#known.set(row, { row, nearest, next: row + 1 });
    this.#left += COMPARISONS;
    const asked = touched.filter((other) => !this.#known.has(other));
    if (asked.length > 0) {
      this.#search(asked, similarities.subarray(0, this.#standing));
    }
  }

  /** As far as the comparisons that are left allow. */
  #search(asked: readonly number[], similarities: Float64Array): void {
    const among = mostSimilar(similarities, LOOKED_AMONG);
    const [like, unlike]: [number[], number[]] = [[], []];
    for (const row of asked) {
      // One that is unlike the new song, which lies beside it all the same: its neighbours may be anywhere.
      const isLike = among.includes(row);
      const cost = isLike ? among.length : similarities.length;
      // One that costs too much must not keep those from their turn that do not.
      if (cost <= this.#left) {
        this.#left -= cost;
        (isLike ? like : unlike).push(row);
      }
    }
    this.#begin(like, among);
    this.#begin(unlike, unlike.length > 0 ? rowsFrom(0, similarities.length) : among);
  }

  #begin(asked: readonly number[], others: Int32Array): void {
    const similarities = compareSome(this.#rows, asked, others);
    asked.forEach((row, at) => {
      const nearest = new NearestRows(TRUE_NEIGHBOURS);
      nearest.offer(similarities[at]!, others, row);
      this.#known.set(row, { row, nearest, next: this.#standing });
    });
  }

  /** Once all new songs are on the map. By row, in no order. */
  measure(points: Points): ReadonlyMap<number, number> {
    const count = points.x.length;
    const trust = new Map<number, number>();
    for (const { row, nearest, next } of this.#known.values()) {
      const later = rowsFrom(next, count);
      nearest.offer(compareSome(this.#rows, [row], later)[0]!, later, row);
      trust.set(row, trustAt(points, row, count, nearest.list()));
    }
    return trust;
  }
}

function rowsFrom(first: number, end: number): Int32Array {
  return new Int32Array(end - first).map((_, at) => first + at);
}
