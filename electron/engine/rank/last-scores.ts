import type { PackedRows } from '../../shared/packed-rows';
import type { Nearest } from './best-rows';
import { bestRows } from './best-rows';
import type { AskedVectors, SpaceSpreads } from './row-distances';
import { scoreRows } from './row-distances';

/** Rows that say when they are other ones than before. */
export interface ChangingRows extends PackedRows {
  readonly ids: readonly string[];
  /** Another number after every change. */
  readonly changes: number;
}

interface LastQuestion {
  readonly changes: number;
  readonly asked: AskedVectors;
  readonly spreads: SpaceSpreads | undefined;
  readonly scores: RowScores;
}

/**
 * The scores of the last question, by space: who moves a slider or sets a limit asks about the same song again, and the vectors
 * need no second look (4 bytes a row and space are kept for that).
 */
export class LastScores {
  readonly #last = new WeakMap<ChangingRows, LastQuestion>();

  /** As `scoreRows`. Valid until the rows change. */
  of(rows: ChangingRows, asked: AskedVectors, spreads: SpaceSpreads | undefined): RowScores {
    const last = this.#last.get(rows);
    if (last?.changes === rows.changes && last.spreads === spreads && areAlike(last.asked, asked)) {
      return last.scores;
    }
    const scores = new RowScores(rows.ids, scoreRows(rows, asked, spreads));
    this.#last.set(rows, { changes: rows.changes, asked, spreads, scores });
    return scores;
  }
}

/** So many of the best are looked for at least: a list begins with some hundred, and asks for the first of them besides. */
const USUAL_BEST = 1024;

/** How near every row is to what was asked: higher is nearer. */
export class RowScores {
  readonly #scores: Float32Array;
  readonly #tieOrder: (a: number, b: number) => number;
  #best: Nearest | undefined;

  constructor(ids: readonly string[], scores: Float32Array) {
    this.#scores = scores;
    this.#tieOrder = (a, b) => ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1);
  }

  /** The best rows, ties by id, all of them or at least `limit`; worked out once for each depth. */
  best(limit: number): Nearest {
    const known = this.#best;
    if (known !== undefined && known.index.length >= Math.min(limit, this.#scores.length)) {
      return known;
    }
    this.#best = bestRows(this.#scores, {
      limit: Math.max(limit, USUAL_BEST),
      tieOrder: this.#tieOrder,
    });
    return this.#best;
  }

  /** The best of the rows that are not excluded. Every row that might be among them is asked. */
  bestBut(exclude: (row: number) => boolean, limit: number): Nearest {
    return bestRows(this.#scores, { limit, exclude: { has: exclude }, tieOrder: this.#tieOrder });
  }
}

function areAlike(a: AskedVectors, b: AskedVectors): boolean {
  return (
    areEqual(a.plus, b.plus) && areEqual(a.minus, b.minus) && areEqual(a.more ?? [], b.more ?? [])
  );
}

function areEqual(a: readonly Float32Array[], b: readonly Float32Array[]): boolean {
  return (
    a.length === b.length &&
    a.every((vector, at) => {
      const other = b[at]!;
      return vector.length === other.length && vector.every((value, d) => value === other[d]);
    })
  );
}
