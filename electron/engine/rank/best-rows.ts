import { MugleError } from '../../shared/errors';

/** Rows and their scores, best first. */
export interface Nearest {
  /** Row numbers, best first. */
  readonly index: Uint32Array;
  /** The score of each, as float32. */
  readonly score: Float32Array;
}

interface BestRowsOptions {
  /** How many rows at most; a whole number, 0 or more. */
  readonly limit: number;
  /** Rows that must not be found. */
  readonly exclude?: { has(row: number): boolean };
  /** Negative when row `a` goes before row `b` at the same score; the lower row goes first when left out. */
  readonly tieOrder?: (a: number, b: number) => number;
}

/**
 * The rows with the highest scores, best first. Rows whose score is no finite number are never found.
 * @throws MugleError `bad-request` for a limit that is no whole number.
 */
export function bestRows(scores: Float32Array, options: BestRowsOptions): Nearest {
  const { limit, exclude, tieOrder = byRow } = options;
  if (!Number.isInteger(limit) || limit < 0) {
    throw new MugleError('bad-request', `The limit must be a whole number, not ${limit}.`);
  }
  const best = new BestRows(Math.min(limit, scores.length), tieOrder);
  if (best.capacity > 0) {
    let threshold = best.threshold;
    for (let row = 0; row < scores.length; row++) {
      const score = scores[row]!;
      // Few rows come this far, so that the set is asked seldom. NaN compares false.
      if (score >= threshold && score < Infinity && exclude?.has(row) !== true) {
        best.offer(row, score);
        threshold = best.threshold;
      }
    }
  }
  return best.sorted();
}

function byRow(a: number, b: number): number {
  return a - b;
}

/** The best rows so far, as a binary heap whose root is the worst of them. */
class BestRows {
  readonly capacity: number;
  readonly #rows: Uint32Array;
  readonly #scores: Float32Array;
  readonly #tieOrder: (a: number, b: number) => number;
  #size = 0;

  constructor(capacity: number, tieOrder: (a: number, b: number) => number) {
    this.capacity = capacity;
    this.#rows = new Uint32Array(capacity);
    this.#scores = new Float32Array(capacity);
    this.#tieOrder = tieOrder;
  }

  /** Lower scores need not be offered. */
  get threshold(): number {
    return this.#size < this.capacity ? -Number.MAX_VALUE : this.#scores[0]!;
  }

  offer(row: number, score: number): void {
    if (this.#size < this.capacity) {
      this.#rows[this.#size] = row;
      this.#scores[this.#size] = score;
      this.#size++;
      this.#rise(this.#size - 1);
    } else if (this.#isWorse(this.#rows[0]!, this.#scores[0]!, row, score)) {
      this.#rows[0] = row;
      this.#scores[0] = score;
      this.#sink();
    }
  }

  sorted(): Nearest {
    const order = Array.from({ length: this.#size }, (_, at) => at).sort(
      (a, b) =>
        this.#scores[b]! - this.#scores[a]! || this.#tieOrder(this.#rows[a]!, this.#rows[b]!),
    );
    return {
      index: Uint32Array.from(order, (at) => this.#rows[at]!),
      score: Float32Array.from(order, (at) => this.#scores[at]!),
    };
  }

  #isWorse(row: number, score: number, otherRow: number, otherScore: number): boolean {
    return score < otherScore || (score === otherScore && this.#tieOrder(row, otherRow) > 0);
  }

  #isWorseAt(a: number, b: number): boolean {
    return this.#isWorse(this.#rows[a]!, this.#scores[a]!, this.#rows[b]!, this.#scores[b]!);
  }

  #swap(a: number, b: number): void {
    const row = this.#rows[a]!;
    const score = this.#scores[a]!;
    this.#rows[a] = this.#rows[b]!;
    this.#scores[a] = this.#scores[b]!;
    this.#rows[b] = row;
    this.#scores[b] = score;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isWorseAt(at, parent)) {
        return;
      }
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let worst = at;
      if (left < this.#size && this.#isWorseAt(left, worst)) {
        worst = left;
      }
      if (right < this.#size && this.#isWorseAt(right, worst)) {
        worst = right;
      }
      if (worst === at) {
        return;
      }
      this.#swap(at, worst);
      at = worst;
    }
  }
}
