import type { Grid } from './grid-convolution';
import { GridConvolution, makeGrid } from './grid-convolution';
import type { Repulsion } from './repulsion';

/** A cubic B-spline touches so many nodes on each axis. */
const REACH = 4;
/** Nodes of free margin on each side of the map. */
const MARGIN = 2;
/** Nodes are at most this far apart: forces are within 1 % of exact ones, and the end's KL within 2 %. At 0.75 it is 10 % off. */
const WIDEST_SPACING = 0.5;
/** Nodes a side: 2^a · 3^b. */
const GRID_SIDES = [
  64, 96, 128, 144, 192, 216, 256, 288, 384, 432, 512, 576, 768, 864, 1024,
] as const;
/** Spacings differ by this factor, so that the kernels can serve many rounds. */
const SPACING_STEP = 2 ** (1 / 8);

/**
 * Repulsion through a grid: charges of all points are spread onto its nodes, the nodes push each other by FFT, and points read
 * the field off the nodes around them (FIt-SNE: Linderman et al. 2019). n + grid·log(grid) steps instead of n².
 */
export function createFftRepulsion(n: number): Repulsion {
  const places = new Places(n);
  let convolution: GridConvolution | undefined;
  let spacing = 0;
  let shifts: Grid = makeGrid(0);
  let ones: Grid = makeGrid(0);
  return (x, y, forceX, forceY) => {
    const span = spanOf(x, y);
    const nodes = sideFor(span.width);
    if (convolution?.nodes !== nodes) {
      convolution = new GridConvolution(nodes);
      shifts = makeGrid(nodes * nodes);
      ones = makeGrid(nodes * nodes);
      spacing = 0;
    }
    const fitting = roundedUp(span.width / usable(nodes));
    if (spacing !== fitting) {
      spacing = fitting;
      convolution.setKernels(spacing, squaredCauchy, cauchy);
    }
    places.set(x, y, span, spacing, nodes);
    places.spread(x, y, span, shifts, ones);
    convolution.convolve(shifts);
    convolution.convolveWithBoth(ones);
    return places.gather(x, y, span, shifts, ones, forceX, forceY);
  };
}

const cauchy = (squared: number): number => 1 / (1 + squared);
const squaredCauchy = (squared: number): number => 1 / ((1 + squared) * (1 + squared));

/** The smallest grid that is fine enough, or the largest there is. */
function sideFor(width: number): number {
  const last = GRID_SIDES[GRID_SIDES.length - 1]!;
  return GRID_SIDES.find((nodes) => width / usable(nodes) <= WIDEST_SPACING / SPACING_STEP) ?? last;
}

/** Spacings between the margins. */
function usable(nodes: number): number {
  return nodes - 1 - 2 * MARGIN;
}

function roundedUp(width: number): number {
  return SPACING_STEP ** Math.ceil(Math.log(Math.max(width, 1e-12)) / Math.log(SPACING_STEP));
}

interface Span {
  readonly left: number;
  readonly bottom: number;
  readonly width: number;
}

/** The smallest square around all points. */
function spanOf(x: Float64Array, y: Float64Array): Span {
  let left = Infinity;
  let right = -Infinity;
  let bottom = Infinity;
  let top = -Infinity;
  for (let i = 0; i < x.length; i++) {
    left = Math.min(left, x[i]!);
    right = Math.max(right, x[i]!);
    bottom = Math.min(bottom, y[i]!);
    top = Math.max(top, y[i]!);
  }
  return { left, bottom, width: Math.max(right - left, top - bottom) };
}

/** Where each point lies on the grid: the first node that it touches, and its weights for four nodes across and four up. */
class Places {
  readonly #node: Int32Array;
  readonly #weights: Float64Array;
  #nodes = 0;

  constructor(n: number) {
    this.#node = new Int32Array(n);
    this.#weights = new Float64Array(n * 2 * REACH);
  }

  set(x: Float64Array, y: Float64Array, span: Span, spacing: number, nodes: number): void {
    this.#nodes = nodes;
    for (let i = 0; i < x.length; i++) {
      const across = (x[i]! - span.left) / spacing + MARGIN;
      const up = (y[i]! - span.bottom) / spacing + MARGIN;
      const column = Math.floor(across);
      const row = Math.floor(up);
      this.#node[i] = (row - 1) * nodes + column - 1;
      setWeights(this.#weights, 2 * REACH * i, across - column);
      setWeights(this.#weights, 2 * REACH * i + REACH, up - row);
    }
  }

  /** Spreads x + iy (seen from the middle) and 1 of each point onto the nodes. */
  spread(x: Float64Array, y: Float64Array, span: Span, shifts: Grid, ones: Grid): void {
    shifts.re.fill(0);
    shifts.im.fill(0);
    ones.re.fill(0);
    ones.im.fill(0);
    const middleX = span.left + span.width / 2;
    const middleY = span.bottom + span.width / 2;
    const weights = this.#weights;
    for (let i = 0; i < x.length; i++) {
      const px = x[i]! - middleX;
      const py = y[i]! - middleY;
      for (let row = 0; row < REACH; row++) {
        for (let column = 0; column < REACH; column++) {
          const at = this.#node[i]! + row * this.#nodes + column;
          const weight = weights[2 * REACH * i + column]! * weights[2 * REACH * i + REACH + row]!;
          shifts.re[at]! += weight * px;
          shifts.im[at]! += weight * py;
          ones.re[at]! += weight;
        }
      }
    }
  }

  /** Reads the fields at each point: Σ_j (y_i − y_j) k = y_i Σ_j k − Σ_j y_j k. Gives Z. */
  gather(
    x: Float64Array,
    y: Float64Array,
    span: Span,
    shifts: Grid,
    ones: Grid,
    forceX: Float64Array,
    forceY: Float64Array,
  ): number {
    const middleX = span.left + span.width / 2;
    const middleY = span.bottom + span.width / 2;
    const weights = this.#weights;
    let z = 0;
    for (let i = 0; i < x.length; i++) {
      let sumX = 0;
      let sumY = 0;
      let sum = 0;
      for (let row = 0; row < REACH; row++) {
        for (let column = 0; column < REACH; column++) {
          const at = this.#node[i]! + row * this.#nodes + column;
          const weight = weights[2 * REACH * i + column]! * weights[2 * REACH * i + REACH + row]!;
          sumX += weight * shifts.re[at]!;
          sumY += weight * shifts.im[at]!;
          sum += weight * ones.re[at]!;
          z += weight * ones.im[at]!;
        }
      }
      forceX[i] = (x[i]! - middleX) * sum - sumX;
      forceY[i] = (y[i]! - middleY) * sum - sumY;
    }
    // Each point met itself at distance 0, where 1 / (1 + d²) is 1.
    return z - x.length;
  }
}

/** The cubic B-spline's values at the nodes −1, 0, 1 and 2 for a point at `at` in [0, 1). */
function setWeights(weights: Float64Array, start: number, at: number): void {
  const rest = 1 - at;
  weights[start] = (rest * rest * rest) / 6;
  weights[start + 1] = 2 / 3 - at * at * (1 - at / 2);
  weights[start + 2] = 2 / 3 - rest * rest * (1 - rest / 2);
  weights[start + 3] = (at * at * at) / 6;
}
