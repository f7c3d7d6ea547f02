import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import { jointAffinities } from './affinities';
import { fillGradient, klDivergence } from './descent';
import { nearestNeighbours } from './neighbours';
import { neighbourPreservation10 } from './quality';
import { normal, seededRandom } from './random';
import { exactRepulsion } from './repulsion';
import { sampleVectors } from './testing/sample-vectors';
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
    const affinities = jointAffinities(nearestNeighbours(sampleVectors(n, 4, 3), 4, 8), 3);
    const x = new Float64Array(n).map(() => normal(random));
    const y = new Float64Array(n).map(() => normal(random));
    const gradient = { x: new Float64Array(n), y: new Float64Array(n), z: 0 };
    fillGradient(affinities, { x, y }, exactRepulsion, 1, gradient);
    const scratch = [new Float64Array(n), new Float64Array(n)] as const;
    const klAt = (axis: Float64Array, i: number, value: number): number => {
      const before = axis[i]!;
      axis[i] = value;
      const kl = klDivergence(affinities, { x, y }, exactRepulsion(x, y, ...scratch));
      axis[i] = before;
      return kl;
    };
    for (const [axis, slopes] of [
      [x, gradient.x],
      [y, gradient.y],
    ] as const) {
      axis.forEach((value, i) => {
        const slope = (klAt(axis, i, value + 1e-5) - klAt(axis, i, value - 1e-5)) / 2e-5;
        expect(slopes[i]).toBeCloseTo(slope, 8);
      });
    }
  });

  it('keeps clusters apart, whichever way the pairs are counted', () => {
    // 3200 points go through the grid.
    for (const n of [160, 3200]) {
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
      fc.constantFrom(0, 1, -1, 1e-30, 1e15, Number.NaN, Infinity),
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
        const { x, y, kl } = tsne(Float32Array.from(given.flat()), 3, { seed, iterations: 150 });
        expect([x.length, y.length]).toEqual([given.length, given.length]);
        expect([...x, ...y].every((at) => at >= -1 && at <= 1)).toBe(true);
        expect(Number.isFinite(kl)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it.each([3, 4, 10])('shows %i songs as that many places', (n) => {
    const { x, y } = tsne(sampleVectors(n, 8, 2), 8, { seed: 42 });
    expect(new Set(Array.from(x, (value, at) => `${value} ${y[at]!}`)).size).toBe(n);
    expect(Math.max(...x, ...y)).toBe(1);
  });

  it.each([
    ['broken rows', 5, 2, {}],
    ['no dimensions', 0, 0, {}],
    ['no perplexity', 6, 2, { perplexity: 0 }],
    ['a NaN perplexity', 6, 2, { perplexity: Number.NaN }],
    ['half a round', 6, 2, { iterations: 0.5 }],
  ])('refuses %s', (_, length, dims, change) => {
    const run = (): unknown => tsne(new Float32Array(length), dims, { seed: 1, ...change });
    expect(run).toThrow(MugleError);
    expect(run).toThrow(expect.objectContaining({ kind: 'bad-request' }) as Error);
  });
});
