import type { MelExtractor } from '../../../electron/engine/embed/mel-extractor';

export const COEFFICIENTS = 20;
const BANDS = 96;
/** The mel graph gives log10(1 + 10000 · power): undone here, since a cepstrum is one of log power. */
const SCALE = 10_000;
/** Power below this is taken for it: 110 dB under full scale in a band. */
const FLOOR = 1e-10;

/** A song's timbre as one normal distribution of its cepstra (Mandel and Ellis 2005). */
export interface Timbre {
  readonly mean: Float64Array;
  /** 20 × 20, row by row. */
  readonly covariance: Float64Array;
}

/** @param passages mono at 16 kHz; silent frames count like others. */
export async function timbreOf(
  extractor: MelExtractor,
  passages: readonly Float32Array[],
): Promise<Timbre> {
  const sum = new Float64Array(COEFFICIENTS);
  const products = new Float64Array(COEFFICIENTS ** 2);
  const cepstrum = new Float64Array(COEFFICIENTS);
  let frames = 0;
  for (const passage of passages.filter((one) => one.length >= 512)) {
    const mel = await extractor.mel(passage);
    for (let at = 0; at < mel.length; at += BANDS) {
      toCepstrum(mel.subarray(at, at + BANDS), cepstrum);
      addTo(sum, products, cepstrum);
      frames += 1;
    }
  }
  const mean = sum.map((value) => value / frames);
  const covariance = products.map(
    (value, at) => value / frames - mean[Math.floor(at / COEFFICIENTS)]! * mean[at % COEFFICIENTS]!,
  );
  for (let at = 0; at < COEFFICIENTS; at += 1) {
    // A song of one sound has no spread, and then no inverse.
    covariance[at * COEFFICIENTS + at]! += 1e-3;
  }
  return { mean, covariance };
}

function addTo(sum: Float64Array, products: Float64Array, cepstrum: Float64Array): void {
  for (let row = 0; row < COEFFICIENTS; row += 1) {
    sum[row]! += cepstrum[row]!;
    for (let column = 0; column < COEFFICIENTS; column += 1) {
      products[row * COEFFICIENTS + column]! += cepstrum[row]! * cepstrum[column]!;
    }
  }
}

/** Orthonormal DCT-II; the first coefficient, the loudness, is among the twenty. */
const DCT = Float64Array.from({ length: COEFFICIENTS * BANDS }, (_, at) => {
  const row = Math.floor(at / BANDS);
  const scale = Math.sqrt((row === 0 ? 1 : 2) / BANDS);
  return scale * Math.cos((Math.PI * row * ((at % BANDS) + 0.5)) / BANDS);
});

/** @param cepstrum where it goes */
function toCepstrum(mel: Float32Array, cepstrum: Float64Array): void {
  for (let band = 0; band < BANDS; band += 1) {
    LOGS[band] = Math.log(Math.max(FLOOR, (10 ** mel[band]! - 1) / SCALE));
  }
  for (let row = 0; row < COEFFICIENTS; row += 1) {
    let value = 0;
    for (let band = 0; band < BANDS; band += 1) {
      value += DCT[row * BANDS + band]! * LOGS[band]!;
    }
    cepstrum[row] = value;
  }
}

/** One frame's, used again for each: a song has thousands. */
const LOGS = new Float64Array(BANDS);

/** A timbre with what a comparison needs again and again. */
export interface PreparedTimbre extends Timbre {
  readonly inverse: Float64Array;
}

export function prepare(timbre: Timbre): PreparedTimbre {
  return { ...timbre, inverse: invert(timbre.covariance) };
}

/**
 * Symmetric Kullback-Leibler divergence of two normal distributions, in nats: ½ [tr(A⁻¹B) + tr(B⁻¹A) + d'(A⁻¹ + B⁻¹)d] − 20,
 * with d the difference of the means. 0 for one and the same.
 */
export function divergence(a: PreparedTimbre, b: PreparedTimbre): number {
  let sum = 0;
  for (let row = 0; row < COEFFICIENTS; row += 1) {
    const d = a.mean[row]! - b.mean[row]!;
    for (let column = 0; column < COEFFICIENTS; column += 1) {
      const at = row * COEFFICIENTS + column;
      const apart = d * (a.mean[column]! - b.mean[column]!);
      sum +=
        a.inverse[at]! * (b.covariance[at]! + apart) + b.inverse[at]! * (a.covariance[at]! + apart);
    }
  }
  return sum / 2 - COEFFICIENTS;
}

/** Of a symmetric positive definite matrix, by Gauss-Jordan. */
function invert(matrix: Float64Array): Float64Array {
  const size = COEFFICIENTS;
  const left = Float64Array.from(matrix);
  const right = Float64Array.from({ length: size * size }, (_, at) =>
    Math.floor(at / size) === at % size ? 1 : 0,
  );
  for (let pivot = 0; pivot < size; pivot += 1) {
    const scale = 1 / left[pivot * size + pivot]!;
    for (let column = 0; column < size; column += 1) {
      left[pivot * size + column]! *= scale;
      right[pivot * size + column]! *= scale;
    }
    for (let row = 0; row < size; row += 1) {
      const factor = row === pivot ? 0 : left[row * size + pivot]!;
      for (let column = 0; factor !== 0 && column < size; column += 1) {
        left[row * size + column]! -= factor * left[pivot * size + column]!;
        right[row * size + column]! -= factor * right[pivot * size + column]!;
      }
    }
  }
  return right;
}
