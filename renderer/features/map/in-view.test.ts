import { expect, it } from 'vitest';
import { seededRandom } from '../../../electron/shared/seeded-random';
import { toMap, WHOLE } from './camera';
import { nearestInView } from './in-view';
import { PointIndex } from './point-index';

const size = { width: 400, height: 300 };
const camera = { ...WHOLE, x: 0.1, y: -0.2, zoom: 2 };

function viewOf(
  x: readonly number[],
  y: readonly number[],
  isShown: (index: number) => boolean = () => true,
): ReturnType<typeof nearestInView> {
  return nearestInView({
    index: new PointIndex(Float32Array.from(x), Float32Array.from(y)),
    isShown,
    camera,
    size,
    toMap: (place) => toMap(camera, size, place),
  });
}

it('lists the two hundred songs nearest to the middle, and counts all that are in sight', () => {
  const random = seededRandom(8);
  const x = Array.from({ length: 5_000 }, () => Math.fround(2 * random() - 1));
  const y = Array.from({ length: 5_000 }, () => Math.fround(2 * random() - 1));
  const { indices, count } = viewOf(x, y, (index) => index % 7 !== 0);
  const away = (index: number): number => Math.hypot(x[index]! - camera.x, y[index]! - camera.y);
  const low = toMap(camera, size, { x: 0, y: 300 });
  const high = toMap(camera, size, { x: 400, y: 0 });
  const isIn = (index: number): boolean =>
    x[index]! >= low.x && x[index]! <= high.x && y[index]! >= low.y && y[index]! <= high.y;
  const all = [...x.keys()].filter((index) => index % 7 !== 0 && isIn(index));
  expect(count).toBe(all.length);
  expect(indices).toEqual(all.sort((a, b) => away(a) - away(b)).slice(0, 200));
});

it('of songs equally far away those that come first are listed, in their order', () => {
  const alike = new Array<number>(300).fill(0.15);
  const { indices, count } = viewOf([...alike, 0.1], [...alike, -0.2]);
  expect(count).toBe(301);
  expect(indices).toEqual([300, ...Array.from({ length: 199 }, (_, index) => index)]);
});

it('lists all of a few', () => {
  expect(viewOf([0.2, 0.1, 5], [-0.2, -0.2, 5])).toEqual({ indices: [1, 0], count: 2 });
});
