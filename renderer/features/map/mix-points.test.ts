import { expect, it } from 'vitest';
import { WHOLE } from './camera';
import { mixPoints } from './mix-points';
import type { PaintedView } from './painter';

const view: PaintedView = {
  camera: WHOLE,
  size: { width: 108, height: 108 },
  ratio: 1,
  pointSize: 8,
  ground: [200, 200, 200],
  share: 1,
};

function paint(
  points: readonly (readonly [x: number, y: number])[],
  rgba: readonly number[],
  options: Partial<PaintedView> = {},
  sizes: readonly number[] = points.map(() => 16),
): (x: number, y: number) => number[] {
  const image = { width: 108, height: 108, data: new Uint8ClampedArray(4 * 108 * 108) };
  const x = Float32Array.from(points, (point) => point[0]);
  const y = Float32Array.from(points, (point) => point[1]);
  const from = new Float32Array(points.length);
  mixPoints(
    image,
    { x, y, fromX: from, fromY: from },
    { rgba: Uint8Array.from(rgba), size: Uint8Array.from(sizes) },
    { ...view, ...options },
  );
  return (column, row) => [
    ...image.data.subarray(4 * (row * 108 + column), 4 * (row * 108 + column) + 4),
  ];
}

it('puts a disc where the point is, in its colour, on the ground', () => {
  // One unit is 50 pixels: the point is at (54 + 20, 54 - 10).
  const at = paint([[0.4, 0.2]], [10, 20, 30, 255]);
  expect(at(74, 44)).toEqual([10, 20, 30, 255]);
  expect(at(77, 44)).toEqual([10, 20, 30, 255]);
  expect(at(80, 44)).toEqual([200, 200, 200, 255]);
  expect(at(34, 64)).toEqual([200, 200, 200, 255]);
});

it('covers as much as a disc of its size does', () => {
  const at = paint([[0.013, -0.007]], [0, 0, 0, 255]);
  let ink = 0;
  for (let row = 0; row < 108; row++) {
    for (let column = 0; column < 108; column++) {
      ink += (200 - (at(column, row)[0] ?? 0)) / 200;
    }
  }
  expect(ink).toBeGreaterThan(Math.PI * 16 * 0.97);
  expect(ink).toBeLessThan(Math.PI * 16 * 1.03);
});

it('mixes what is not opaque, leaves out what is hidden, draws sizes', () => {
  expect(paint([[0, 0]], [0, 0, 0, 128])(54, 54)[0]).toBe(100);
  expect(paint([[0, 0]], [0, 0, 0, 0])(54, 54)[0]).toBe(200);
  expect(paint([[0, 0]], [0, 0, 0, 255])(60, 54)[0]).toBe(200);
  expect(paint([[0, 0]], [0, 0, 0, 255], {}, [32])(60, 54)[0]).toBe(0);
});

it('draws points on their way, and cuts those at the edge', () => {
  const half = paint([[1, 0]], [0, 0, 0, 255], { share: 0.5 });
  expect(half(79, 54)[0]).toBe(0);
  expect(half(104, 54)[0]).toBe(200);
  const beyond = paint([[1.07, 0]], [0, 0, 0, 255], { camera: { x: 0, y: 0, zoom: 1 } });
  expect(beyond(107, 54)[0]).toBe(0);
  expect(beyond(0, 55)[0]).toBe(200);
});
