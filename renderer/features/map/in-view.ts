import type { Camera, Place, Size } from './camera';
import type { Accepts, PointIndex } from './point-index';

/** More than anyone reads through. */
const MOST_LISTED = 200;

/** What a list of the songs in sight needs of the map. */
export interface ViewGround {
  readonly index: PointIndex;
  readonly isShown: Accepts;
  readonly camera: Camera;
  readonly size: Size;
  toMap(place: Place): Place;
}

/** The points in sight, those nearest to the middle first and at most 200 of them, and how many there are. */
export function nearestInView(ground: ViewGround): {
  readonly indices: readonly number[];
  readonly count: number;
} {
  const { index, camera, size } = ground;
  const topLeft = ground.toMap({ x: 0, y: 0 });
  const bottomRight = ground.toMap({ x: size.width, y: size.height });
  const inSight = index.inBox(
    { x: topLeft.x, y: bottomRight.y },
    { x: bottomRight.x, y: topLeft.y },
    ground.isShown,
  );
  const away = (point: number): number =>
    ((index.x[point] ?? 0) - camera.x) ** 2 + ((index.y[point] ?? 0) - camera.y) ** 2;
  // Numbers alone are sorted much faster than points by their numbers.
  const farthest = Float64Array.from(inSight, away).sort()[MOST_LISTED - 1] ?? Infinity;
  const keyed = inSight
    .map((point) => ({ point, distance: away(point) }))
    .filter(({ distance }) => distance <= farthest);
  keyed.sort((a, b) => a.distance - b.distance || a.point - b.point);
  return {
    indices: keyed.slice(0, MOST_LISTED).map(({ point }) => point),
    count: inSight.length,
  };
}
