/** Points of a map. */
export interface MapPoints {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** A map over another one. */
export interface AlignedMap {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** How long its unit is, in that of the map before: what was `d` apart is `d / scale` apart now. */
  readonly scale: number;
}

/** A turn by less, in radians, is none. */
const ALIGNED = 1e-6;

/**
 * Turns, mirrors and shifts a new map so that it lies over the old one as well as it can (orthogonal Procrustes in two
 * dimensions, Schönemann 1966), then fits it into [−1, 1] again. t-SNE's result may be turned any way; a person's eyes may not.
 * @param pairs rows of the new and of the old map that are the same song; fewer than two change nothing.
 */
export function alignTo(
  made: MapPoints,
  old: MapPoints,
  pairs: readonly (readonly [made: number, old: number])[],
): AlignedMap {
  if (pairs.length < 2) {
    return { x: made.x, y: made.y, scale: 1 };
  }
  const from = centre(made, pairs, 0);
  const to = centre(old, pairs, 1);
  // The 2 × 2 cross-covariance of the pairs.
  let xx = 0;
  let xy = 0;
  let yx = 0;
  let yy = 0;
  for (const [a, b] of pairs) {
    const ax = made.x[a]! - from.x;
    const ay = made.y[a]! - from.y;
    const bx = old.x[b]! - to.x;
    const by = old.y[b]! - to.y;
    xx += ax * bx;
    xy += ax * by;
    yx += ay * bx;
    yy += ay * by;
  }
  // In two dimensions the best rotation and the best mirrored rotation have closed forms; the better one is taken.
  const turned = Math.hypot(xx + yy, xy - yx);
  const mirrored = Math.hypot(xx - yy, xy + yx);
  const mirror = mirrored > turned ? -1 : 1;
  const angle = mirror === 1 ? Math.atan2(xy - yx, xx + yy) : Math.atan2(xy + yx, xx - yy);
  if (mirror === 1 && Math.abs(angle) < ALIGNED) {
    // The same map again: not a digit changes.
    return { x: made.x, y: made.y, scale: 1 };
  }
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const turnX = (row: number): number => cos * made.x[row]! - mirror * sin * made.y[row]!;
  const turnY = (row: number): number => sin * made.x[row]! + mirror * cos * made.y[row]!;
  const rows = made.x.length;
  return fit(
    Float32Array.from({ length: rows }, (_, row) => turnX(row)),
    Float32Array.from({ length: rows }, (_, row) => turnY(row)),
  );
}

function centre(
  points: MapPoints,
  pairs: readonly (readonly [number, number])[],
  side: 0 | 1,
): { readonly x: number; readonly y: number } {
  let x = 0;
  let y = 0;
  for (const pair of pairs) {
    x += points.x[pair[side]]!;
    y += points.y[pair[side]]!;
  }
  return { x: x / pairs.length, y: y / pairs.length };
}

/** A turned square sticks out at its corners: centred and scaled by one factor. */
function fit(x: Float32Array, y: Float32Array): AlignedMap {
  const across = (values: Float32Array): { middle: number; half: number } => {
    let low = Infinity;
    let high = -Infinity;
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return { middle: (low + high) / 2, half: (high - low) / 2 };
  };
  const [overX, overY] = [across(x), across(y)];
  const half = Math.max(overX.half, overY.half);
  const scale = half > 0 ? half : 1;
  const place = (values: Float32Array, middle: number): Float32Array =>
    values.map((value) => (value - middle) / scale);
  return { x: place(x, overX.middle), y: place(y, overY.middle), scale };
}
