import type { Affinities } from './affinity-steps';
import type { Crew, Run } from './crew';
import type { Descent } from './descent-steps';
import { DESCENT_ROWS, NUMBER, NUMBERS, setBounds, SPREADS, SUM, SUMS } from './descent-steps';
import { createGridArrays, GridConvolution } from './grid-convolution';
import { MOST_NODES, placeGrid } from './repulsion-grid';
import { sharedFloat64s } from './shared-arrays';

const EXAGGERATION = 12;
/** Rounds with all of it, of the rounds in all; from then on it falls by the same factor each round, until it is gone for the last ones. */
const EXAGGERATED_SHARE = 1 / 10;
const PLAIN_SHARE = 7 / 15;
const MOMENTUM = 0.8;
/** Up to here comparing all pairs is as fast as the grid is. */
const MOST_EXACT = 1000;

/**
 * How many times over points attract each other in a round. Taken away at once, as usual, points stay where they happened to be: falling,
 * it leads to a map that is nearly the same from any start, with a KL lower by 1 to 5 % and more neighbours kept (see docs/benchmarks.md).
 */
function exaggerationOf(round: number, rounds: number): number {
  const full = Math.round(rounds * EXAGGERATED_SHARE);
  const plain = Math.round(rounds * (1 - PLAIN_SHARE));
  const left = round < full ? 1 : Math.max(0, (plain - round) / (plain - full));
  return EXAGGERATION ** left;
}

/**
 * At first max(50, n / 48): max(200, n / 12) without the factor 4 of van der Maaten & Hinton, eq. 5 (Belkina et al. 2019). Then four times
 * openTSNE's n, or less while attraction would make steps of it that go too far.
 */
function learningRateOf(n: number, exaggeration: number): number {
  return exaggeration === EXAGGERATION
    ? Math.max(50, n / (4 * EXAGGERATION))
    : Math.max(50, n * Math.min(1, 4 / exaggeration));
}

/** It is looked so often whether the map still gets better. */
const LOOK_ROUNDS = 50;
/** The map has settled when KL fell by less than this share of it between two looks. */
const SETTLED = 0.0005;

export interface DescentOptions {
  readonly affinities: Affinities;
  /** Points as x, y pairs; they are moved in place. */
  readonly xy: Float64Array<SharedArrayBuffer>;
  /** At most so many rounds, the last half of them, nearly, without exaggeration. */
  readonly iterations: number;
  /** Told after each round how many are done; may throw to end it. */
  readonly onRound?: (done: number) => void;
  /** By all pairs up to 1000 points and through a grid beyond, when left out. */
  readonly exact?: boolean;
}

export interface Descended {
  /** KL(P ‖ Q) in nats at the end. */
  readonly kl: number;
  /** Rounds that were made: fewer than asked when the map had settled. */
  readonly iterations: number;
}

/** Moves points down the gradient of KL(P ‖ Q): 4 Σ_j (e p_ij − q_ij)(y_i − y_j) / (1 + |y_i − y_j|²), e being the exaggeration. */
export function descend(crew: Crew, options: DescentOptions): Descended {
  const { affinities, xy, iterations, onRound = () => undefined } = options;
  const forces = createForces(crew, affinities, xy, options.exact);
  const n = xy.length / 2;
  let round = 0;
  let plain = 0;
  let kl = Infinity;
  for (; round < iterations; round++) {
    const exaggeration = exaggerationOf(round, iterations);
    forces.update();
    if (exaggeration === 1 && plain++ % LOOK_ROUNDS === 0) {
      const before = kl;
      kl = forces.kl();
      if (before - kl < SETTLED * kl) {
        break;
      }
    }
    forces.move(exaggeration, learningRateOf(n, exaggeration), MOMENTUM);
    onRound(round + 1);
  }
  forces.update();
  return { kl: forces.kl(), iterations: round };
}

export interface Forces {
  /** Works out the forces on the points where they are now. */
  readonly update: () => void;
  /** KL(P ‖ Q) in nats where the points were at the last update. */
  readonly kl: () => number;
  /** Makes one round of the descent by the forces of the last update. */
  readonly move: (exaggeration: number, learningRate: number, momentum: number) => void;
  /** As of the last update; see `Descent`. */
  readonly push: Float64Array;
  readonly pull: Float64Array;
  /** Σ_{i≠j} 1 / (1 + |y_i − y_j|²) as of the last update. */
  readonly z: () => number;
}

