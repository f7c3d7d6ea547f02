import { describe, expect, it } from 'vitest';
import { createFftRepulsion } from './fft-repulsion';
import { normal, seededRandom } from './random';
import type { Repulsion } from './repulsion';
import { exactRepulsion } from './repulsion';

interface Forces {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: number;
}

function run(repulsion: Repulsion, x: Float64Array, y: Float64Array): Forces {
  // Old values must not shine through.
  const forces = { x: new Float64Array(x.length).fill(7), y: new Float64Array(x.length).fill(7) };
  return { ...forces, z: repulsion(x, y, forces.x, forces.y) };
}

/** The error's length over the forces' length, all points together. */
function relativeError(found: Forces, expected: Forces): number {
  let error = 0;
  let whole = 0;
  for (let i = 0; i < expected.x.length; i++) {
    error += (found.x[i]! - expected.x[i]!) ** 2 + (found.y[i]! - expected.y[i]!) ** 2;
    whole += expected.x[i]! ** 2 + expected.y[i]! ** 2;
  }
  return Math.sqrt(error / whole);
}

function cloud(n: number, deviation: number, seed: number): [Float64Array, Float64Array] {
  const random = seededRandom(seed);
  const axis = (middle: number): Float64Array =>
    new Float64Array(n).map(() => middle + deviation * normal(random));
  return [axis(3), axis(-200)];
}

describe('exactRepulsion', () => {
  it('agrees with the formula', () => {
    const [x, y] = [Float64Array.of(0, 1, 0), Float64Array.of(0, 0, 2)];
    const { x: fx, y: fy, z } = run(exactRepulsion, x, y);
    // Squared distances 1, 4 and 5.
    expect(z).toBeCloseTo(2 * (1 / 2 + 1 / 5 + 1 / 6), 12);
    expect(fx[0]).toBeCloseTo(-1 / 4, 12);
    expect(fy[0]).toBeCloseTo(-2 / 25, 12);
    expect(fx[1]).toBeCloseTo(1 / 4 + 1 / 36, 12);
    expect(fy[2]).toBeCloseTo(2 / 25 + 2 / 36, 12);
  });
});

describe('createFftRepulsion', () => {
  // As dense as layouts are: from the start, when all lie together, to a map of thousands of songs.
  it.each([
    [500, 1e-4, 1e-9, 1e-9],
    [500, 1, 1e-3, 1e-3],
    [1500, 8, 0.03, 2e-3],
    [3000, 20, 0.03, 3e-3],
  ])('agrees with all pairs: %i points, deviation %d', (n, deviation, forceError, zError) => {
    const [x, y] = cloud(n, deviation, n);
    const expected = run(exactRepulsion, x, y);
    const repulsion = createFftRepulsion(n);
    const found = run(repulsion, x, y);
    expect(relativeError(found, expected)).toBeLessThan(forceError);
    expect(Math.abs(found.z / expected.z - 1)).toBeLessThan(zError);
    expect(run(repulsion, x, y)).toEqual(found);
  });

  it('stays finite for points on one spot and for a map wider than its largest grid', () => {
    const spot = new Float64Array(5).fill(1e6);
    const { x, y, z } = run(createFftRepulsion(5), spot, spot);
    expect(z).toBeCloseTo(20, 6);
    expect([...x, ...y].every((force) => Math.abs(force) < 1e-6)).toBe(true);
    const wide = Float64Array.of(-5e3, 0, 5e3);
    const far = run(createFftRepulsion(3), wide, wide);
    expect([...far.x, ...far.y, far.z].every(Number.isFinite)).toBe(true);
  });
});
