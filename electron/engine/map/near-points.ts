import type { NearRow } from './near-rows';
import { MAP_NEIGHBOURS } from './trust-steps';

/** Points of a map by row. */
export interface Points {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** The share of a row's nearest rows that are among the nearest points of its own, of the first `count`; see `trustOf`. */
export function trustAt(
  points: Points,
  row: number,
  count: number,
  near: readonly NearRow[],
): number {
  const { farthest } = nearestPoints(points, row, count, MAP_NEIGHBOURS);
  const kept = near.filter((other) => squaredTo(points, row, other.row) <= farthest);
  return near.length === 0 ? 1 : kept.length / near.length;
}

function squaredTo({ x, y }: Points, a: number, b: number): number {
  return (x[a]! - x[b]!) ** 2 + (y[a]! - y[b]!) ** 2;
}

/** The k points nearest to a row's, of the first `count`, itself left out; and the squared distance of the last of them. */
export function nearestPoints(
  { x, y }: Points,
  row: number,
  count: number,
  k: number,
): { readonly rows: readonly number[]; readonly farthest: number } {
  const rows = new Int32Array(k).fill(-1);
  const squares = new Float64Array(k).fill(Infinity);
  const [atX, atY] = [x[row]!, y[row]!];
  let farthest = Infinity;
  for (let other = 0; other < count; other++) {
    const dx = x[other]! - atX;
    const dy = y[other]! - atY;
    const squared = dx * dx + dy * dy;
    if (squared < farthest && other !== row) {
      let to = k - 1;
      for (; to > 0 && squares[to - 1]! > squared; to--) {
        squares[to] = squares[to - 1]!;
        rows[to] = rows[to - 1]!;
      }
      squares[to] = squared;
      rows[to] = other;
      farthest = squares[k - 1]!;
    }
  }
  return { rows: [...rows].filter((other) => other >= 0), farthest };
}
