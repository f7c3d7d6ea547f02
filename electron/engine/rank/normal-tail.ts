/** z-scores beyond this are taken as this: e^-72 is as good as nothing. */
const FURTHEST = 12;
/** Steps of the table in one unit of z; linear between them the error stays under 0.3 %. */
const STEPS = 64;

/**
 * `−ln Φ(z)`, where Φ is the distribution function of the standard normal distribution: near 0 for large z without
 * losing digits there, where Φ itself is 1 for a computer. Strictly falling within ±12, constant beyond.
 */
export function minusLogNormal(z: number): number {
  // Asked hundreds of thousands of times a question. NaN stays NaN.
  if (z >= FURTHEST) {
    return TABLE[LAST]!;
  }
  const place = z <= -FURTHEST ? 0 : (z + FURTHEST) * STEPS;
  const step = place | 0;
  const low = TABLE[step]!;
  return low + (TABLE[step + 1]! - low) * (place - step);
}

const LAST = 2 * FURTHEST * STEPS;
const TABLE = Float64Array.from({ length: LAST + 1 }, (_, step) => {
  const z = step / STEPS - FURTHEST;
  return z < 0 ? -logTail(-z) : -Math.log1p(-Math.exp(logTail(z)));
});

/** `ln (1 − Φ(z))` for z ≥ 0. */
function logTail(z: number): number {
  const logDensity = -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
  // Each converges fast where it is used (Abramowitz and Stegun 26.2.11 and 26.2.14).
  return z < 2.5
    ? Math.log(0.5 - nearSum(z) * Math.exp(logDensity))
    : logDensity - Math.log(farFraction(z));
}

/** z + z³/3 + z⁵/(3·5) + … */
function nearSum(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))), from the inside out. */
function farFraction(z: number): number {
  let value = z;
  for (let depth = 200; depth >= 1; depth--) {
    value = z + depth / value;
  }
  return value;
}
