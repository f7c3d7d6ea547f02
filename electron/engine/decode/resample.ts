import { filterKernel, TAPS_AT_ONCE } from './resample-kernel';

/** Zero crossings of the sinc on each side, at the lower of the two rates. */
const ZERO_CROSSINGS = 20;
/** Of the lower rate's Nyquist frequency; what the filter's slope needs stays below it. */
const CUTOFF = 0.96;
/** Kaiser window: about 80 dB below. */
const BETA = 8;

/** Turns a stretch of a signal at one rate into another, band-limited. */
export interface Resampler {
  /** Samples of the source needed before the first and after the last place asked for. */
  readonly margin: number;
  /** Samples of the source that `count` output samples span, without margins. */
  span(count: number): number;
  /**
   * `count` samples; the first lies at `source[at]`. What lies outside `source` counts as silence.
   * A sample of the source beyond the margins has no effect.
   */
  run(source: Float32Array, at: number, count: number): Float32Array;
}

/** The few rates that music has need their filters over and over; they cost a hundredth of a second to make. */
const made = new Map<string, Resampler>();
const MOST_KEPT = 4;
const MOST_PHASES = 1000;

/** A windowed-sinc polyphase filter from `from` Hz to `to` Hz (whole numbers). Not for two runs at the same time. */
export function createResampler(from: number, to: number): Resampler {
  const key = `${from} ${to}`;
  const resampler = made.get(key) ?? makeResampler(from, to);
  made.delete(key);
  made.set(key, resampler);
  if (made.size > MOST_KEPT) {
    made.delete(made.keys().next().value!);
  }
  return resampler;
}

/** One table per pair of rates: L phases of about `2·20·max(1, from/to)` taps. */
function makeResampler(from: number, to: number): Resampler {
  if (from === to) {
    return { margin: 0, span: (count) => count, run: copyOut };
  }
  const divisor = greatestCommonDivisor(from, to);
  // A rate that no music has would take a table of up to 100 MB; this is off by 0.1 % at most from 8 kHz on.
  const up = Math.min(MOST_PHASES, to / divisor);
  const down = Math.round((from * up) / to);
  const half = TAPS_AT_ONCE / 2;
  const margin = half * Math.ceil((ZERO_CROSSINGS * Math.max(1, from / to) + 1) / half);
  const taps = 2 * margin;
  const kernel = filterKernel(filterTable(up, margin, Math.min(1, to / from)), taps, up, down);
  return {
    margin,
    span: (count) => Math.ceil((count * down) / up) + 1,
    run: (source, at, count) => {
      if (count === 0) {
        return new Float32Array(0);
      }
      // Padding once is cheaper than a bounds check for each tap.
      const first = at - margin + 1;
      const padded = kernel.source(Math.ceil(((count - 1) * down) / up) + taps + 1);
      const part = source.subarray(Math.max(0, first), Math.max(0, first + padded.length));
      const skip = Math.min(Math.max(0, -first), padded.length);
      padded.fill(0, 0, skip);
      padded.set(part.subarray(0, padded.length - skip), skip);
      padded.fill(0, Math.min(padded.length, skip + part.length));
      return kernel.run(count);
    },
  };
}

function copyOut(source: Float32Array, at: number, count: number): Float32Array {
  const out = new Float32Array(count);
  out.set(source.subarray(Math.max(0, at), Math.max(0, at + count)), Math.max(0, -at));
  return out;
}

/**
 * `phases × 2·margin` taps: row p weighs the samples at −margin+1 … margin around a place that lies p/phases
 * of a sample further on. Each row sums to 1, so that a constant stays itself.
 */
function filterTable(phases: number, margin: number, ratio: number): Float32Array {
  const taps = 2 * margin;
  const table = new Float32Array(phases * taps);
  const cutoff = ratio * CUTOFF;
  const reach = ZERO_CROSSINGS / ratio;
  for (let phase = 0; phase < phases; phase += 1) {
    const row = new Float64Array(taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) {
      const distance = tap - margin + 1 - phase / phases;
      row[tap] = cutoff * sinc(distance * cutoff) * kaiser(distance / reach);
      sum += row[tap]!;
    }
    for (let tap = 0; tap < taps; tap += 1) {
      table[phase * taps + tap] = row[tap]! / sum;
    }
  }
  return table;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The Kaiser window over [−1, 1]. */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
}

/** The modified Bessel function I₀, by its series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
