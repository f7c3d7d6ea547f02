import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';
import { findRegions } from './regions';

/** Round clouds of points around the given middles, one point of each in turn. */
function clouds(
  middles: readonly (readonly [number, number])[],
  each: number,
  deviation: number,
): { x: Float32Array; y: Float32Array } {
  const random = seededRandom(each);
  const points = Array.from({ length: each * middles.length }, (_, at) => {
    const [x, y] = middles[at % middles.length]!;
    return [x + deviation * normal(random), y + deviation * normal(random)] as const;
  });
  return {
    x: Float32Array.from(points, ([x]) => x),
    y: Float32Array.from(points, ([, y]) => y),
  };
}

describe('findRegions', () => {
  it('finds the clouds of a map, where they are and with the points that are in them', () => {
    const middles = [
      [-0.7, -0.6],
      [0.6, 0.5],
      [-0.3, 0.7],
    ] as const;
    const { x, y } = clouds(middles, 800, 0.07);
    const [large] = findRegions(x, y);
    expect(large?.regions).toHaveLength(3);
    for (const [cloud, [middleX, middleY]] of middles.entries()) {
      const number = large!.regionOf[cloud]!;
      const region = large!.regions[number]!;
      expect(Math.hypot(region.x - middleX, region.y - middleY)).toBeLessThan(0.05);
      expect(region.count).toBe(800);
      // Three of four points of a round cloud are within 1.67 deviations.
      expect(region.radius).toBeGreaterThan(0.09);
      expect(region.radius).toBeLessThan(0.17);
      expect(large!.regionOf.every((value, at) => at % 3 !== cloud || value === number)).toBe(true);
    }
  });

  it('parts at a closer level what is one from afar', () => {
    const middles = [
      [-0.5, 0],
      [-0.39, 0],
      [0.6, 0],
      [0.71, 0],
    ] as const;
    const { x, y } = clouds(middles, 600, 0.018);
    const counts = findRegions(x, y).map(({ regions }) => regions.length);
    expect(counts).toEqual([2, 2, 4]);
  });

  it('leaves out what has few points', () => {
    const dense = clouds([[0, 0]], 3000, 0.05);
    const x = Float32Array.of(...dense.x, 0.9, 0.9, 0.91);
    const y = Float32Array.of(...dense.y, 0.9, 0.91, 0.9);
    for (const { regions, regionOf } of findRegions(x, y).slice(0, 2)) {
      expect(regions.every(({ x: at }) => at < 0.5)).toBe(true);
      expect([...regionOf.slice(-3)]).toEqual([-1, -1, -1]);
    }
  });

  it('holds for any points, in any order', () => {
    const at = fc.integer({ min: -20, max: 20 }).map((value) => value / 20);
    fc.assert(
      fc.property(fc.array(fc.tuple(at, at), { maxLength: 60 }), (points) => {
        const levels = (given: typeof points): ReturnType<typeof findRegions> =>
          findRegions(
            Float32Array.from(given, ([x]) => x),
            Float32Array.from(given, ([, y]) => y),
          );
        const found = levels(points);
        const backwards = levels([...points].reverse());
        expect(found).toHaveLength(3);
        for (const [level, { regions, regionOf }] of found.entries()) {
          for (const [number, { count }] of regions.entries()) {
            expect(regionOf.filter((value) => value === number)).toHaveLength(count);
          }
          expect(regionOf.every((value) => value >= -1 && value < regions.length)).toBe(true);
          expect(backwards[level]?.regions).toEqual(regions);
          expect([...backwards[level]!.regionOf].reverse()).toEqual([...regionOf]);
        }
      }),
      { numRuns: 25 },
    );
  });
});
