import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';
import { sharedFloat64s } from './shared-arrays';

/** Small, so that no two songs start as strangers (as scikit-learn and openTSNE do). */
const START_DEVIATION = 1e-4;
/** Of that: without it equal songs would stay on one spot and songs on a line would never leave it. */
const JITTER = 0.01;
const MOST_ROUNDS = 200;
const TOLERANCE = 1e-9;

/** Principal axes are those of at most so many rows. */
const MOST_SAMPLED = 20_000;

/**
 * Where songs start: their first two principal components, scaled so that x deviates by 1e-4, with seeded jitter.
 * Vectors that are all equal start as jitter alone.
 * @param rows n × dims finite values, centred.
 * @returns x, y pairs.
 */
export function startLayout(
  rows: Float32Array,
  dims: number,
  seed: number,
): Float64Array<SharedArrayBuffer> {
  const n = rows.length / dims;
  const random = seededRandom(seed);
  const covariance = covarianceOf(rows, dims, Math.ceil(n / MOST_SAMPLED));
  const [first, second] = principalAxes(covariance, dims, random);
  const xy = sharedFloat64s(2 * n);
  let squares = 0;
  for (let row = 0; row < n; row++) {
    xy[2 * row] = along(rows, row, first);
    xy[2 * row + 1] = along(rows, row, second);
    squares += xy[2 * row]! ** 2;
  }
  const deviation = Math.sqrt(squares / Math.max(1, n));
  const scale = deviation > 1e-12 ? START_DEVIATION / deviation : 0;
  const jitter = scale === 0 ? START_DEVIATION : START_DEVIATION * JITTER;
  for (let at = 0; at < xy.length; at++) {
    xy[at] = xy[at]! * scale + jitter * normal(random);
  }
  return xy;
}

/** dims × dims, not divided by n: only directions and ratios are used. Of every step-th row. */
function covarianceOf(rows: Float32Array, dims: number, step: number): Float64Array {
  const covariance = new Float64Array(dims * dims);
  for (let start = 0; start < rows.length; start += step * dims) {
    for (let i = 0; i < dims; i++) {
      const value = rows[start + i]!;
      for (let j = 0, cell = i * dims; j <= i; j++, cell++) {
        covariance[cell]! += value * rows[start + j]!;
      }
    }
  }
  for (let i = 0; i < dims; i++) {
    for (let j = 0; j < i; j++) {
      covariance[j * dims + i] = covariance[i * dims + j]!;
    }
  }
  return covariance;
}

/** The two leading eigenvectors, by power iteration on the pair at once (orthogonal iteration). */
function principalAxes(
  covariance: Float64Array,
  dims: number,
  random: () => number,
): readonly [Float64Array, Float64Array] {
  let first: Float64Array = new Float64Array(dims).map(() => normal(random));
  let second: Float64Array = new Float64Array(dims).map(() => normal(random));
  orthonormalise(first, second);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const nextFirst = multiply(covariance, first);
    const nextSecond = multiply(covariance, second);
    orthonormalise(nextFirst, nextSecond);
    const settled = Math.min(Math.abs(dot(nextFirst, first)), Math.abs(dot(nextSecond, second)));
    first = nextFirst;
    second = nextSecond;
    if (1 - settled < TOLERANCE) {
      break;
    }
  }
  return [withFixedSign(first), withFixedSign(second)];
}

/** Gram–Schmidt in place; a vector of which nothing is left becomes 0. */
function orthonormalise(first: Float64Array, second: Float64Array): void {
  normalise(first);
  const shared = dot(first, second);
  const before = Math.sqrt(dot(second, second));
  for (let at = 0; at < second.length; at++) {
    second[at]! -= shared * first[at]!;
  }
  if (Math.sqrt(dot(second, second)) <= 1e-12 * before) {
    second.fill(0);
  }
  normalise(second);
}

function normalise(vector: Float64Array): void {
  const length = Math.sqrt(dot(vector, vector));
  for (let at = 0; at < vector.length; at++) {
    vector[at] = length > 0 ? vector[at]! / length : 0;
  }
}

/** An eigenvector and its opposite are the same axis: the largest value decides, so that the seed does not mirror maps. */
function withFixedSign(axis: Float64Array): Float64Array {
  const largest = axis.reduce((far, value) => (Math.abs(value) > Math.abs(far) ? value : far), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const dims = vector.length;
  return vector.map((_, row) => dot(matrix.subarray(row * dims, (row + 1) * dims), vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    sum += a[at]! * b[at]!;
  }
  return sum;
}

function along(rows: Float32Array, row: number, axis: Float64Array): number {
  let sum = 0;
  for (let at = 0, from = row * axis.length; at < axis.length; at++, from++) {
    sum += rows[from]! * axis[at]!;
  }
  return sum;
}
