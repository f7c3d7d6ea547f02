/** Power spectra of real frames, two frames by one complex transform. */
export interface PowerSpectra {
  /** `size / 2 + 1` values a frame. */
  readonly bins: number;
  /**
   * The Hann-windowed power of the frames of `signal` that begin at `first` and at `second`, into `firstPower` and `secondPower`.
   * What lies beyond the end of the signal counts as silence. A frame may be asked for twice.
   */
  run(
    signal: Float32Array,
    places: { readonly first: number; readonly second: number },
    firstPower: Float64Array,
    secondPower: Float64Array,
  ): void;
}

/**
 * @param size of a frame in samples, a power of two from 8 on
 */
export function createPowerSpectra(size: number): PowerSpectra {
  const window = Float64Array.from(
    { length: size },
    (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size),
  );
  const reversed = bitReversal(size);
  const cos = Float64Array.from({ length: size / 2 }, (_, at) =>
    Math.cos((2 * Math.PI * at) / size),
  );
  const sin = Float64Array.from(
    { length: size / 2 },
    (_, at) => -Math.sin((2 * Math.PI * at) / size),
  );
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const half = size / 2;
  return {
    bins: half + 1,
    run: (signal, { first, second }, firstPower, secondPower) => {
      load(signal, first, window, reversed, re);
      load(signal, second, window, reversed, im);
      transform(re, im, cos, sin);
      // Of the sum a + ib of two real frames: A(k) = (Z(k) + Z*(−k)) / 2, B(k) = (Z(k) − Z*(−k)) / 2i.
      for (let k = 0; k <= half; k++) {
        const mirror = (size - k) & (size - 1);
        const evenRe = re[k]! + re[mirror]!;
        const oddRe = re[k]! - re[mirror]!;
        const evenIm = im[k]! + im[mirror]!;
        const oddIm = im[k]! - im[mirror]!;
        firstPower[k] = (evenRe * evenRe + oddIm * oddIm) / 4;
        secondPower[k] = (evenIm * evenIm + oddRe * oddRe) / 4;
      }
    },
  };
}

function load(
  signal: Float32Array,
  from: number,
  window: Float64Array,
  reversed: Uint32Array,
  out: Float64Array,
): void {
  const there = Math.max(0, Math.min(window.length, signal.length - from));
  for (let at = 0; at < there; at++) {
    out[reversed[at]!] = signal[from + at]! * window[at]!;
  }
  for (let at = there; at < window.length; at++) {
    out[reversed[at]!] = 0;
  }
}

function bitReversal(size: number): Uint32Array {
  const reversed = new Uint32Array(size);
  for (let at = 1; at < size; at++) {
    reversed[at] = (reversed[at >> 1]! >> 1) | (at & 1 ? size >> 1 : 0);
  }
  return reversed;
}

/** Cooley and Tukey's radix-2 transform of values in bit-reversed order; the first two passes need no products. */
function transform(re: Float64Array, im: Float64Array, cos: Float64Array, sin: Float64Array): void {
  const size = re.length;
  firstPasses(re, im);
  for (let length = 8; length <= size; length *= 2) {
    const half = length / 2;
    const step = size / length;
    for (let start = 0; start < size; start += length) {
      for (let k = 0, at = start, turn = 0; k < half; k++, at++, turn += step) {
        const other = at + half;
        const c = cos[turn]!;
        const s = sin[turn]!;
        const otherRe = re[other]!;
        const otherIm = im[other]!;
        const turnedRe = otherRe * c - otherIm * s;
        const turnedIm = otherRe * s + otherIm * c;
        re[other] = re[at]! - turnedRe;
        im[other] = im[at]! - turnedIm;
        re[at] = re[at]! + turnedRe;
        im[at] = im[at]! + turnedIm;
      }
    }
  }
}

function firstPasses(re: Float64Array, im: Float64Array): void {
  for (let at = 0; at < re.length; at += 4) {
    const sumRe = re[at]! + re[at + 1]!;
    const sumIm = im[at]! + im[at + 1]!;
    const gapRe = re[at]! - re[at + 1]!;
    const gapIm = im[at]! - im[at + 1]!;
    const nextSumRe = re[at + 2]! + re[at + 3]!;
    const nextSumIm = im[at + 2]! + im[at + 3]!;
    const nextGapRe = re[at + 2]! - re[at + 3]!;
    const nextGapIm = im[at + 2]! - im[at + 3]!;
    re[at] = sumRe + nextSumRe;
    im[at] = sumIm + nextSumIm;
    re[at + 1] = gapRe + nextGapIm;
    im[at + 1] = gapIm - nextGapRe;
    re[at + 2] = sumRe - nextSumRe;
    im[at + 2] = sumIm - nextSumIm;
    re[at + 3] = gapRe - nextGapIm;
    im[at + 3] = gapIm + nextGapRe;
  }
}
