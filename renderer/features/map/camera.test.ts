import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Camera } from './camera';
import { between, panBy, toMap, toScreen, WHOLE, zoomAt } from './camera';

const size = { width: 800, height: 500 };
const unit = fc.double({ min: -1, max: 1, noNaN: true });
const camera: fc.Arbitrary<Camera> = fc.record({
  x: unit,
  y: unit,
  zoom: fc.double({ min: 0.5, max: 1000, noNaN: true }),
});

it('shows the whole square in the middle, with a margin, whatever is longer', () => {
  expect(toScreen(WHOLE, size, { x: 0, y: 0 })).toEqual({ x: 400, y: 250 });
  expect(toScreen(WHOLE, size, { x: 0, y: 1 }).y).toBeGreaterThan(0);
  const tall = { width: 300, height: 900 };
  expect(toScreen(WHOLE, tall, { x: 1, y: 0 }).x).toBeLessThan(300);
  expect(toScreen(WHOLE, tall, { x: 0, y: 1 }).y).toBeGreaterThan(450 - 150);
});

it('goes to the screen and back', () => {
  fc.assert(
    fc.property(camera, unit, unit, (at, x, y) => {
      const back = toMap(at, size, toScreen(at, size, { x, y }));
      expect(back.x).toBeCloseTo(x, 6);
      expect(back.y).toBeCloseTo(y, 6);
    }),
  );
});

it('keeps what is under the mouse there while it zooms', () => {
  const at = { x: 300, y: 200 };
  const fixed = toMap(WHOLE, size, at);
  const closer = zoomAt(WHOLE, size, at, 3);
  expect(toScreen(closer, size, fixed).x).toBeCloseTo(300, 6);
  expect(toScreen(closer, size, fixed).y).toBeCloseTo(200, 6);
  expect(closer.zoom).toBe(3);
});

it('moves with the hand, and never loses the map', () => {
  const moved = panBy({ x: 0, y: 0, zoom: 2 }, size, 40, -30);
  const place = toScreen(moved, size, { x: 0, y: 0 });
  expect(place.x).toBeCloseTo(440, 6);
  expect(place.y).toBeCloseTo(220, 6);
  fc.assert(
    fc.property(camera, fc.double({ noNaN: true, min: -1e6, max: 1e6 }), (at, by) => {
      const { x, y } = panBy(at, size, by, -by);
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
    }),
  );
});

it('flies from one view to another', () => {
  const to: Camera = { x: 0.5, y: -0.5, zoom: 16 };
  expect(between(WHOLE, to, 0)).toEqual(WHOLE);
  expect(between(WHOLE, to, 1)).toEqual(to);
  expect(between(WHOLE, to, 0.5).zoom).toBeCloseTo(4, 9);
});
