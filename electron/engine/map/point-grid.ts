import { sharedInt32s } from './shared-arrays';

/** Points that a cell has on average. */
const POINTS_A_CELL = 4;

/** Points of a plane by square cells: cell c = row · side + column holds `members[start[c] .. start[c + 1]]`. */
export interface PointGrid {
  readonly side: number;
  readonly left: number;
  readonly bottom: number;
  /** Length of a cell's side. */
  readonly cell: number;
  readonly start: Int32Array<SharedArrayBuffer>;
  readonly members: Int32Array<SharedArrayBuffer>;
}

/** @param xy points as x, y pairs; finite. */
export function createPointGrid(xy: Float64Array): PointGrid {
  const n = xy.length / 2;
  const side = Math.max(1, Math.floor(Math.sqrt(n / POINTS_A_CELL)));
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < n; i++) {
    left = Math.min(left, xy[2 * i]!);
    right = Math.max(right, xy[2 * i]!);
    bottom = Math.min(bottom, xy[2 * i + 1]!);
    top = Math.max(top, xy[2 * i + 1]!);
  }
  const width = n > 0 ? Math.max(right - left, top - bottom) : 0;
  const start = sharedInt32s(side * side + 1);
  const members = sharedInt32s(n);
  const grid = { side, left, bottom, cell: width > 0 ? width / side : 1, start, members };
  const cells = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    cells[i] = rowOf(grid, xy[2 * i + 1]!) * side + columnOf(grid, xy[2 * i]!);
    start[cells[i]! + 1]!++;
  }
  for (let at = 0; at < side * side; at++) {
    start[at + 1]! += start[at]!;
  }
  const next = start.slice();
  for (let i = 0; i < n; i++) {
    members[next[cells[i]!]!++] = i;
  }
  return grid;
}

export function columnOf({ left, cell, side }: PointGrid, x: number): number {
  return Math.max(0, Math.min(side - 1, Math.floor((x - left) / cell)));
}

export function rowOf({ bottom, cell, side }: PointGrid, y: number): number {
  return Math.max(0, Math.min(side - 1, Math.floor((y - bottom) / cell)));
}

/**
 * The squared distance of the `rank`-th nearest other point of point i; Infinity when there are fewer.
 * @param scratch at least `rank` values.
 */
export function squaredDistanceOfRank(
  grid: PointGrid,
  xy: Float64Array,
  i: number,
  rank: number,
  scratch: Float64Array,
): number {
  const column = columnOf(grid, xy[2 * i]!);
  const row = rowOf(grid, xy[2 * i + 1]!);
  const nearest = scratch.subarray(0, rank).fill(Infinity);
  for (let ring = 0; ring < grid.side; ring++) {
    for (let at = row - ring; at <= row + ring; at++) {
      // Only the ends of a row in the middle of the ring are new.
      const step = Math.abs(at - row) === ring ? 1 : Math.max(1, 2 * ring);
      for (let across = column - ring; across <= column + ring; across += step) {
        offerCell(grid, xy, i, across, at, nearest);
      }
    }
    // Whatever lies in no ring so far is farther than that many cells.
    const safe = ring * grid.cell;
    if (nearest[rank - 1]! <= safe * safe) {
      break;
    }
  }
  return nearest[rank - 1]!;
}

function offerCell(
  { side, start, members }: PointGrid,
  xy: Float64Array,
  i: number,
  column: number,
  row: number,
  nearest: Float64Array,
): void {
  if (column < 0 || row < 0 || column >= side || row >= side) {
    return;
  }
  const cell = row * side + column;
  for (let at = start[cell]!; at < start[cell + 1]!; at++) {
    const j = members[at]!;
    const dx = xy[2 * i]! - xy[2 * j]!;
    const dy = xy[2 * i + 1]! - xy[2 * j + 1]!;
    const squared = dx * dx + dy * dy;
    if (j !== i && squared < nearest[nearest.length - 1]!) {
      insert(nearest, squared);
    }
  }
}

/** Into a rising list, whose last value falls out. */
function insert(nearest: Float64Array, squared: number): void {
  let to = nearest.length - 1;
  for (; to > 0 && nearest[to - 1]! > squared; to--) {
    nearest[to] = nearest[to - 1]!;
  }
  nearest[to] = squared;
}
