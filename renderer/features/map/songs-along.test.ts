import { expect, it } from 'vitest';
import type { Place } from './camera';
import { PointIndex } from './point-index';
import { songsAlong } from './songs-along';

const ground = (points: readonly Place[], pixels = 300) => ({
  index: new PointIndex(
    Float32Array.from(points, ({ x }) => x),
    Float32Array.from(points, ({ y }) => y),
  ),
  isShown: () => true,
  toScreen: ({ x, y }: Place) => ({ x: x * pixels, y: -y * pixels }),
});

it('takes the songs near a line, in its order, each once', () => {
  const points = [
    { x: 0.8, y: 0.02 },
    { x: -0.8, y: 0 },
    { x: 0, y: -0.03 },
    { x: 0, y: 0.5 },
    { x: 0.4, y: 0.01 },
  ];
  const line = [
    { x: -0.9, y: 0 },
    { x: 0.9, y: 0 },
  ];
  expect(songsAlong(ground(points), line)).toEqual([1, 2, 4, 0]);
  expect(songsAlong(ground(points), [...line].reverse())).toEqual([0, 4, 2, 1]);
});

it('goes around corners in order', () => {
  const points = [
    { x: 0.5, y: 0.5 },
    { x: -0.5, y: 0.5 },
    { x: 0.5, y: -0.5 },
    { x: -0.5, y: -0.5 },
  ];
  const line = [points[3]!, points[1]!, points[0]!, points[2]!];
  expect(songsAlong(ground(points), line)).toEqual([3, 1, 0, 2]);
});

it('takes more songs when one looks closer, never more than a night of them, and none from nothing', () => {
  const points = Array.from({ length: 20_000 }, (_, index) => ({
    x: ((index % 200) - 100) / 100,
    y: (Math.floor(index / 200) - 50) / 50,
  }));
  const line = [
    { x: -1, y: 0 },
    { x: 1, y: 0 },
  ];
  const far = songsAlong(ground(points, 200), line).length;
  const close = songsAlong(ground(points, 800), line).length;
  expect(far).toBeGreaterThan(15);
  expect(close).toBeGreaterThan(2 * far);
  expect(songsAlong(ground(points, 100_000), line).length).toBeLessThanOrEqual(200);
  expect(songsAlong(ground(points), [])).toEqual([]);
  expect(songsAlong(ground([]), line)).toEqual([]);
});
