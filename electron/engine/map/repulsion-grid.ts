/** A cubic B-spline touches so many nodes on each axis. */
const REACH = 4;
/** Nodes of free margin on each side of the map. */
const MARGIN = 2;
/** Nodes are so far apart, or farther where the grid would become too large. */
const SPACING = 0.5;
/** Spacings of small and of very large maps are powers of this. */
const SPACING_STEP = 2 ** (1 / 8);
/** Nodes a side: 8 · 2^a · 3^b · 5^c. */
const GRID_SIDES = [
  64, 72, 80, 96, 120, 128, 144, 160, 192, 200, 216, 240, 256, 288, 320, 360, 384, 400, 432, 480,
  512, 576, 600, 640, 720, 768, 800, 864, 960, 1024,
] as const;

export const MOST_NODES = 1024;

/** How nodes lie under the points: node (column, row) at x = left + spacing · column, y = bottom + spacing · row. */
export interface GridPlace {
  readonly nodes: number;
  readonly spacing: number;
  readonly left: number;
  readonly bottom: number;
}

/** The smallest grid that is fine enough, in the middle of the given bounds; at most 1024 nodes a side. */
export function placeGrid(left: number, right: number, bottom: number, top: number): GridPlace {
  const width = Math.max(right - left, top - bottom);
  const usable = (nodes: number): number => nodes - 1 - 2 * MARGIN;
  const nodes = GRID_SIDES.find((side) => width <= SPACING * usable(side)) ?? MOST_NODES;
  const isWide = width > SPACING * usable(nodes);
  const spacing = nodes === GRID_SIDES[0] || isWide ? rounded(width / usable(nodes)) : SPACING;
  const half = (spacing * (nodes - 1)) / 2;
  return { nodes, spacing, left: (left + right) / 2 - half, bottom: (bottom + top) / 2 - half };
}

/** Up, to one of few values: with each new one the kernel must be made anew. */
function rounded(spacing: number): number {
  return SPACING_STEP ** Math.ceil(Math.log(Math.max(spacing, 1e-9)) / Math.log(SPACING_STEP));
}

/** Adds 1 for each point in [from, to) to the nodes around it. */
export function spread(
  xy: Float64Array,
  from: number,
  to: number,
  { nodes, spacing, left, bottom }: GridPlace,
  grid: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const across = (xy[2 * i]! - left) / spacing;
    const up = (xy[2 * i + 1]! - bottom) / spacing;
    const column = Math.floor(across);
    const row = Math.floor(up);
    const u = across - column;
    const v = up - row;
    const a0 = outer(1 - u);
    const a1 = inner(u);
    const a2 = inner(1 - u);
    const a3 = outer(u);
    let at = (row - 1) * nodes + column - 1;
    for (let step = 0; step < REACH; step++) {
      const weight =
        step === 0 ? outer(1 - v) : step === 1 ? inner(v) : step === 2 ? inner(1 - v) : outer(v);
      grid[at]! += weight * a0;
      grid[at + 1]! += weight * a1;
      grid[at + 2]! += weight * a2;
      grid[at + 3]! += weight * a3;
      at += nodes;
    }
  }
}

/**
 * Reads the potential φ and its slope at each point in [from, to): fills force with −∇φ / 2, which for φ(y) = Σ_j 1 / (1 + |y − y_j|²) is
 * Σ_j (y − y_j) / (1 + |y − y_j|²)², and gives the sum of φ.
 */
export function gather(
  xy: Float64Array,
  from: number,
  to: number,
  { nodes, spacing, left, bottom }: GridPlace,
  grid: Float64Array,
  force: Float64Array,
): number {
  const scale = -0.5 / spacing;
  let total = 0;
  for (let i = from; i < to; i++) {
    const across = (xy[2 * i]! - left) / spacing;
    const up = (xy[2 * i + 1]! - bottom) / spacing;
    const column = Math.floor(across);
    const row = Math.floor(up);
    const u = across - column;
    const v = up - row;
    const a0 = outer(1 - u);
    const a1 = inner(u);
    const a2 = inner(1 - u);
    const a3 = outer(u);
    const d0 = -0.5 * (1 - u) * (1 - u);
    const d1 = u * (1.5 * u - 2);
    const d3 = 0.5 * u * u;
    const d2 = -d0 - d1 - d3;
    let at = (row - 1) * nodes + column - 1;
    let sum = 0;
    let slopeX = 0;
    let slopeY = 0;
    for (let step = 0; step < REACH; step++) {
      const g0 = grid[at]!;
      const g1 = grid[at + 1]!;
      const g2 = grid[at + 2]!;
      const g3 = grid[at + 3]!;
      const level = a0 * g0 + a1 * g1 + a2 * g2 + a3 * g3;
      const slope = d0 * g0 + d1 * g1 + d2 * g2 + d3 * g3;
      const weight =
        step === 0 ? outer(1 - v) : step === 1 ? inner(v) : step === 2 ? inner(1 - v) : outer(v);
      const tilt =
        step === 0
          ? -0.5 * (1 - v) * (1 - v)
          : step === 1
            ? v * (1.5 * v - 2)
            : step === 2
              ? (1 - v) * (2 - 1.5 * (1 - v))
              : 0.5 * v * v;
      sum += weight * level;
      slopeX += weight * slope;
      slopeY += tilt * level;
      at += nodes;
    }
    force[2 * i] = scale * slopeX;
    force[2 * i + 1] = scale * slopeY;
    total += sum;
  }
  return total;
}

/** The cubic B-spline between its outermost nodes: of the node `1 − at` away from 2. */
function outer(at: number): number {
  return (at * at * at) / 6;
}

/** The cubic B-spline at `at` in [0, 1] from its middle. */
function inner(at: number): number {
  return 2 / 3 - at * at * (1 - at / 2);
}
