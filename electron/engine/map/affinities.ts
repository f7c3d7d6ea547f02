import type { Neighbours } from './neighbour-heaps';

/** log(perplexity) is met to this, as in scikit-learn. */
const TOLERANCE = 1e-5;
const MOST_STEPS = 100;

/** A symmetric sparse matrix whose values add up to 1. Row i holds columns `index[start[i] .. start[i + 1]]`, rising. */
export interface Affinities {
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

/**
 * The joint probabilities p_ij of t-SNE (van der Maaten & Hinton 2008, eq. 1 and §2.1), over the nearest
 * neighbours only: p_ij = (p_j|i + p_i|j) / 2n.
 */
export function jointAffinities(neighbours: Neighbours, perplexity: number): Affinities {
  const { k, index } = neighbours;
  const n = k === 0 ? 0 : index.length / k;
  const value = conditionalAffinities(neighbours, perplexity).map((share) => share / (2 * n));
  const start = Int32Array.from({ length: n + 1 }, (_, row) => row * k);
  // Turning a matrix over sorts its rows by column; twice, and it is itself again, sorted.
  const turned = transpose({ start, index, value });
  return addSorted(transpose(turned), turned);
}

function transpose({ start, index, value }: Affinities): Affinities {
  const n = start.length - 1;
  const turnedStart = new Int32Array(n + 1);
  for (const column of index) {
    turnedStart[column + 1]!++;
  }
  for (let row = 0; row < n; row++) {
    turnedStart[row + 1]! += turnedStart[row]!;
  }
  const next = turnedStart.slice(0, n);
  const turnedIndex = new Int32Array(index.length);
  const turnedValue = new Float64Array(index.length);
  for (let row = 0; row < n; row++) {
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      const to = next[index[at]!]!++;
      turnedIndex[to] = row;
      turnedValue[to] = value[at]!;
    }
  }
  return { start: turnedStart, index: turnedIndex, value: turnedValue };
}

/** The sum of two matrices with sorted rows. */
function addSorted(a: Affinities, b: Affinities): Affinities {
  const n = a.start.length - 1;
  const start = new Int32Array(n + 1);
  const index = new Int32Array(a.index.length + b.index.length);
  const value = new Float64Array(index.length);
  let end = 0;
  for (let row = 0; row < n; row++) {
    let p = a.start[row]!;
    let q = b.start[row]!;
    while (p < a.start[row + 1]! || q < b.start[row + 1]!) {
      const inA = p < a.start[row + 1]! ? a.index[p]! : n;
      const inB = q < b.start[row + 1]! ? b.index[q]! : n;
      index[end] = Math.min(inA, inB);
      value[end++] = (inA <= inB ? a.value[p++]! : 0) + (inB <= inA ? b.value[q++]! : 0);
    }
    start[row + 1] = end;
  }
  return { start, index: index.slice(0, end), value: value.slice(0, end) };
}

/**
 * n × k values p_j|i ∝ exp(−β_i d²_ij); β_i is searched by bisection until the row's perplexity is the one asked for.
 * Each row adds up to 1. A perplexity that no β reaches (all at the same distance) gives the nearest to it.
 */
export function conditionalAffinities(
  { k, index, squared }: Neighbours,
  perplexity: number,
): Float64Array {
  const result = new Float64Array(index.length);
  const wanted = Math.log(perplexity);
  for (let start = 0; start < index.length; start += k) {
    fitRow(squared.subarray(start, start + k), result.subarray(start, start + k), wanted);
  }
  return result;
}

/** Works on d² − min d²: the factor cancels out, and the nearest never underflows to 0. */
function fitRow(squared: Float64Array, row: Float64Array, wanted: number): void {
  const nearest = squared[0]!;
  const mean = squared.reduce((sum, value) => sum + value - nearest, 0) / squared.length;
  // All at one distance: every β gives equal shares.
  let beta = mean > 0 ? 1 / mean : 1;
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < MOST_STEPS; step++) {
    const difference = fillRow(squared, row, beta) - wanted;
    if (Math.abs(difference) <= TOLERANCE || mean === 0) {
      return;
    }
    if (difference > 0) {
      low = beta;
      beta = high === Infinity ? beta * 2 : (beta + high) / 2;
    } else {
      high = beta;
      beta = (beta + low) / 2;
    }
  }
}

/** Fills the row for one β and gives its entropy in nats: log Σe + β Σ d² e / Σe. */
function fillRow(squared: Float64Array, row: Float64Array, beta: number): number {
  const nearest = squared[0]!;
  let sum = 0;
  let weighted = 0;
  for (let at = 0; at < row.length; at++) {
    const further = squared[at]! - nearest;
    const share = Math.exp(-beta * further);
    row[at] = share;
    sum += share;
    weighted += further * share;
  }
  for (let at = 0; at < row.length; at++) {
    row[at]! /= sum;
  }
  return Math.log(sum) + (beta * weighted) / sum;
}
