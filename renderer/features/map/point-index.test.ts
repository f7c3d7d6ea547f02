import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PointIndex } from './point-index';

const unit = fc.double({ min: -1, max: 1, noNaN: true });
const place = fc.record({ x: unit, y: unit });
const places = fc.array(place, { maxLength: 300 });

const indexOf = (points: readonly { x: number; y: number }[]): PointIndex =>
  new PointIndex(
    Float32Array.from(points, ({ x }) => x),
    Float32Array.from(points, ({ y }) => y),
  );

describe('PointIndex', () => {
  it('finds the nearest point, as looking at each one does', () => {
    fc.assert(
      fc.property(
        places,
        place,
        fc.double({ min: 0, max: 3, noNaN: true }),
        (points, to, radius) => {
          const index = indexOf(points);
          const found = index.nearest(to, radius);
          const distances = points.map((_, at) =>
            Math.hypot(index.x[at]! - to.x, index.y[at]! - to.y),
          );
          const least = Math.min(Infinity, ...distances);
          if (found < 0) {
            expect(least).toBeGreaterThanOrEqual(radius * (1 - 1e-9));
          } else {
            expect(distances[found]).toBeCloseTo(least, 9);
          }
        },
      ),
    );
  });

  it('finds what is in a box, and in a polygon that is that box', () => {
    fc.assert(
      fc.property(places, place, place, (points, a, b) => {
        const index = indexOf(points);
        const low = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y) };
        const high = { x: Math.max(a.x, b.x), y: Math.max(a.y, b.y) };
        const expected = points.flatMap((_, at) => {
          const [x, y] = [index.x[at]!, index.y[at]!];
          return x >= low.x && x <= high.x && y >= low.y && y <= high.y ? [at] : [];
        });
        expect(index.inBox(low, high).sort((m, n) => m - n)).toEqual(expected);
        const ring = [low, { x: high.x, y: low.y }, high, { x: low.x, y: high.y }];
        const inside = new Set(index.inPolygon(ring));
        const strictly = expected.filter((at) => {
          const [x, y] = [index.x[at]!, index.y[at]!];
          return x > low.x && x < high.x && y > low.y && y < high.y;
        });
        // The border itself may go either way.
        expect(strictly.every((at) => inside.has(at))).toBe(true);
        expect([...inside].every((at) => expected.includes(at))).toBe(true);
      }),
    );
  });

  it('leaves out what does not count', () => {
    const index = indexOf([
      { x: 0, y: 0 },
      { x: 0.1, y: 0 },
    ]);
    expect(index.nearest({ x: 0, y: 0 }, 1)).toBe(0);
    expect(index.nearest({ x: 0, y: 0 }, 1, (at) => at !== 0)).toBe(1);
    expect(index.nearest({ x: 0, y: 0 }, Infinity, () => false)).toBe(-1);
  });

  it('an hourglass has a hole where its lines cross', () => {
    const index = indexOf([
      { x: -0.5, y: 0 },
      { x: 0.5, y: 0 },
      { x: 0, y: 0.5 },
      { x: 0, y: -0.5 },
    ]);
    const ring = [
      { x: -0.6, y: -0.5 },
      { x: -0.6, y: 0.5 },
      { x: 0.6, y: -0.5 },
      { x: 0.6, y: 0.5 },
    ];
    expect(index.inPolygon(ring)).toEqual([0, 1]);
    expect(index.inPolygon(ring.slice(0, 2))).toEqual([]);
  });

  it('walks in all four directions, straight on before aside', () => {
    const index = indexOf([
      { x: 0, y: 0 },
      { x: 0.5, y: 0.05 },
      { x: 0.4, y: 0.39 },
      { x: 0, y: 0.6 },
      { x: -0.3, y: 0 },
      { x: 0.02, y: -0.7 },
    ]);
    const from = { x: 0, y: 0 };
    expect(index.toward(from, { x: 1, y: 0 })).toBe(1);
    expect(index.toward(from, { x: 0, y: 1 })).toBe(3);
    expect(index.toward(from, { x: -1, y: 0 })).toBe(4);
    expect(index.toward(from, { x: 0, y: -1 })).toBe(5);
    expect(index.toward({ x: 0.9, y: 0 }, { x: 1, y: 0 })).toBe(-1);
  });

  it('works without any points', () => {
    const index = indexOf([]);
    expect(index.nearest({ x: 0, y: 0 }, 5)).toBe(-1);
    expect(index.inBox({ x: -1, y: -1 }, { x: 1, y: 1 })).toEqual([]);
  });
});
