import { createPowerSpectra } from './power-spectrum';

/** The tempo of a song. */
export interface HeardTempo {
  /** Beats a minute. */
  readonly bpm: number;
  /** How regular the beats are, in (0, 1]. */
  readonly confidence: number;
}

/** 32 ms, one every 16 ms at 16 kHz. */
const FRAME_SIZE = 512;
const HOP = 256;
/** Bands in which beginnings of sounds are looked for: drums and basses do not hide each other. */
const BANDS = 20;
const LOWEST_HZ = 60;
const HIGHEST_HZ = 7000;
/** Of an amplitude: what is 60 dB below full scale begins to count. */
const COMPRESSION = 1000;
/** A band that rises by less than 1 dB in a frame is a held note that wavers, not one that begins. */
const LEAST_RISE = 0.115;
/** Four beats of the slowest tempo. */
const LONGEST_LAG_SECONDS = 5.4;
const SLOWEST_BPM = 45;
const FASTEST_BPM = 215;
/** People tap most songs near this tempo, and few at half or double (in octaves, one standard deviation). */
const USUAL_BPM = 120;
const USUAL_OCTAVES = 0.9;
/** Beats that are compared with the first. */
const BEATS = 4;
/** Likeness below this is found in music without a beat too. */
const LEAST_LIKENESS = 0.1;
/** A quarter of a percent: as near as lags of 16 ms over four beats can tell. */
const STEP = 1.0025;
/** Frames on either side over which the mean is taken that counts as slow change: half a second in all. */
const TREND_FRAMES = 16;

/**
 * The tempo of a song by how alike the beginnings of its sounds are one beat, two, three and four beats later.
 * @param stretches mono; those shorter than two seconds are not listened to
 * @returns null when there is no regular beat
 */
export function tempoOf(stretches: readonly Float32Array[], sampleRate: number): HeardTempo | null {
  const rate = sampleRate / HOP;
  const lags = Math.ceil(LONGEST_LAG_SECONDS * rate);
  const likeness = new Float64Array(lags + 1);
  const weights = new Float64Array(lags + 1);
  for (const stretch of stretches) {
    addLikeness(onsetsOf(stretch, sampleRate), likeness, weights);
  }
  for (let lag = 0; lag <= lags; lag++) {
    likeness[lag] = weights[lag]! > 0 ? likeness[lag]! / weights[lag]! : 0;
  }
  return strongest(likeness, rate);
}

/** How much louder, in all bands together, the sound has become with each frame; its slow changes are taken out. */
function onsetsOf(stretch: Float32Array, sampleRate: number): Float64Array {
  const spectra = createPowerSpectra(FRAME_SIZE);
  const edges = bandEdges(sampleRate);
  const count = Math.max(0, Math.floor((stretch.length - FRAME_SIZE) / HOP) + 1);
  const onsets = new Float64Array(count);
  let before = new Float64Array(BANDS);
  let now = new Float64Array(BANDS);
  const first = new Float64Array(spectra.bins);
  const second = new Float64Array(spectra.bins);
  for (let number = 0; number < count; number++) {
    if (number % 2 === 0) {
      spectra.run(stretch, { first: number * HOP, second: (number + 1) * HOP }, first, second);
    }
    const power = number % 2 === 0 ? first : second;
    let rise = 0;
    for (let band = 0; band < BANDS; band++) {
      let sum = 0;
      for (let bin = edges[band]!; bin < edges[band + 1]!; bin++) {
        sum += power[bin]!;
      }
      now[band] = Math.log1p((COMPRESSION * Math.sqrt(sum)) / FRAME_SIZE);
      rise += Math.max(0, now[band]! - before[band]! - LEAST_RISE);
    }
    onsets[number] = number === 0 ? 0 : rise;
    [before, now] = [now, before];
  }
  return withoutTrend(onsets);
}

function bandEdges(sampleRate: number): readonly number[] {
  const edges: number[] = [];
  for (let band = 0; band <= BANDS; band++) {
    const hz = LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (band / BANDS);
    const bin = Math.round((hz * FRAME_SIZE) / sampleRate);
    edges.push(Math.max(bin, (edges[band - 1] ?? 0) + 1));
  }
  return edges;
}

/** Less the mean of the half second around each value, and never below 0. */
function withoutTrend(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) {
    sums[at + 1] = sums[at]! + values[at]!;
  }
  return values.map((value, at) => {
    const from = Math.max(0, at - TREND_FRAMES);
    const to = Math.min(values.length, at + TREND_FRAMES + 1);
    return Math.max(0, value - (sums[to]! - sums[from]!) / (to - from));
  });
}

/** Adds a stretch's autocorrelation at every lag that it is long enough for, as a coefficient: 1 is a perfect repetition. */
function addLikeness(onsets: Float64Array, likeness: Float64Array, weights: Float64Array): void {
  const size = onsets.length;
  let mean = 0;
  for (const value of onsets) {
    mean += value / size;
  }
  const centred = onsets.map((value) => value - mean);
  let power = 0;
  for (const value of centred) {
    power += value * value;
  }
  if (!(power > 0)) {
    return;
  }
  const most = Math.min(likeness.length - 1, Math.floor(size / 2));
  for (let lag = 0; lag <= most; lag++) {
    let sum = 0;
    const overlap = size - lag;
    for (let at = 0; at < overlap; at++) {
      sum += centred[at]! * centred[at + lag]!;
    }
    likeness[lag]! += (sum / power / overlap) * size * overlap;
    weights[lag]! += overlap;
  }
}

/** Between two lags, by a straight line. */
function likenessAt(likeness: Float64Array, lag: number): number {
  const left = Math.floor(lag);
  const share = lag - left;
  return likeness[left]! * (1 - share) + likeness[left + 1]! * share;
}

function strongest(likeness: Float64Array, rate: number): HeardTempo | null {
  let best: HeardTempo | null = null;
  let bestScore = 0;
  for (let bpm = SLOWEST_BPM; bpm <= FASTEST_BPM; bpm *= STEP) {
    const period = (60 * rate) / bpm;
    let sum = 0;
    for (let beats = 1; beats <= BEATS; beats++) {
      sum += likenessAt(likeness, beats * period);
    }
    const confidence = Math.min(1, sum / BEATS);
    const octaves = Math.log2(bpm / USUAL_BPM) / USUAL_OCTAVES;
    const score = confidence * Math.exp(-0.5 * octaves * octaves);
    if (score > bestScore && confidence >= LEAST_LIKENESS) {
      bestScore = score;
      best = { bpm: Math.round(bpm * 10) / 10, confidence };
    }
  }
  return best;
}
