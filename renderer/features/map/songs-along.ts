import type { Place } from './camera';
import type { Accepts, PointIndex } from './point-index';

/** Between songs of a path, and how far they may lie beside it, in CSS pixels. */
const STEP_PIXELS = 16;
const REACH_PIXELS = 28;
/** Some hours of music. */
const MOST_SONGS = 200;

/** What a path needs of the map. */
export interface PathGround {
  readonly index: PointIndex;
  readonly isShown: Accepts;
  toScreen(place: Place): Place;
}

/**
 * The songs along a line that was drawn by hand, in its order: at every step the nearest one that was not taken, if it is near.
 * Zoomed in, the same line on the map takes more of them.
 */
export function songsAlong(ground: PathGround, line: readonly Place[]): number[] {
  const unit = pixelsPerUnit(ground);
  const taken = new Set<number>();
  for (const place of stepsOf(line, STEP_PIXELS / unit)) {
    const nearest = ground.index.nearest(
      place,
      REACH_PIXELS / unit,
      (index) => !taken.has(index) && ground.isShown(index),
    );
    if (nearest >= 0 && taken.size < MOST_SONGS) {
      taken.add(nearest);
    }
  }
  return inOrderOf(line, ground.index, [...taken]);
}

function pixelsPerUnit(ground: PathGround): number {
  return ground.toScreen({ x: 1, y: 0 }).x - ground.toScreen({ x: 0, y: 0 }).x;
}

/** Places along a line, equally far from each other, both ends among them. */
function stepsOf(line: readonly Place[], step: number): Place[] {
  const [first] = line;
  if (first === undefined) {
    return [];
  }
  const steps = [first];
  let before = first;
  let left = step;
  for (const corner of line.slice(1)) {
    let length = Math.hypot(corner.x - before.x, corner.y - before.y);
    while (length >= left && length > 0) {
      const share = left / length;
      before = {
        x: before.x + (corner.x - before.x) * share,
        y: before.y + (corner.y - before.y) * share,
      };
      steps.push(before);
      length -= left;
      left = step;
    }
    left -= length;
    before = corner;
  }
  steps.push(before);
  return steps;
}

/** By where along the line each is nearest to it. */
function inOrderOf(line: readonly Place[], index: PointIndex, found: readonly number[]): number[] {
  const along = new Map(
    found.map((point) => [
      point,
      alongLine(line, { x: index.x[point] ?? 0, y: index.y[point] ?? 0 }),
    ]),
  );
  return [...found].sort((a, b) => (along.get(a) ?? 0) - (along.get(b) ?? 0));
}

/** How far along a line its nearest place to a point is. */
function alongLine(line: readonly Place[], point: Place): number {
  let least = Infinity;
  let best = 0;
  let travelled = 0;
  for (const [number, from] of line.entries()) {
    const to = line[number + 1] ?? from;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy);
    const share =
      length === 0
        ? 0
        : Math.min(
            1,
            Math.max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length ** 2),
          );
    const away = Math.hypot(point.x - from.x - dx * share, point.y - from.y - dy * share);
    if (away < least) {
      least = away;
      best = travelled + share * length;
    }
    travelled += length;
  }
  return best;
}
