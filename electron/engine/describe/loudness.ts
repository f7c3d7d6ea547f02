/** Of what ITU-R BS.1770-4 calls a channel: added to the mean square, so that a 997 Hz sine of full scale gives −3.01. */
const OFFSET = -0.691;
/** Gating blocks of 400 ms that overlap by three quarters. */
const BLOCK_SECONDS = 0.4;
const STEPS_A_BLOCK = 4;
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/**
 * Integrated loudness by ITU-R BS.1770-4 (K-weighting, blocks of 400 ms, both gates) of stretches of one song, taken as one
 * programme; a block never spans two. One channel: a stereo song is heard as the mean of its channels, and so up to 3 LU below
 * what a stereo meter shows.
 * @param stretches mono, full scale 1
 * @returns LUFS, or null when nothing is as long as one block or above −70
 */
export function loudnessOf(stretches: readonly Float32Array[], sampleRate: number): number | null {
  const filters = kWeighting(sampleRate);
  const step = Math.round((BLOCK_SECONDS * sampleRate) / STEPS_A_BLOCK);
  const powers = stretches.flatMap((stretch) => blockPowers(stretch, step, filters));
  const loud = powers.filter((power) => loudness(power) > ABSOLUTE_GATE);
  if (loud.length === 0) {
    return null;
  }
  const gate = loudness(mean(loud)) + RELATIVE_GATE;
  return loudness(mean(loud.filter((power) => loudness(power) > gate)));
}

const loudness = (power: number): number => OFFSET + 10 * Math.log10(power);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean squares of the weighted blocks of one stretch. */
function blockPowers(
  stretch: Float32Array,
  step: number,
  [shelf, highPass]: readonly [Biquad, Biquad],
): number[] {
  const steps = Math.floor(stretch.length / step);
  const sums = new Float64Array(steps);
  const [b0, b1, b2] = shelf.b;
  const [a1, a2] = shelf.a;
  const [d0, d1, d2] = highPass.b;
  const [c1, c2] = highPass.a;
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  let z1 = 0;
  let z2 = 0;
  for (let number = 0, at = 0; number < steps; number++) {
    let sum = 0;
    for (const end = at + step; at < end; at++) {
      const x = stretch[at]!;
      const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      const z = d0 * y + d1 * y1 + d2 * y2 - c1 * z1 - c2 * z2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      sum += z * z;
    }
    sums[number] = sum;
  }
  const powers: number[] = [];
  for (let number = 0; number + STEPS_A_BLOCK <= steps; number++) {
    const block = sums.subarray(number, number + STEPS_A_BLOCK);
    powers.push(block.reduce((sum, value) => sum + value, 0) / (STEPS_A_BLOCK * step));
  }
  return powers;
}

/**
 * The two filters of BS.1770 at any rate. The standard prints their coefficients at 48 kHz only; these are the analogue
 * filters behind them (a shelf of +4 dB at 1682 Hz, a high pass at 38 Hz), brought to `sampleRate` by the bilinear transform. At
 * 48 kHz they are the standard's to the eighth digit.
 */
export function kWeighting(sampleRate: number): readonly [Biquad, Biquad] {
  return [shelfAt(sampleRate), highPassAt(sampleRate)];
}

function shelfAt(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b: [
      (high + (band * k) / q + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (band * k) / q + k * k) / a0,
    ],
    a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0],
  };
}

function highPassAt(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0] };
}
