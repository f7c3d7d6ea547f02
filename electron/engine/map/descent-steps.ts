import type { Affinities } from './affinity-steps';
import type { GridArrays } from './grid-convolution';
import { GridConvolution } from './grid-convolution';
import type { GridPlace } from './repulsion-grid';
import { gather, spread } from './repulsion-grid';

/** Points of a part. */
export const DESCENT_ROWS = 1024;
/** Grids that points are spread onto, each by a part of its own. */
export const SPREADS = 4;
/** A gain never falls below this. */
const LEAST_GAIN = 0.01;
/** One point's way along an axis in one round is at most this: few points would otherwise be thrown far apart. */
const LONGEST_STEP = 5;

/** Places in `numbers`: what a round is made with. */
export const NUMBER = {
  nodes: 0,
  spacing: 1,
  left: 2,
  bottom: 3,
  exaggeration: 4,
  learningRate: 5,
  momentum: 6,
  z: 7,
} as const;
export const NUMBERS = 8;

/** Places in a part's row of `sums`. */
export const SUM = { potential: 0, kl: 1, left: 2, right: 3, bottom: 4, top: 5 } as const;
export const SUMS = 6;

/** What all threads see of a descent; see `descend`. Points are x, y pairs. */
export interface Descent extends GridArrays {
  readonly affinities: Affinities;
  readonly xy: Float64Array<SharedArrayBuffer>;
  readonly velocity: Float64Array<SharedArrayBuffer>;
  readonly gain: Float64Array<SharedArrayBuffer>;
  /** Σ_j (y_i − y_j) / (1 + |y_i − y_j|²)². */
  readonly push: Float64Array<SharedArrayBuffer>;
  /** Σ_j p_ij (y_i − y_j) / (1 + |y_i − y_j|²). */
  readonly pull: Float64Array<SharedArrayBuffer>;
  readonly spreads: readonly Float64Array<SharedArrayBuffer>[];
  readonly numbers: Float64Array<SharedArrayBuffer>;
  readonly sums: Float64Array<SharedArrayBuffer>;
}

type DescentStep =
  'spread' | 'rows' | 'columns' | 'back' | 'push' | 'pushEach' | 'pull' | 'move' | 'kl';

/** Steps of a round. Points go in parts of 1024, `spread` in 4 parts, `pushEach` in one, the grid's steps in its batches. */
export function descentSteps(
  descent: Descent,
): Readonly<Record<DescentStep, (part: number) => void>> {
  const { xy, push, numbers, sums, spreads, grid } = descent;
  const n = xy.length / 2;
  let convolution: GridConvolution | undefined;
  const current = (): GridConvolution => {
    const nodes = numbers[NUMBER.nodes]!;
    if (convolution?.nodes !== nodes) {
      convolution = new GridConvolution(nodes, descent);
    }
    return convolution;
  };
  const place = (): GridPlace => ({
    nodes: numbers[NUMBER.nodes]!,
    spacing: numbers[NUMBER.spacing]!,
    left: numbers[NUMBER.left]!,
    bottom: numbers[NUMBER.bottom]!,
  });
  const rowsOf = (part: number): readonly [number, number] => [
    part * DESCENT_ROWS,
    Math.min(n, (part + 1) * DESCENT_ROWS),
  ];
  return {
    spread: (part) => {
      const charges = spreads[part]!;
      const where = place();
      charges.fill(0, 0, where.nodes * where.nodes);
      const share = Math.ceil(n / SPREADS);
      spread(xy, part * share, Math.min(n, (part + 1) * share), where, charges);
    },
    rows: (part) => {
      current().transformRows(part, spreads);
    },
    columns: (part) => {
      current().convolveColumns(part);
    },
    back: (part) => {
      current().restoreRows(part);
    },
    push: (part) => {
      const [from, to] = rowsOf(part);
      sums[part * SUMS + SUM.potential] = gather(xy, from, to, place(), grid, push);
    },
    pushEach: () => {
      sums[SUM.potential] = pushEach(xy, push);
    },
    pull: (part) => {
      pull(descent, ...rowsOf(part));
    },
    move: (part) => {
      move(descent, part, ...rowsOf(part));
    },
    kl: (part) => {
      sums[part * SUMS + SUM.kl] = klOf(descent, ...rowsOf(part));
    },
  };
}

