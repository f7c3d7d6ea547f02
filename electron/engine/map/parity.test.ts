import { describe, expect, it } from 'vitest';
import { jointAffinities } from './affinities';
import { SOLO } from './crew';
import { createForces } from './descent';
import { nearestNeighbours } from './neighbours';
import { neighbourPreservation10 } from './quality';
import { sharedFloat64s } from './shared-arrays';
import { readDigits } from './testing/digits';
import { sharedRows } from './testing/shared-rows';
import { tsne } from './tsne';

const { n, dims, perplexity, vectors, layouts } = readDigits();
const K = 3 * perplexity + 1;
const neighbours = nearestNeighbours(SOLO, sharedRows(vectors), dims, K);
const affinities = jointAffinities(SOLO, neighbours, perplexity);

interface Measured {
  readonly kl: number;
  readonly kept: number;
}

/** Every map by the same yardsticks: KL over all pairs, in the unit in which it is least, and the neighbours kept. */
function measure(xy: Float32Array): Measured {
  const x = Float32Array.from({ length: n }, (_, at) => xy[2 * at]!);
  const y = Float32Array.from({ length: n }, (_, at) => xy[2 * at + 1]!);
  const half = xy.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Half of the width that a map of so many points has.
  const widths = Array.from({ length: 16 }, (_, step) => 40 + 4 * step);
  const kl = Math.min(...widths.map((width) => klOf(xy, width / half)));
  return { kl, kept: neighbourPreservation10(vectors, dims, x, y) };
}

function klOf(xy: Float32Array, scale: number): number {
  const scaled = sharedFloat64s(2 * n);
  scaled.set(xy.map((value) => value * scale));
  const forces = createForces(SOLO, affinities, scaled, true);
  forces.update();
  return forces.kl();
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a map of the digits', () => {
  // What is kept varies by half a percent with the seed.
  const made = [1, 2, 3].map((seed) => tsne(vectors, dims, { seed, perplexity }));
  const ours = made.map(({ x, y }) =>
    measure(Float32Array.from({ length: 2 * n }, (_, at) => (at % 2 === 0 ? x : y)[at >> 1]!)),
  );
  const theirs = new Map([...layouts].map(([name, xy]) => [name, measure(xy)]));

  it('has the references', () => {
    expect([...theirs.keys()].map((name) => name.split(' ')[0])).toEqual([
      'scikit-learn',
      'openTSNE',
    ]);
    for (const { kl, kept } of theirs.values()) {
      expect(kl).toBeLessThan(1);
      expect(kept).toBeGreaterThan(0.4);
    }
  });

  it.each([...theirs])('is as good as that of %s', (_, reference) => {
    expect(mean(ours.map(({ kl }) => kl))).toBeLessThan(1.03 * reference.kl);
    expect(mean(ours.map(({ kept }) => kept))).toBeGreaterThanOrEqual(reference.kept);
  });

  it('has about the KL that it says it has', () => {
    // It was stopped before the map had its best width.
    made.forEach(({ kl }, at) => {
      expect(kl).toBeGreaterThan(0.995 * ours[at]!.kl);
      expect(kl).toBeLessThan(1.03 * ours[at]!.kl);
    });
  });
});
