import { normal, seededRandom } from './random';

/** Small, so that no two songs start as strangers (as scikit-learn and openTSNE do). */
const START_DEVIATION = 1e-4;
/** Of that: without it equal songs would stay on one spot and songs on a line would never leave it. */
const JITTER = 0.01;
const MOST_ROUNDS = 200;
const TOLERANCE = 1e-9;

/** Positions as x, y pairs. */
export interface Positions {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Where songs start: their first two principal components, scaled so that x deviates by 1e-4, with seeded jitter.
 * Vectors that are all equal start as jitter alone. Values that are not finite count as 0.
 */
export function startLayout(vectors: Float32Array, dims: number, seed: number): Positions {
  const n = vectors.length / dims;
  const random = seededRandom(seed);
  const mean = columnMeans(vectors, dims);
  const covariance = covarianceOf(vectors, dims, mean);
  const [first, second] = principalAxes(covariance, dims, random);
  const x = project(vectors, dims, mean, first);
  const y = project(vectors, dims, mean, second);
  const deviation = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / Math.max(1, n));
  const scale = deviation > 1e-12 ? START_DEVIATION / deviation : 0;
  const jitter = scale === 0 ? START_DEVIATION : START_DEVIATION * JITTER;
  for (let row = 0; row < n; row++) {
    x[row] = x[row]! * scale + jitter * normal(random);
    y[row] = y[row]! * scale + jitter * normal(random);
  }
  return { x, y };
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function columnMeans(vectors: Float32Array, dims: number): Float64Array {
  const mean = new Float64Array(dims);
  for (let start = 0; start < vectors.length; start += dims) {
    for (let at = 0; at < dims; at++) {
      mean[at]! += finite(vectors[start + at]!);
    }
  }
  return mean.map((sum) => (sum * dims) / Math.max(1, vectors.length));
}

/** dims × dims, not divided by n: only directions and ratios are used. */
function covarianceOf(vectors: Float32Array, dims: number, mean: Float64Array): Float64Array {
  const covariance = new Float64Array(dims * dims);
  const row = new Float64Array(dims);
  for (let start = 0; start < vectors.length; start += dims) {
    for (let at = 0; at < dims; at++) {
      row[at] = finite(vectors[start + at]!) - mean[at]!;
    }
    for (let i = 0; i < dims; i++) {
      const value = row[i]!;
      for (let j = 0, cell = i * dims; j <= i; j++, cell++) {
        covariance[cell]! += value * row[j]!;
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

function project(
  vectors: Float32Array,
  dims: number,
  mean: Float64Array,
  axis: Float64Array,
): Float64Array {
  const result = new Float64Array(vectors.length / dims);
  for (let row = 0; row < result.length; row++) {
    let sum = 0;
    for (let at = 0; at < dims; at++) {
      sum += (finite(vectors[row * dims + at]!) - mean[at]!) * axis[at]!;
    }
    result[row] = sum;
  }
  return result;
}
