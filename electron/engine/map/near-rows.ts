/** A row, and how near it is. */
export interface NearRow {
  readonly row: number;
  /** The dot product with what was asked for: the cosine, for L2-normalised rows. */
  readonly similarity: number;
}

/** L2-normalised rows in two arrays, numbered on from the first to the second. */
export interface GrowingRows {
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly dims: number;
}

/** In double precision: what it is compared with is then the only thing to convert. */
function rowAt({ first, second, dims }: GrowingRows, row: number): Float64Array {
  const from = row * dims;
  return new Float64Array(
    from < first.length
      ? first.subarray(from, from + dims)
      : second.subarray(from - first.length, from - first.length + dims),
  );
}

/** Fills `similarities` with those of a row and each of as many of the first rows. */
export function compareWithAll(rows: GrowingRows, row: number, similarities: Float64Array): void {
  const { first, second, dims } = rows;
  const vector = rowAt(rows, row);
  const inFirst = Math.min(similarities.length, first.length / dims);
  for (let other = 0; other < inFirst; other++) {
    similarities[other] = dotAt(first, other * dims, vector, dims);
  }
  for (let other = inFirst; other < similarities.length; other++) {
    similarities[other] = dotAt(second, (other - inFirst) * dims, vector, dims);
  }
}

/**
 * The similarities of some rows, each to all of some others, in their order. What lies far apart in memory is fetched once for all:
 * that takes longer than the comparison.
 */
export function compareSome(
  rows: GrowingRows,
  some: readonly number[],
  others: Int32Array,
): Float64Array[] {
  const { first, second, dims } = rows;
  const vectors = some.map((row) => rowAt(rows, row));
  const similarities = some.map(() => new Float64Array(others.length));
  for (let at = 0; at < others.length; at++) {
    const start = others[at]! * dims;
    const isFirst = start < first.length;
    const values = isFirst ? first : second;
    const from = isFirst ? start : start - first.length;
    for (let which = 0; which < vectors.length; which++) {
      similarities[which]![at] = dotAt(values, from, vectors[which]!, dims);
    }
  }
  return similarities;
}

/** The k nearest of all rows that it is offered: nearest first, at the same similarity the one that was offered before. */
export class NearestRows {
  readonly #rows: Int32Array;
  readonly #similarities: Float64Array;
  #found = 0;

  constructor(k: number) {
    this.#rows = new Int32Array(k);
    this.#similarities = new Float64Array(k).fill(-Infinity);
  }

  /** Offers as many rows as there are similarities: those of `rows`, or all from the first on when left out. */
  offer(similarities: Float64Array, rows?: Int32Array, except = -1): void {
    const kept = this.#similarities;
    const last = kept.length - 1;
    for (let at = 0; at < similarities.length; at++) {
      const similarity = similarities[at]!;
      if (similarity > kept[last]!) {
        const row = rows === undefined ? at : rows[at]!;
        if (row !== except) {
          this.#insert(row, similarity);
        }
      }
    }
  }

  #insert(row: number, similarity: number): void {
    const rows = this.#rows;
    const kept = this.#similarities;
    let to = rows.length - 1;
    for (; to > 0 && kept[to - 1]! < similarity; to--) {
      kept[to] = kept[to - 1]!;
      rows[to] = rows[to - 1]!;
    }
    kept[to] = similarity;
    rows[to] = row;
    this.#found = Math.min(rows.length, this.#found + 1);
  }

  /** Those so far. */
  list(): NearRow[] {
    return Array.from(this.#rows.subarray(0, this.#found), (row, at) => ({
      row,
      similarity: this.#similarities[at]!,
    }));
  }
}

/** Steps between the lowest similarity and the highest that `mostSimilar` tells apart. */
const STEPS = 4096;

/** The `most` rows of the highest similarity, rising; those at its lower end may be a step of 1/4096 off. All rows when there are no more. */
export function mostSimilar(similarities: Float64Array, most: number): Int32Array {
  if (similarities.length <= most) {
    return new Int32Array(similarities.length).map((_, row) => row);
  }
  let [low, high] = [Infinity, -Infinity];
  for (const similarity of similarities) {
    // Comparisons take half the time of Math.min and Math.max.
    if (similarity < low) {
      low = similarity;
    }
    if (similarity > high) {
      high = similarity;
    }
  }
  const scale = high > low ? (STEPS - 1) / (high - low) : 0;
  const counts = new Int32Array(STEPS);
  for (const similarity of similarities) {
    counts[Math.floor((similarity - low) * scale)]!++;
  }
  let step = STEPS - 1;
  let above = 0;
  for (; above + counts[step]! <= most; step--) {
    above += counts[step]!;
  }
  const rows = new Int32Array(most);
  let [taken, atEnd] = [0, most - above];
  for (let row = 0; row < similarities.length; row++) {
    const at = Math.floor((similarities[row]! - low) * scale);
    if (at > step || (at === step && atEnd-- > 0)) {
      rows[taken++] = row;
    }
  }
  return rows;
}

/** In four sums: one alone would have each addition wait for the one before. */
function dotAt(values: Float32Array, from: number, vector: Float64Array, dims: number): number {
  const whole = dims - (dims % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0; at < whole; at += 4) {
    a += values[from + at]! * vector[at]!;
    b += values[from + at + 1]! * vector[at + 1]!;
    c += values[from + at + 2]! * vector[at + 2]!;
    d += values[from + at + 3]! * vector[at + 3]!;
  }
  for (let at = whole; at < dims; at++) {
    a += values[from + at]! * vector[at]!;
  }
  return a + b + (c + d);
}
