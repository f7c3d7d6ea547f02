import { fitRow } from './affinity-steps';
import type { NearRow } from './near-rows';
import { mapNeighbours, PERPLEXITY, perplexityFor } from './perplexity';

/** Neighbours that a point is drawn to: as many as a layout of the map has for each. */
export const SETTLE_NEIGHBOURS = mapNeighbours(PERPLEXITY);
/** Looks at the whole map; a point settles within about ten. */
const MOST_LOOKS = 40;
/** Length of the first step, in slopes; it grows while it leads down, and shrinks where it does not. */
const FIRST_STEP = 2;
const LONGER = 1.6;
const SHORTER = 0.4;
/** A step that is shorter, in the unit of t-SNE's forces, changes nothing that is to be seen. */
const SHORTEST = 1e-3;

/** The points that stay where they are, the first `count` of the arrays. */
export interface StandingPoints {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly count: number;
  /** See `Tsne`. */
  readonly half: number;
}

interface Slope {
  readonly cost: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Moves one point down the gradient of its part of t-SNE's objective, all others standing still: with p_j its affinities to its
 * nearest rows (van der Maaten & Hinton 2008, eq. 1) and w_j = 1 / (1 + |y − y_j|²), C(y) = −Σ_j p_j log w_j + log Σ_j w_j, the last
 * sum over all points. A step is made only if C falls.
 * @param from where it begins, in the map's units.
 * @param near its nearest rows, nearest first.
 */
export function settlePoint(
  points: StandingPoints,
  from: { readonly x: number; readonly y: number },
  near: readonly NearRow[],
): { readonly x: number; readonly y: number } {
  if (!(points.half > 0) || near.length < 2) {
    return from;
  }
  const pull = pullOf(near, points.count);
  const [beginX, beginY] = [from.x * points.half, from.y * points.half];
  let [x, y, step] = [beginX, beginY, FIRST_STEP];
  let slope = slopeAt(points, pull, x, y);
  for (let look = 1; look < MOST_LOOKS; look++) {
    const length = step * Math.hypot(slope.x, slope.y);
    if (!(length > SHORTEST)) {
      break;
    }
    const [nextX, nextY] = [x - step * slope.x, y - step * slope.y];
    const next = slopeAt(points, pull, nextX, nextY);
    const leadsDown = next.cost < slope.cost;
    step *= leadsDown ? LONGER : SHORTER;
    if (leadsDown) {
      [x, y, slope] = [nextX, nextY, next];
    }
  }
  return { x: x / points.half, y: y / points.half };
}

interface Pull {
  readonly rows: Int32Array;
  /** p_j, which add up to 1. */
  readonly shares: Float32Array;
}

function pullOf(near: readonly NearRow[], count: number): Pull {
  const perplexity = perplexityFor(count + 1);
  const used = near.slice(0, mapNeighbours(perplexity));
  // Of L2-normalised rows.
  const squared = Float32Array.from(used, ({ similarity }) => Math.max(0, 2 - 2 * similarity));
  const shares = new Float32Array(used.length);
  fitRow(squared, shares, Math.log(perplexity));
  return { rows: Int32Array.from(used, ({ row }) => row), shares };
}

/** C and its gradient. Runs over all points of the map: nothing is made in its loops. */
function slopeAt(
  { x, y, count, half }: StandingPoints,
  { rows, shares }: Pull,
  atX: number,
  atY: number,
): Slope {
  let cost = 0;
  let slopeX = 0;
  let slopeY = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    const dx = atX - x[row]! * half;
    const dy = atY - y[row]! * half;
    const near = 1 / (1 + dx * dx + dy * dy);
    const share = shares[at]!;
    cost -= share * Math.log(near);
    slopeX += share * near * dx;
    slopeY += share * near * dy;
  }
  let sum = 0;
  let pushX = 0;
  let pushY = 0;
  for (let row = 0; row < count; row++) {
    const dx = atX - x[row]! * half;
    const dy = atY - y[row]! * half;
    const near = 1 / (1 + dx * dx + dy * dy);
    sum += near;
    pushX += near * near * dx;
    pushY += near * near * dy;
  }
  return {
    cost: cost + Math.log(sum),
    x: 2 * (slopeX - pushX / sum),
    y: 2 * (slopeY - pushY / sum),
  };
}
