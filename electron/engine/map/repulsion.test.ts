import { describe, expect, it } from 'vitest';
import { SOLO } from './crew';
import { createForces } from './descent';
import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';
import { sharedFloat32s, sharedFloat64s, sharedInt32s } from './shared-arrays';

interface Push {
  readonly push: Float64Array;
  readonly z: number;
}

/** The repulsion among points, given as x, y pairs. */
function run(exact: boolean, points: readonly number[]): Push {
  const n = points.length / 2;
  const xy = sharedFloat64s(2 * n);
  xy.set(points);
  const affinities = {
    start: sharedInt32s(n + 1),
    index: sharedInt32s(0),
    value: sharedFloat32s(0),
  };
  const forces = createForces(SOLO, affinities, xy, exact);
  forces.update();
  // Old values must not shine through.
  forces.update();
  return { push: forces.push, z: forces.z() };
}

/** The error's length over the forces' length, all points together. */
function relativeError(found: Push, expected: Push): number {
  const error = expected.push.reduce((sum, value, at) => sum + (found.push[at]! - value) ** 2, 0);
  return Math.sqrt(error / expected.push.reduce((sum, value) => sum + value * value, 0));
}

function cloud(n: number, deviation: number): number[] {
  const random = seededRandom(n);
  return Array.from(
    { length: 2 * n },
    (_, at) => (at % 2 === 0 ? 3 : -200) + deviation * normal(random),
  );
}

describe('repulsion by all pairs', () => {
  it('agrees with the formula', () => {
    const { push, z } = run(true, [0, 0, 1, 0, 0, 2]);
    // Squared distances 1, 4 and 5.
    expect(z).toBeCloseTo(2 * (1 / 2 + 1 / 5 + 1 / 6), 12);
    expect(push[0]).toBeCloseTo(-1 / 4, 12);
    expect(push[1]).toBeCloseTo(-2 / 25, 12);
    expect(push[2]).toBeCloseTo(1 / 4 + 1 / 36, 12);
    expect(push[5]).toBeCloseTo(2 / 25 + 2 / 36, 12);
  });
});

describe('repulsion through the grid', () => {
  // As dense as layouts are: from the start, when all lie together, to a map of thousands of songs.
  it.each([
    [500, 1e-4, 1e-6, 1e-9],
    [500, 1, 1e-4, 1e-5],
    [1500, 8, 0.03, 1e-3],
    [3000, 20, 0.05, 2e-3],
  ])('agrees with all pairs: %i points, deviation %d', (n, deviation, forceError, zError) => {
    const points = cloud(n, deviation);
    const expected = run(true, points);
    const found = run(false, points);
    expect(relativeError(found, expected)).toBeLessThan(forceError);
    expect(Math.abs(found.z / expected.z - 1)).toBeLessThan(zError);
    expect(run(false, points)).toEqual(found);
  });

  it('stays finite for points on one spot and for a map wider than its largest grid', () => {
    const { push, z } = run(false, Array<number>(10).fill(1e6));
    expect(z).toBeCloseTo(20, 6);
    expect(push.every((force) => Math.abs(force) < 1e-6)).toBe(true);
    const far = run(false, [-5e3, -5e3, 0, 0, 5e3, 5e3]);
    expect([...far.push, far.z].every(Number.isFinite)).toBe(true);
  });
});