/** Every pair of points: exact, n² / 2 steps. Gives Σ_ij 1 / (1 + |y_i − y_j|²), with i = j. */
function pushEach(xy: Float64Array, push: Float64Array): number {
  push.fill(0);
  const n = xy.length / 2;
  let z = 0;
  for (let i = 0; i < n; i++) {
    const x = xy[2 * i]!;
    const y = xy[2 * i + 1]!;
    let pushX = 0;
    let pushY = 0;
    for (let j = i + 1; j < n; j++) {
      const dx = x - xy[2 * j]!;
      const dy = y - xy[2 * j + 1]!;
      const q = 1 / (1 + dx * dx + dy * dy);
      z += q;
      const alongX = q * q * dx;
      const alongY = q * q * dy;
      pushX += alongX;
      pushY += alongY;
      push[2 * j]! -= alongX;
      push[2 * j + 1]! -= alongY;
    }
    push[2 * i]! += pushX;
    push[2 * i + 1]! += pushY;
  }
  return 2 * z + n;
}

function pull({ affinities, xy, pull: force }: Descent, from: number, to: number): void {
  const { start, index, value } = affinities;
  for (let i = from; i < to; i++) {
    const x = xy[2 * i]!;
    const y = xy[2 * i + 1]!;
    const end = start[i + 1]!;
    let sumX = 0;
    let sumY = 0;
    for (let at = start[i]!; at < end; at++) {
      const j = 2 * index[at]!;
      const dx = x - xy[j]!;
      const dy = y - xy[j + 1]!;
      const share = value[at]! / (1 + dx * dx + dy * dy);
      sumX += share * dx;
      sumY += share * dy;
    }
    force[2 * i] = sumX;
    force[2 * i + 1] = sumY;
  }
}

/** Gradient descent with momentum and gains (Jacobs 1988), as van der Maaten's and scikit-learn's t-SNE do it. */
function move(descent: Descent, part: number, from: number, to: number): void {
  const { xy, velocity, gain, push, pull, numbers, sums } = descent;
  const rate = numbers[NUMBER.learningRate]!;
  const momentum = numbers[NUMBER.momentum]!;
  const pullFactor = 4 * numbers[NUMBER.exaggeration]!;
  const z = numbers[NUMBER.z]!;
  const pushFactor = z > 0 ? 4 / z : 0;
  for (let at = 2 * from; at < 2 * to; at++) {
    const slope = pullFactor * pull[at]! - pushFactor * push[at]!;
    const goesDown = velocity[at]! * slope < 0;
    const factor = Math.max(LEAST_GAIN, goesDown ? gain[at]! + 0.2 : gain[at]! * 0.8);
    const step = momentum * velocity[at]! - rate * factor * slope;
    gain[at] = factor;
    velocity[at] = Math.min(LONGEST_STEP, Math.max(-LONGEST_STEP, step));
    xy[at]! += velocity[at]!;
  }
  setBounds(xy, from, to, sums, part * SUMS);
}

/** Notes the smallest rectangle around the points in [from, to). */
export function setBounds(
  xy: Float64Array,
  from: number,
  to: number,
  sums: Float64Array,
  at: number,
): void {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = from; i < to; i++) {
    left = Math.min(left, xy[2 * i]!);
    right = Math.max(right, xy[2 * i]!);
    bottom = Math.min(bottom, xy[2 * i + 1]!);
    top = Math.max(top, xy[2 * i + 1]!);
  }
  sums[at + SUM.left] = left;
  sums[at + SUM.right] = right;
  sums[at + SUM.bottom] = bottom;
  sums[at + SUM.top] = top;
}

/** The part of KL(P ‖ Q) in nats that the points in [from, to) have. */
function klOf({ affinities, xy, numbers }: Descent, from: number, to: number): number {
  const { start, index, value } = affinities;
  const z = numbers[NUMBER.z]!;
  let sum = 0;
  for (let i = from; i < to; i++) {
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      const p = value[at]!;
      const dx = xy[2 * i]! - xy[2 * index[at]!]!;
      const dy = xy[2 * i + 1]! - xy[2 * index[at]! + 1]!;
      if (p > 0) {
        sum += p * Math.log(p * (1 + dx * dx + dy * dy) * z);
      }
    }
  }
  return sum;
}
