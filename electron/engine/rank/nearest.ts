import { MugleError } from '../../shared/errors';

export interface NearestOptions {
  /** How many rows at most; a whole number, 0 or more. */
  readonly limit: number;
  /** Rows that must not be found. */
  readonly exclude?: ReadonlySet<number>;
  /** Negative when row `a` goes before row `b` at the same score; the lower row goes first when left out. */
  readonly tieOrder?: (a: number, b: number) => number;
}

export interface Nearest {
  /** Row numbers, best first. */
  readonly index: Uint32Array;
  /** The cosine of each, as float32. */
  readonly score: Float32Array;
}

/**
 * Exact cosine search: the rows with the highest dot product with the query, best first.
 * Scores are compared as float32, so that what is shown as equal is a tie. Rows with NaN or infinite values are never found.
 * @param matrix rows × dims, row-major; rows are L2-normalised.
 * @param query dims values, L2-normalised.
 * @throws MugleError `bad-request` when sizes do not fit each other.
 */
export function nearest(
  matrix: Float32Array,
  dims: number,
  query: Float32Array,
  options: NearestOptions,
): Nearest {
  check(matrix, dims, query, options.limit);
  const rows = matrix.length / dims;
  const best = new BestRows(Math.min(options.limit, rows), options.tieOrder ?? byRow);
  if (best.capacity > 0) {
    for (let row = 0; row < rows; row++) {
      const score = Math.fround(dot(matrix, row * dims, query));
      // Few rows come this far, so that the set is asked seldom. NaN compares false.
      if (score >= best.threshold && score < Infinity && options.exclude?.has(row) !== true) {
        best.offer(row, score);
      }
    }
  }
  return best.sorted();
}

function check(matrix: Float32Array, dims: number, query: Float32Array, limit: number): void {
  if (!Number.isInteger(dims) || dims < 1) {
    throw new MugleError('bad-request', `Vectors cannot have ${dims} values.`);
  }
  if (query.length !== dims) {
    throw new MugleError(
      'bad-request',
      `The query has ${query.length} values, the vectors of this space have ${dims}.`,
    );
  }
  if (matrix.length % dims !== 0) {
    throw new MugleError('bad-request', `${matrix.length} values are no whole rows of ${dims}.`);
  }
  if (!Number.isInteger(limit) || limit < 0) {
    throw new MugleError('bad-request', `The limit must be a whole number, not ${limit}.`);
  }
}

/** Four sums at a time: one would make every addition wait for the one before. */
function dot(matrix: Float32Array, start: number, query: Float32Array): number {
  const dims = query.length;
  const whole = dims - (dims % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (; at < whole; at += 4) {
    a += matrix[start + at]! * query[at]!;
    b += matrix[start + at + 1]! * query[at + 1]!;
    c += matrix[start + at + 2]! * query[at + 2]!;
    d += matrix[start + at + 3]! * query[at + 3]!;
  }
  for (; at < dims; at++) {
    a += matrix[start + at]! * query[at]!;
  }
  return a + b + (c + d);
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