/** The forces between points, which a crew works out. */
export function createForces(
  crew: Crew,
  affinities: Affinities,
  xy: Float64Array<SharedArrayBuffer>,
  exact = xy.length / 2 <= MOST_EXACT,
): Forces {
  const n = xy.length / 2;
  const parts = Math.ceil(n / DESCENT_ROWS);
  const descent: Descent = {
    ...createGridArrays(exact ? 0 : MOST_NODES),
    affinities,
    xy,
    velocity: sharedFloat64s(2 * n),
    gain: sharedFloat64s(2 * n).fill(1),
    push: sharedFloat64s(2 * n),
    pull: sharedFloat64s(2 * n),
    spreads: Array.from({ length: exact ? 0 : SPREADS }, () => sharedFloat64s(MOST_NODES ** 2)),
    numbers: sharedFloat64s(NUMBERS),
    sums: sharedFloat64s(SUMS * Math.max(1, parts)),
  };
  const { sums, numbers } = descent;
  const run = crew.begin('descent', descent);
  const pushThroughGrid = createGridPush(run, descent, parts);
  for (let part = 0; part < parts; part++) {
    setBounds(xy, part * DESCENT_ROWS, Math.min(n, (part + 1) * DESCENT_ROWS), sums, part * SUMS);
  }
  return {
    push: descent.push,
    pull: descent.pull,
    z: () => numbers[NUMBER.z]!,
    update: () => {
      if (exact) {
        run('pushEach', 1);
      } else {
        pushThroughGrid();
      }
      // Each point met itself at distance 0, where 1 / (1 + d²) is 1.
      numbers[NUMBER.z] = total(sums, SUM.potential, exact ? 1 : parts) - n;
      run('pull', parts);
    },
    kl: () => {
      run('kl', parts);
      return total(sums, SUM.kl, parts);
    },
    move: (exaggeration, learningRate, momentum) => {
      numbers[NUMBER.exaggeration] = exaggeration;
      numbers[NUMBER.learningRate] = learningRate;
      numbers[NUMBER.momentum] = momentum;
      run('move', parts);
    },
  };
}

const cauchy = (squared: number): number => 1 / (1 + squared);

/**
 * Repulsion through a grid: charges of all points are spread onto its nodes, the nodes' potential comes by FFT, and points read its
 * slope off the nodes around them (after FIt-SNE: Linderman et al. 2019). n + grid·log(grid) steps instead of n². One
 * potential does: the forces are its slope, and Z is its sum over the points.
 */
function createGridPush(run: Run<'descent'>, descent: Descent, parts: number): () => void {
  const { numbers, sums } = descent;
  let convolution: GridConvolution | undefined;
  let spacing = 0;
  return () => {
    const place = placeGrid(
      least(sums, SUM.left, parts),
      -least(sums, SUM.right, parts, -1),
      least(sums, SUM.bottom, parts),
      -least(sums, SUM.top, parts, -1),
    );
    if (convolution?.nodes !== place.nodes || spacing !== place.spacing) {
      convolution = new GridConvolution(place.nodes, descent);
      spacing = place.spacing;
      convolution.setKernel(spacing, cauchy);
    }
    numbers[NUMBER.nodes] = place.nodes;
    numbers[NUMBER.spacing] = place.spacing;
    numbers[NUMBER.left] = place.left;
    numbers[NUMBER.bottom] = place.bottom;
    run('spread', SPREADS);
    run('rows', convolution.rowBatches);
    run('columns', convolution.columnBatches);
    run('back', convolution.rowBatches);
    run('push', parts);
  };
}

function total(sums: Float64Array, place: number, parts: number): number {
  let sum = 0;
  for (let part = 0; part < parts; part++) {
    sum += sums[part * SUMS + place]!;
  }
  return sum;
}

function least(sums: Float64Array, place: number, parts: number, factor = 1): number {
  let value = Infinity;
  for (let part = 0; part < parts; part++) {
    value = Math.min(value, factor * sums[part * SUMS + place]!);
  }
  return value;
}
