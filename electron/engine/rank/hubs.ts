import type { PackedRows } from '../../shared/packed-rows';
import { unpackRow } from '../../shared/packed-rows';
import { minusLogNormal } from './normal-tail';

/** A deviation of 0 (all songs alike) would divide by nothing. */
const SMALLEST_DEVIATION = 1e-4;

/** The mean and the standard deviation of a song's cosines with the others. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** The spread of every row's cosines. */
export interface RowSpreads {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/**
 * The first and second moments of a set of vectors. From them the mean and the variance of a vector's cosines with the
 * whole set follow without comparing it with each: `E[x·y] = x·E[y]` and `E[(x·y)²] = xᵀ E[yyᵀ] x`. So a song that is
 * added costs dims² / 2 operations however large the library is.
 */
export class SpaceMoments {
  readonly #dims: number;
  readonly #mean: Float64Array;
  /** E[yyᵀ], the upper triangle row by row, off-diagonal values doubled. */
  readonly #second: Float64Array;
  /** How many vectors the moments are of, when each song asked about is one of them; 0 when most are not. */
  readonly #members: number;

  /** @param everyRow whether `rows` are all songs: each is then left out of its own statistics. */
  constructor(vectors: PackedRows, rows: readonly number[], everyRow: boolean) {
    const { dims } = vectors;
    this.#dims = dims;
    this.#mean = new Float64Array(dims);
    this.#second = new Float64Array((dims * (dims + 1)) / 2);
    this.#members = everyRow ? rows.length : 0;
    for (const row of rows) {
      this.#add(unpackRow(vectors, row));
    }
    this.#divide(Math.max(1, rows.length));
  }

  /** Of the cosines of an L2-normalised vector. @param isMember whether it is one of the set that was counted. */
  spreadOf(vector: Float32Array, isMember = true): Spread {
    let mean = 0;
    let square = 0;
    let at = 0;
    const second = this.#second;
    const dims = this.#dims;
    for (let i = 0; i < dims; i++) {
      const value = vector[i]!;
      // Two sums at a time: one would make every addition wait for the one before.
      let even = 0;
      let odd = 0;
      let j = i;
      for (; j + 1 < dims; j += 2, at += 2) {
        even += second[at]! * vector[j]!;
        odd += second[at + 1]! * vector[j + 1]!;
      }
      if (j < dims) {
        even += second[at]! * vector[j]!;
        at++;
      }
      const inner = even + odd;
      mean += this.#mean[i]! * value;
      square += inner * value;
    }
    return this.#spread(mean, square, isMember);
  }

  /**
   * As `spreadOf` for four members of the set, in less than half of the time: each moment is read once for all four.
   * @param four their values side by side: value d of vector v at 4 · d + v
   */
  spreadsOfFour(four: Float64Array): readonly [Spread, Spread, Spread, Spread] {
    const second = this.#second;
    const means = this.#mean;
    const end = 4 * this.#dims;
    // Each in a variable of its own: in arrays they would be written to memory each time.
    let [meanA, meanB, meanC, meanD] = [0, 0, 0, 0];
    let [squareA, squareB, squareC, squareD] = [0, 0, 0, 0];
    let at = 0;
    for (let i = 0; i < end; i += 4) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let j = i; j < end; j += 4) {
        const moment = second[at++]!;
        a += moment * four[j]!;
        b += moment * four[j + 1]!;
        c += moment * four[j + 2]!;
        d += moment * four[j + 3]!;
      }
      const mean = means[i >> 2]!;
      meanA += mean * four[i]!;
      meanB += mean * four[i + 1]!;
      meanC += mean * four[i + 2]!;
      meanD += mean * four[i + 3]!;
      squareA += a * four[i]!;
      squareB += b * four[i + 1]!;
      squareC += c * four[i + 2]!;
      squareD += d * four[i + 3]!;
    }
    return [
      this.#spread(meanA, squareA, true),
      this.#spread(meanB, squareB, true),
      this.#spread(meanC, squareC, true),
      this.#spread(meanD, squareD, true),
    ];
  }

  #spread(mean: number, square: number, isMember: boolean): Spread {
    const count = this.#members;
    if (isMember && count > 1) {
      // Its cosine with itself, 1, says nothing of the others.
      mean = (mean * count - 1) / (count - 1);
      square = (square * count - 1) / (count - 1);
    }
    const variance = Math.max(0, square - mean * mean);
    return { mean, deviation: Math.max(SMALLEST_DEVIATION, Math.sqrt(variance)) };
  }

  #add(vector: Float32Array): void {
    let at = 0;
    // A damaged vector would make every statistic NaN.
    if (!vector.every(Number.isFinite)) {
      return;
    }
    for (let i = 0; i < this.#dims; i++) {
      const value = vector[i]!;
      this.#mean[i]! += value;
      this.#second[at]! += value * value;
      at++;
      for (let j = i + 1; j < this.#dims; j++, at++) {
        this.#second[at]! += 2 * value * vector[j]!;
      }
    }
  }

  #divide(count: number): void {
    for (const sums of [this.#mean, this.#second]) {
      for (let at = 0; at < sums.length; at++) {
        sums[at]! /= count;
      }
    }
  }
}

/**
 * Mutual Proximity with independent Gaussians (Schnitzer et al., JMLR 13, 2012): how unlikely it is, for a song and for a row,
 * that another song is as near. A hub is near to everything, so being near to it means little.
 * @returns `−ln` of that probability, 0 for what could not be nearer; lower is nearer.
 */
export function mutualDistance(
  cosine: number,
  rows: RowSpreads,
  row: number,
  { mean, deviation }: Spread,
): number {
  return (
    minusLogNormal((cosine - mean) / deviation) +
    minusLogNormal((cosine - rows.mean[row]!) / rows.deviation[row]!)
  );
}

/** In place: the cosines of a vector with all rows become their mutual distances. */
export function toMutualDistances(cosines: Float32Array, rows: RowSpreads, query: Spread): void {
  for (let row = 0; row < cosines.length; row++) {
    cosines[row] = mutualDistance(cosines[row]!, rows, row, query);
  }
}
