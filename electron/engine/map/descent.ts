import type { Affinities } from './affinities';
import type { Repulsion } from './repulsion';
import type { Positions } from './start-layout';

const EXAGGERATION = 12;
/** Rounds with exaggerated attraction, of the rounds in all. */
const EXAGGERATED_SHARE = 0.25;
const EARLY_MOMENTUM = 0.5;
const MOMENTUM = 0.8;
const LEAST_GAIN = 0.01;
/** In the gradient's own units: with the factor 4 of van der Maaten & Hinton, eq. 5. That is max(200, n/12) without it. */
const learningRateOf = (n: number): number => Math.max(50, n / 48);

/** One point's way in one round is at most this: few points would otherwise be thrown far apart. */
const LONGEST_STEP = 5;

export interface Gradient {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Σ_{i≠j} 1 / (1 + |y_i − y_j|²) at the positions it was taken at. */
  z: number;
}

/**
 * Fills the gradient of KL(P ‖ Q) at the positions: 4 Σ_j (e p_ij − q_ij)(y_i − y_j) / (1 + |y_i − y_j|²),
 * e being the exaggeration.
 */
export function fillGradient(
  affinities: Affinities,
  { x, y }: Positions,
  repulsion: Repulsion,
  exaggeration: number,
  gradient: Gradient,
): void {
  const { start, index, value } = affinities;
  gradient.z = repulsion(x, y, gradient.x, gradient.y);
  const push = gradient.z > 0 ? 4 / gradient.z : 0;
  const pull = 4 * exaggeration;
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    const yi = y[i]!;
    let sumX = 0;
    let sumY = 0;
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      const j = index[at]!;
      const dx = xi - x[j]!;
      const dy = yi - y[j]!;
      const share = value[at]! / (1 + dx * dx + dy * dy);
      sumX += share * dx;
      sumY += share * dy;
    }
    gradient.x[i] = pull * sumX - push * gradient.x[i]!;
    gradient.y[i] = pull * sumY - push * gradient.y[i]!;
  }
}

/** KL(P ‖ Q) in nats for the given Z. */
export function klDivergence(
  { start, index, value }: Affinities,
  { x, y }: Positions,
  z: number,
): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      const p = value[at]!;
      const dx = x[i]! - x[index[at]!]!;
      const dy = y[i]! - y[index[at]!]!;
      if (p > 0) {
        sum += p * Math.log(p * (1 + dx * dx + dy * dy) * z);
      }
    }
  }
  return sum;
}

/**
 * Gradient descent with momentum and gains (Jacobs 1988), as van der Maaten's and scikit-learn's t-SNE do it. Moves the positions in place.
 * @param onRound told after each round how many are done; may throw to end it.
 */
export function descend(
  affinities: Affinities,
  positions: Positions,
  repulsion: Repulsion,
  iterations: number,
  onRound: (done: number) => void,
): void {
  const n = positions.x.length;
  const gradient = { x: new Float64Array(n), y: new Float64Array(n), z: 0 };
  const axes = [new Axis(positions.x, gradient.x), new Axis(positions.y, gradient.y)] as const;
  const learningRate = learningRateOf(n);
  const exaggerated = Math.round(iterations * EXAGGERATED_SHARE);
  for (let round = 0; round < iterations; round++) {
    const isEarly = round < exaggerated;
    fillGradient(affinities, positions, repulsion, isEarly ? EXAGGERATION : 1, gradient);
    for (const axis of axes) {
      axis.step(learningRate, isEarly ? EARLY_MOMENTUM : MOMENTUM);
    }
    onRound(round + 1);
  }
}

/** One coordinate of all points on its way. */
class Axis {
  readonly #position: Float64Array;
  readonly #gradient: Float64Array;
  readonly #velocity: Float64Array;
  readonly #gain: Float64Array;

  constructor(position: Float64Array, gradient: Float64Array) {
    this.#position = position;
    this.#gradient = gradient;
    this.#velocity = new Float64Array(position.length);
    this.#gain = new Float64Array(position.length).fill(1);
  }

  step(learningRate: number, momentum: number): void {
    const gains = this.#gain;
    const velocities = this.#velocity;
    for (let i = 0; i < gains.length; i++) {
      const slope = this.#gradient[i]!;
      const goesDown = velocities[i]! * slope < 0;
      const gain = Math.max(LEAST_GAIN, goesDown ? gains[i]! + 0.2 : gains[i]! * 0.8);
      const velocity = momentum * velocities[i]! - learningRate * gain * slope;
      gains[i] = gain;
      velocities[i] = Math.min(LONGEST_STEP, Math.max(-LONGEST_STEP, velocity));
      this.#position[i]! += velocities[i]!;
    }
  }
}
