import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import { jointAffinities } from './affinities';
import { SOLO } from './crew';
import { createForces } from './descent';
import { nearestNeighbours } from './neighbours';
import { neighbourPreservation10 } from './quality';
import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';
import { sharedFloat64s } from './shared-arrays';
import { sampleVectors } from './testing/sample-vectors';
import { sharedRows } from './testing/shared-rows';
import { readSklearnReference } from './testing/sklearn-reference';
import { tsne } from './tsne';

const reference = readSklearnReference();

/** The mean of 2D distances between points, of the same cluster or of different ones. */
function meanDistance(x: Float32Array, y: Float32Array, clusters: number, same: boolean): number {
  const distances: number[] = [];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      if ((i % clusters === j % clusters) === same) {
        distances.push(Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!));
      }
    }
  }
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

function expectFits(x: Float32Array, y: Float32Array): void {
  const values = [...x, ...y];
  expect(values.every((value) => value >= -1 && value <= 1)).toBe(true);
  expect(Math.max(...x) + Math.min(...x)).toBeCloseTo(0, 6);
  expect(Math.max(...y) + Math.min(...y)).toBeCloseTo(0, 6);
}

describe('tsne', () => {
  it(`is as good as scikit-learn ${reference.sklearn}`, () => {
    const { n, dims, clusters, perplexity, runs } = reference;
    const vectors = sampleVectors(n, dims, clusters);
    const result = tsne(vectors, dims, { seed: 1, perplexity });
    // Within 5 % of the mean over its starts from PCA and from random positions, which are 3 % apart themselves.
    const kls = runs.flatMap((run) => [run.kl, run.klFromRandomStart]);
    const meanKl = kls.reduce((sum, kl) => sum + kl, 0) / kls.length;
    expect(Math.abs(result.kl / meanKl - 1)).toBeLessThan(0.05);
    const kept = neighbourPreservation10(vectors, dims, result.x, result.y);
    const theirs = runs.reduce((sum, run) => sum + run.neighbourPreservation10, 0) / runs.length;
    expect(kept).toBeGreaterThan(theirs - 0.02);
    expectFits(result.x, result.y);
    expect(Math.max(...result.x, ...result.y)).toBe(1);
  });

  it('goes down the gradient of KL: finite differences', () => {
    const random = seededRandom(5);
    const n = 12;
    const rows = sharedRows(sampleVectors(n, 4, 3));
    const affinities = jointAffinities(SOLO, nearestNeighbours(SOLO, rows, 4, 8), 3);
    const xy = sharedFloat64s(2 * n);
    xy.forEach((_, at) => {
      xy[at] = normal(random);
    });
    const forces = createForces(SOLO, affinities, xy, true);
    const klAt = (at: number, value: number): number => {
      const before = xy[at]!;
      xy[at] = value;
      forces.update();
      const kl = forces.kl();
      xy[at] = before;
      return kl;
    };
    forces.update();
    const z = forces.z();
    const slopes = forces.pull.map((pull, at) => 4 * (pull - forces.push[at]! / z));
    xy.forEach((value, at) => {
      const slope = (klAt(at, value + 1e-5) - klAt(at, value - 1e-5)) / 2e-5;
      expect(slopes[at]).toBeCloseTo(slope, 8);
    });
  });

  it('keeps clusters apart, whichever way the pairs are counted', () => {
    // 1600 points go through the grid.
    for (const n of [160, 1600]) {
      const { x, y } = tsne(sampleVectors(n, 10, 5), 10, { seed: 3, iterations: 400 });
      expectFits(x, y);
      expect(meanDistance(x, y, 5, false)).toBeGreaterThan(3 * meanDistance(x, y, 5, true));
    }
  });

  it('gives the same map for the same seed, and another for another', () => {
    const vectors = sampleVectors(90, 10, 3);
    const first = tsne(vectors, 10, { seed: 7, iterations: 300 });
    expect(tsne(vectors, 10, { seed: 7, iterations: 300 })).toEqual(first);
    expect(tsne(vectors, 10, { seed: 8, iterations: 300 }).x).not.toEqual(first.x);
  });

  it('tells rising progress up to the end', () => {
    const told: [number, number][] = [];
    tsne(sampleVectors(250, 5, 3), 5, {
      seed: 1,
      iterations: 20,
      onProgress: (done, total) => told.push([done, total]),
    });
    const done = told.map(([value]) => value);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(told.every(([, total]) => total === 23)).toBe(true);
    expect([done[0], done.at(-1)]).toEqual([0, 23]);
  });

  it('stops when it is cancelled', () => {
    const abort = new AbortController();
    const run = (): unknown =>
      tsne(sampleVectors(50, 5, 2), 5, {
        seed: 1,
        signal: abort.signal,
        onProgress: (done) => {
          expect(done).toBeLessThan(12);
          if (done > 10) {
            abort.abort();
          }
        },
      });
    expect(run).toThrow(expect.objectContaining({ kind: 'cancelled' }) as Error);
  });

  it('makes a map of anything', () => {
    const value = fc.oneof(
      fc.constantFrom(0, 1, -1, 1e-30, 1e15, -3e38),
      fc.float({ min: -1, max: 1, noNaN: true }),
    );
    const row = fc.array(value, { minLength: 3, maxLength: 3 });
    const rows = fc.oneof(
      fc.array(row, { maxLength: 25 }),
      // Duplicates, up to all rows the same.
      fc
        .tuple(fc.array(row, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 30 }))
        .map(([few, n]) => Array.from({ length: n }, (_, at) => few[at % few.length]!)),
    );
    fc.assert(
      fc.property(rows, fc.integer(), (given, seed) => {
        const { x, y, kl, trust } = tsne(Float32Array.from(given.flat()), 3, {
          seed,
          iterations: 150,
        });
        expect(trust).toHaveLength(given.length);
        expect(trust.every((share) => share >= 0 && share <= 1)).toBe(true);
        expect([x.length, y.length]).toEqual([given.length, given.length]);
        expect([...x, ...y].every((at) => at >= -1 && at <= 1)).toBe(true);
        expect(Number.isFinite(kl)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('gives every song the same place in whichever order they come', () => {
    // With copies of songs: they may change places with each other.
    for (const n of [40, 1300]) {
      const vectors = sampleVectors(n, 6, 4);
      vectors.copyWithin(6 * 6, 0, 5 * 6);
      const random = seededRandom(n);
      const order = Array.from({ length: n }, (_, row) => row).sort(() => random() - 0.5);
      const mixed = Float32Array.from(
        order.flatMap((row) => [...vectors.subarray(row * 6, row * 6 + 6)]),
      );
      const straight = tsne(vectors, 6, { seed: 2, iterations: 120 });
      const other = tsne(mixed, 6, { seed: 2, iterations: 120 });
      expect(other.kl).toBe(straight.kl);
      const placesOf = (map: typeof straight, rowOf: (at: number) => number): string[] =>
        Array.from(map.x, (x, at) => {
          const row = rowOf(at);
          // Copies by the song that they are copies of.
          return `${row >= 6 && row < 11 ? row - 6 : row} ${x} ${map.y[at]!} ${map.trust[at]!}`;
        }).sort();
      expect(placesOf(other, (at) => order[at]!)).toEqual(placesOf(straight, (at) => at));
    }
  });

  it('makes the same map wherever the origin lies and whatever the unit is', () => {
    // Quarters: moving them rounds nothing.
    const rows = Float32Array.from(sampleVectors(200, 5, 4), (value) => Math.round(value * 64) / 4);
    const here = tsne(rows, 5, { seed: 1, iterations: 60 });
    for (const moved of [rows.map((value) => value + 1024), rows.map((value) => value * 4)]) {
      const there = tsne(moved, 5, { seed: 1, iterations: 60 });
      expect(there.kl).toBeCloseTo(here.kl, 3);
      there.x.forEach((x, at) => {
        expect(Math.hypot(x - here.x[at]!, there.y[at]! - here.y[at]!)).toBeLessThan(0.01);
      });
    }
  });

  it('stops when the map has settled', () => {
    const { iterations } = tsne(sampleVectors(60, 5, 3), 5, { seed: 1, iterations: 6000 });
    expect(iterations).toBeGreaterThan(2000);
    expect(iterations).toBeLessThan(5000);
  });

  it.each([0, 1, 2])('takes %i songs', (n) => {
    const { x, y, kl, trust } = tsne(sampleVectors(n, 4, 1), 4, { seed: 1 });
    expect([x.length, y.length, trust.length]).toEqual([n, n, n]);
    expect(Number.isFinite(kl)).toBe(true);
    // Two lie at the ends of a line, whichever way it turns.
    expect(n === 2 ? Math.hypot(x[0]! - x[1]!, y[0]! - y[1]!) : 2).toBeGreaterThanOrEqual(2);
  });

  it('puts songs that are all the same somewhere near each other, none on another', () => {
    const { x, y } = tsne(new Float32Array(50 * 4).fill(0.5), 4, { seed: 3 });
    expect(new Set(Array.from(x, (value, at) => `${value} ${y[at]!}`)).size).toBe(50);
  });

  it.each([3, 4, 10])('shows %i songs as that many places', (n) => {
    const { x, y } = tsne(sampleVectors(n, 8, 2), 8, { seed: 42 });
    expect(new Set(Array.from(x, (value, at) => `${value} ${y[at]!}`)).size).toBe(n);
    expect(Math.max(...x, ...y)).toBe(1);
  });

  it.each([
    ['a value that is no number', 6, 2, {}, Number.NaN],
    ['an infinite value', 6, 2, {}, -Infinity],
    ['broken rows', 5, 2, {}],
    ['no dimensions', 0, 0, {}],
    ['no perplexity', 6, 2, { perplexity: 0 }],
    ['a NaN perplexity', 6, 2, { perplexity: Number.NaN }],
    ['half a round', 6, 2, { iterations: 0.5 }],
  ])('refuses %s', (_, length, dims, change, value = 0) => {
    const run = (): unknown =>
      tsne(new Float32Array(length).fill(value, 1), dims, { seed: 1, ...change });
    expect(run).toThrow(MugleError);
    expect(run).toThrow(expect.objectContaining({ kind: 'bad-request' }) as Error);
  });
});
