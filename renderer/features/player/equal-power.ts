/** Values of a curve; straight lines between them are within 0.0004 of it. */
const STEPS = 32;

/**
 * The gain of a sound that is so far faded in, 0 to 1. Of two that change places one is at s and the other at 1 − s: their powers,
 * which add up as they are different sounds, are then 1 all the time. (Straight lines would have it dip by half.)
 */
export function equalPower(share: number): number {
  return Math.sin((Math.PI / 2) * share);
}

/** The gains, at even steps, of a sound that fades in from nothing, or out from a gain. */
export function fadeCurve(to: 'in' | 'out', from = 1): Float32Array {
  return Float32Array.from({ length: STEPS + 1 }, (_, step) =>
    to === 'in' ? equalPower(step / STEPS) : from * equalPower(1 - step / STEPS),
  );
}
