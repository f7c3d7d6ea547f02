import type { PackedRows } from '../../shared/packed-rows';
import { unpackRow } from '../../shared/packed-rows';
import { minusLogNormal } from './normal-tail';
import type { SpreadKernel } from './spread-kernel';
import { createSpreadKernel } from './spread-kernel';

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
  #kernel: SpreadKernel | undefined;

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
    return this.#spread(mean, square - mean * mean, isMember);
  }

  /**
   * As `spreadOf` for eight members of the set, by WebAssembly: to a few ten-thousandths of a deviation, by which no list changes.
   * @param fill writes their values to the array it is given: value d of vector v at 8 · d + v. Where it writes less, what was there
   *   before counts.
   */
  spreadsOfEight(fill: (values: Float32Array) => void): readonly Spread[] {
    this.#kernel ??= createSpreadKernel(this.#mean, this.#second);
    const { vectors, means, variances } = this.#kernel;
    fill(vectors);
    this.#kernel.run();
    return Array.from(means, (mean, at) => this.#spread(mean, variances[at]!, true));
  }

  #spread(mean: number, variance: number, isMember: boolean): Spread {
    const count = this.#members;
    if (isMember && count > 1) {
      // Its cosine with itself, 1, says nothing of the others.
      const apart = 1 - mean;
      mean -= apart / (count - 1);
      variance = (count / (count - 1)) * (variance - apart ** 2 / (count - 1));
    }
    const deviation = Math.sqrt(Math.max(0, variance));
    return { mean, deviation: Math.max(SMALLEST_DEVIATION, deviation) };
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
