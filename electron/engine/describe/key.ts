import { createPowerSpectra } from './power-spectrum';

/** The key of a song. */
export interface HeardKey {
  /** 0–11: major on C, C♯, … B; 12–23: minor likewise. */
  readonly key: number;
  /** How clearly it is this key and no other, in (0, 1]. */
  readonly confidence: number;
}

/** Half a second: neighbouring notes are apart from about 90 Hz on. */
const FRAME_SIZE = 8192;
/** Frames overlap by a little only: what is wanted is what sounds, not when. */
const HOP = 6656;
const LOWEST_HZ = 25;
const HIGHEST_HZ = 3500;
/** Peaks of a frame that count, the strongest: more of them are noise. */
const MOST_PEAKS = 20;
/** A peak may be the second, third or fourth harmonic of a lower note, each less likely by this. */
const HARMONIC = 0.6;
/** The first, second and fourth harmonics are of the same note, the third is 19 semitones above it. */
const SAME_NOTE = 1 + HARMONIC + HARMONIC ** 3;
const OTHER_NOTE = HARMONIC ** 2;
const OTHER_NOTE_BELOW = 19;
/**
 * Rayleigh's test: peaks that are no notes (drums, noise, speech) lie anywhere between the notes, and their sum is longer than this
 * (squared, over its expectation) once in 3,000 times.
 */
const LEAST_IN_TUNE = 8;
/** Peaks that agree so well on a tuning are surely notes (half of the songs of the bench have more). */
const WELL_IN_TUNE = 0.4;
/** A key that is no more like the song than this is no answer. */
const LEAST_LIKENESS = 0.5;

/**
 * How strongly each note above the tonic sounds in major and in minor: A. Faraldo's "bgate" profiles ("Key Estimation in
 * Electronic Dance Music", ECIR 2016, with the notes of less than a fifth set to zero).
 */
const PROFILES = [
  [1, 0, 0.42, 0, 0.53, 0.37, 0, 0.77, 0, 0.38, 0.21, 0.3],
  [1, 0, 0.36, 0.39, 0, 0.38, 0, 0.74, 0.27, 0, 0.42, 0.23],
] as const;

/** The peaks of one frame's spectrum. */
interface Peaks {
  /** In semitones above C, as if tuned to 440 Hz. */
  readonly pitch: readonly number[];
  /** Amplitudes, of which the largest is 1. */
  readonly weight: readonly number[];
}

/**
 * The key of a song by what notes sound in it. The spectrum's peaks make a chroma of twelve notes, in the song's own tuning; the key
 * whose profile is most like it (Krumhansl's correlation) is the answer.
 * @param stretches mono, any level
 * @returns null when nothing in it has a pitch, or no key is nearer than others
 */
export function keyOf(stretches: readonly Float32Array[], sampleRate: number): HeardKey | null {
  const frames = framesOf(stretches, sampleRate);
  const { tuning, inTune, clearness } = tuningOf(frames);
  if (clearness < LEAST_IN_TUNE) {
    return null;
  }
  const { key, likeness } = nearestKey(chromaOf(frames, tuning));
  const confidence = likeness * Math.min(1, inTune / WELL_IN_TUNE);
  return likeness < LEAST_LIKENESS ? null : { key, confidence };
}

function framesOf(stretches: readonly Float32Array[], sampleRate: number): Peaks[] {
  const spectra = createPowerSpectra(FRAME_SIZE);
  const first = new Float64Array(spectra.bins);
  const second = new Float64Array(spectra.bins);
  const binHz = sampleRate / FRAME_SIZE;
  const frames: Peaks[] = [];
  for (const stretch of stretches) {
    const count = Math.max(1, Math.floor((stretch.length - FRAME_SIZE) / HOP) + 1);
    for (let number = 0; number < count; number += 2) {
      spectra.run(stretch, { first: number * HOP, second: (number + 1) * HOP }, first, second);
      frames.push(peaksOf(first, binHz));
      if (number + 1 < count) {
        frames.push(peaksOf(second, binHz));
      }
    }
  }
  return frames;
}

