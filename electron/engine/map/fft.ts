/** In-place discrete Fourier transform of one length; the inverse is `transform(im, re)` divided by the length. */
export type Transform = (re: Float64Array, im: Float64Array) => void;

interface Pass {
  readonly radix: number;
  /** Distance between the values that stay together. */
  readonly stride: number;
  /** Length of the transforms that are still to be made, over the radix. */
  readonly count: number;
  /** cos and sin of −2π p k / length for k = 1 … radix − 1, p by p. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/**
 * Fast Fourier transform for lengths 2^a · 3^b · 5^c: Stockham's self-sorting form with radices 5, 4, 3 and 2, so that no values
 * need to be reordered.
 */
export function createTransform(length: number): Transform {
  const passes = planPasses(length);
  const spareRe = new Float64Array(length);
  const spareIm = new Float64Array(length);
  return (re, im) => {
    let from: readonly [Float64Array, Float64Array] = [re, im];
    let to: readonly [Float64Array, Float64Array] = [spareRe, spareIm];
    for (const pass of passes) {
      BUTTERFLIES[pass.radix]!(pass, from[0], from[1], to[0], to[1]);
      [from, to] = [to, from];
    }
    if (from[0] !== re) {
      re.set(from[0]);
      im.set(from[1]);
    }
  };
}

function planPasses(length: number): Pass[] {
  const passes: Pass[] = [];
  let rest = length;
  let stride = 1;
  while (rest > 1) {
    const radix = [5, 4, 3, 2].find((candidate) => rest % candidate === 0);
    if (radix === undefined) {
      throw new RangeError(`${length} has prime factors other than 2, 3 and 5`);
    }
    const count = rest / radix;
    const cos = new Float64Array(count * (radix - 1));
    const sin = new Float64Array(count * (radix - 1));
    for (let p = 0; p < count; p++) {
      for (let k = 1; k < radix; k++) {
        const angle = (-2 * Math.PI * p * k) / rest;
        cos[p * (radix - 1) + k - 1] = Math.cos(angle);
        sin[p * (radix - 1) + k - 1] = Math.sin(angle);
      }
    }
    passes.push({ radix, stride, count, cos, sin });
    rest = count;
    stride *= radix;
  }
  return passes;
}

type Butterfly = (
  pass: Pass,
  fromRe: Float64Array,
  fromIm: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
) => void;

const butterfly2: Butterfly = ({ stride, count, cos, sin }, fromRe, fromIm, toRe, toIm) => {
  const step = stride * count;
  for (let p = 0; p < count; p++) {
    const c = cos[p]!;
    const s = sin[p]!;
    const out = 2 * p * stride;
    for (let q = 0; q < stride; q++) {
      const at = p * stride + q;
      const aRe = fromRe[at]!;
      const aIm = fromIm[at]!;
      const bRe = fromRe[at + step]!;
      const bIm = fromIm[at + step]!;
      toRe[out + q] = aRe + bRe;
      toIm[out + q] = aIm + bIm;
      toRe[out + stride + q] = (aRe - bRe) * c - (aIm - bIm) * s;
      toIm[out + stride + q] = (aRe - bRe) * s + (aIm - bIm) * c;
    }
  }
};

const HALF_ROOT_3 = Math.sqrt(3) / 2;

const butterfly3: Butterfly = ({ stride, count, cos, sin }, fromRe, fromIm, toRe, toIm) => {
  const step = stride * count;
  for (let p = 0; p < count; p++) {
    const c1 = cos[2 * p]!;
    const s1 = sin[2 * p]!;
    const c2 = cos[2 * p + 1]!;
    const s2 = sin[2 * p + 1]!;
    for (let q = 0; q < stride; q++) {
      const at = p * stride + q;
      const out = 3 * p * stride + q;
      const aRe = fromRe[at]!;
      const aIm = fromIm[at]!;
      const sumRe = fromRe[at + step]! + fromRe[at + 2 * step]!;
      const sumIm = fromIm[at + step]! + fromIm[at + 2 * step]!;
      const turnRe = HALF_ROOT_3 * (fromIm[at + step]! - fromIm[at + 2 * step]!);
      const turnIm = -HALF_ROOT_3 * (fromRe[at + step]! - fromRe[at + 2 * step]!);
      const restRe = aRe - sumRe / 2;
      const restIm = aIm - sumIm / 2;
      toRe[out] = aRe + sumRe;
      toIm[out] = aIm + sumIm;
      toRe[out + stride] = (restRe + turnRe) * c1 - (restIm + turnIm) * s1;
      toIm[out + stride] = (restRe + turnRe) * s1 + (restIm + turnIm) * c1;
      toRe[out + 2 * stride] = (restRe - turnRe) * c2 - (restIm - turnIm) * s2;
      toIm[out + 2 * stride] = (restRe - turnRe) * s2 + (restIm - turnIm) * c2;
    }
  }
};

const butterfly4: Butterfly = ({ stride, count, cos, sin }, fromRe, fromIm, toRe, toIm) => {
  const step = stride * count;
  for (let p = 0; p < count; p++) {
    const c1 = cos[3 * p]!;
    const s1 = sin[3 * p]!;
    const c2 = cos[3 * p + 1]!;
    const s2 = sin[3 * p + 1]!;
    const c3 = cos[3 * p + 2]!;
    const s3 = sin[3 * p + 2]!;
    for (let q = 0; q < stride; q++) {
      const at = p * stride + q;
      const out = 4 * p * stride + q;
      const evenRe = fromRe[at]! + fromRe[at + 2 * step]!;
      const evenIm = fromIm[at]! + fromIm[at + 2 * step]!;
      const gapRe = fromRe[at]! - fromRe[at + 2 * step]!;
      const gapIm = fromIm[at]! - fromIm[at + 2 * step]!;
      const oddRe = fromRe[at + step]! + fromRe[at + 3 * step]!;
      const oddIm = fromIm[at + step]! + fromIm[at + 3 * step]!;
      // −i (b − d)
      const turnRe = fromIm[at + step]! - fromIm[at + 3 * step]!;
      const turnIm = fromRe[at + 3 * step]! - fromRe[at + step]!;
      toRe[out] = evenRe + oddRe;
      toIm[out] = evenIm + oddIm;
      toRe[out + stride] = (gapRe + turnRe) * c1 - (gapIm + turnIm) * s1;
      toIm[out + stride] = (gapRe + turnRe) * s1 + (gapIm + turnIm) * c1;
      toRe[out + 2 * stride] = (evenRe - oddRe) * c2 - (evenIm - oddIm) * s2;
      toIm[out + 2 * stride] = (evenRe - oddRe) * s2 + (evenIm - oddIm) * c2;
      toRe[out + 3 * stride] = (gapRe - turnRe) * c3 - (gapIm - turnIm) * s3;
      toIm[out + 3 * stride] = (gapRe - turnRe) * s3 + (gapIm - turnIm) * c3;
    }
  }
};

const COS_72 = Math.cos((2 * Math.PI) / 5);
const COS_144 = Math.cos((4 * Math.PI) / 5);
const SIN_72 = Math.sin((2 * Math.PI) / 5);
const SIN_144 = Math.sin((4 * Math.PI) / 5);

const butterfly5: Butterfly = ({ stride, count, cos, sin }, fromRe, fromIm, toRe, toIm) => {
  const step = stride * count;
  for (let p = 0; p < count; p++) {
    for (let q = 0; q < stride; q++) {
      const at = p * stride + q;
      const aRe = fromRe[at]!;
      const aIm = fromIm[at]!;
      // Sums and differences of the values that mirror each other.
      const sum1Re = fromRe[at + step]! + fromRe[at + 4 * step]!;
      const sum1Im = fromIm[at + step]! + fromIm[at + 4 * step]!;
      const gap1Re = fromRe[at + step]! - fromRe[at + 4 * step]!;
      const gap1Im = fromIm[at + step]! - fromIm[at + 4 * step]!;
      const sum2Re = fromRe[at + 2 * step]! + fromRe[at + 3 * step]!;
      const sum2Im = fromIm[at + 2 * step]! + fromIm[at + 3 * step]!;
      const gap2Re = fromRe[at + 2 * step]! - fromRe[at + 3 * step]!;
      const gap2Im = fromIm[at + 2 * step]! - fromIm[at + 3 * step]!;
      const rest1Re = aRe + COS_72 * sum1Re + COS_144 * sum2Re;
      const rest1Im = aIm + COS_72 * sum1Im + COS_144 * sum2Im;
      const rest2Re = aRe + COS_144 * sum1Re + COS_72 * sum2Re;
      const rest2Im = aIm + COS_144 * sum1Im + COS_72 * sum2Im;
      const turn1Re = SIN_72 * gap1Im + SIN_144 * gap2Im;
      const turn1Im = -SIN_72 * gap1Re - SIN_144 * gap2Re;
      const turn2Re = SIN_144 * gap1Im - SIN_72 * gap2Im;
      const turn2Im = -SIN_144 * gap1Re + SIN_72 * gap2Re;
      const out = 5 * p * stride + q;
      toRe[out] = aRe + sum1Re + sum2Re;
      toIm[out] = aIm + sum1Im + sum2Im;
      turnInto(toRe, toIm, out + stride, rest1Re + turn1Re, rest1Im + turn1Im, cos, sin, 4 * p);
      turnInto(
        toRe,
        toIm,
        out + 2 * stride,
        rest2Re + turn2Re,
        rest2Im + turn2Im,
        cos,
        sin,
        4 * p + 1,
      );
      turnInto(
        toRe,
        toIm,
        out + 3 * stride,
        rest2Re - turn2Re,
        rest2Im - turn2Im,
        cos,
        sin,
        4 * p + 2,
      );
      turnInto(
        toRe,
        toIm,
        out + 4 * stride,
        rest1Re - turn1Re,
        rest1Im - turn1Im,
        cos,
        sin,
        4 * p + 3,
      );
    }
  }
};

/** Writes a value turned by an angle of the table. */
function turnInto(
  toRe: Float64Array,
  toIm: Float64Array,
  to: number,
  re: number,
  im: number,
  cos: Float64Array,
  sin: Float64Array,
  angle: number,
): void {
  toRe[to] = re * cos[angle]! - im * sin[angle]!;
  toIm[to] = re * sin[angle]! + im * cos[angle]!;
}

const BUTTERFLIES: Readonly<Record<number, Butterfly>> = {
  2: butterfly2,
  3: butterfly3,
  4: butterfly4,
  5: butterfly5,
};