function peaksOf(power: Float64Array, binHz: number): Peaks {
  const from = Math.ceil(LOWEST_HZ / binHz);
  const to = Math.floor(HIGHEST_HZ / binHz);
  /** The strongest so far, the strongest first. */
  const bins: number[] = [];
  let least = 0;
  for (let bin = from; bin <= to; bin++) {
    const here = power[bin]!;
    if (here > least && here > power[bin - 1]! && here >= power[bin + 1]!) {
      let place = Math.min(bins.length, MOST_PEAKS - 1);
      for (; place > 0 && power[bins[place - 1]!]! < here; place--) {
        bins[place] = bins[place - 1]!;
      }
      bins[place] = bin;
      least = bins.length < MOST_PEAKS ? 0 : power[bins[MOST_PEAKS - 1]!]!;
    }
  }
  const strongest = power[bins[0] ?? 0]!;
  return {
    pitch: bins.map((bin) => 12 * Math.log2((peakPlace(power, bin) * binHz) / 440) + 9),
    weight: bins.map((bin) => Math.sqrt(power[bin]! / strongest)),
  };
}

/** Where between bins a peak is: the top of the parabola through the logarithms of three, within a cent or two for a Hann window. */
function peakPlace(power: Float64Array, bin: number): number {
  const middle = Math.log(power[bin]!);
  // What is not there at all is taken as 200 dB below.
  const left = Math.log(power[bin - 1]! + power[bin]! * 1e-20);
  const right = Math.log(power[bin + 1]! + power[bin]! * 1e-20);
  return bin + (0.5 * (left - right)) / (left - 2 * middle + right);
}

interface Tuning {
  /** How far the song is tuned above 440 Hz, in semitones in (−½, ½]: the circular mean of the peaks' distances from the notes. */
  readonly tuning: number;
  /** How well the peaks agree about it, in [0, 1]. */
  readonly inTune: number;
  /** Rayleigh's z: how unlikely it is that they agree so well by chance. */
  readonly clearness: number;
}

function tuningOf(frames: readonly Peaks[]): Tuning {
  let x = 0;
  let y = 0;
  let sum = 0;
  let squares = 0;
  for (const { pitch, weight } of frames) {
    for (let at = 0; at < pitch.length; at++) {
      const angle = 2 * Math.PI * pitch[at]!;
      x += weight[at]! * Math.cos(angle);
      y += weight[at]! * Math.sin(angle);
      sum += weight[at]!;
      squares += weight[at]! ** 2;
    }
  }
  if (!(sum > 0)) {
    return { tuning: 0, inTune: 0, clearness: 0 };
  }
  const length = Math.hypot(x, y);
  return {
    tuning: Math.atan2(y, x) / (2 * Math.PI),
    inTune: length / sum,
    clearness: (length * length) / squares,
  };
}

/** How much of each of the twelve notes sounds, each frame counting the same. */
function chromaOf(frames: readonly Peaks[], tuning: number): Float64Array {
  const chroma = new Float64Array(12);
  const one = new Float64Array(12);
  for (const { pitch, weight } of frames) {
    one.fill(0);
    for (let at = 0; at < pitch.length; at++) {
      const tuned = pitch[at]! - tuning;
      const note = Math.round(tuned);
      // A peak between two notes is of neither: a drum, a slide.
      const counts = weight[at]! * Math.cos(Math.PI * (tuned - note)) ** 2;
      one[note - 12 * Math.floor(note / 12)]! += counts * SAME_NOTE;
      const other = note - OTHER_NOTE_BELOW;
      one[other - 12 * Math.floor(other / 12)]! += counts * OTHER_NOTE;
    }
    const most = one.reduce((a, b) => Math.max(a, b), 0);
    if (most > 0) {
      for (let note = 0; note < 12; note++) {
        chroma[note]! += one[note]! / most;
      }
    }
  }
  return chroma;
}

function nearestKey(chroma: Float64Array): { readonly key: number; readonly likeness: number } {
  let key = 0;
  let likeness = -1;
  PROFILES.forEach((profile, mode) => {
    for (let tonic = 0; tonic < 12; tonic++) {
      const alike = correlation(profile, (note) => chroma[(note + tonic) % 12]!);
      if (alike > likeness) {
        likeness = alike;
        key = 12 * mode + tonic;
      }
    }
  });
  return { key, likeness };
}

function correlation(profile: readonly number[], noteOf: (note: number) => number): number {
  const meanA = profile.reduce((sum, value) => sum + value, 0) / 12;
  let meanB = 0;
  for (let note = 0; note < 12; note++) {
    meanB += noteOf(note) / 12;
  }
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let note = 0; note < 12; note++) {
    const a = profile[note]! - meanA;
    const b = noteOf(note) - meanB;
    ab += a * b;
    aa += a * a;
    bb += b * b;
  }
  return bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
