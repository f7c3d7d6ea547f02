import { describe, expect, it } from 'vitest';
import { jointAffinities } from './affinities';
import { SOLO } from './crew';
import { createForces } from './descent';
import { nearestNeighbours } from './neighbours';
import { neighbourPreservation10 } from './quality';
import { sharedFloat64s } from './shared-arrays';
import { readReferenceMaps } from './testing/reference-maps';
import { sharedRows } from './testing/shared-rows';
import { tsne } from './tsne';

interface Measured {
  readonly kl: number;
  readonly kept: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each([
  // What is kept varies by half a percent with the seed.
  { name: 'digits', seeds: [1, 2, 3] },
  { name: 'songs', seeds: [1, 2, 3, 4, 5] },
] as const)('a map of the $name', ({ name, seeds }) => {
  const { n, dims, perplexity, vectors, layouts } = readReferenceMaps(name);
  const neighbours = nearestNeighbours(SOLO, sharedRows(vectors), dims, 3 * perplexity + 1);
  const affinities = jointAffinities(SOLO, neighbours, perplexity);

  const klOf = (xy: Float32Array, scale: number): number => {
    const scaled = sharedFloat64s(2 * n);
    scaled.set(xy.map((value) => value * scale));
    const forces = createForces(SOLO, affinities, scaled, true);
    forces.update();
    return forces.kl();
  };

  /** Every map by the same yardsticks: KL over all pairs, in the unit in which it is least, and the neighbours kept. */
  const measure = (xy: Float32Array): Measured => {
    const x = Float32Array.from({ length: n }, (_, at) => xy[2 * at]!);
    const y = Float32Array.from({ length: n }, (_, at) => xy[2 * at + 1]!);
    const half = xy.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // Half of the width that maps of so many points have.
    const widths = Array.from({ length: 25 }, (_, step) => 10 * 1.11 ** step);
    const kl = Math.min(...widths.map((width) => klOf(xy, width / half)));
    return { kl, kept: keptOf(x, y) };
  };

  /** Every second row is asked where there are more than 1000: so once more, with all of them moved on by one. */
  const keptOf = (x: Float32Array, y: Float32Array): number => {
    const kept = neighbourPreservation10(vectors, dims, x, y);
    const on = (values: Float32Array, width: number): Float32Array =>
      Float32Array.from(values, (_, at) => values[(at + width) % values.length]!);
    return n <= 1000
      ? kept
      : (kept + neighbourPreservation10(on(vectors, dims), dims, on(x, 1), on(y, 1))) / 2;
  };

  const made = seeds.map((seed) => tsne(vectors, dims, { seed, perplexity }));
  const ours = made.map(({ x, y }) =>
    measure(Float32Array.from({ length: 2 * n }, (_, at) => (at % 2 === 0 ? x : y)[at >> 1]!)),
  );
  const theirs = [...layouts].map(([library, maps]) => {
    const measured = maps.map(measure);
    return {
      library,
      kl: mean(measured.map(({ kl }) => kl)),
      kept: mean(measured.map(({ kept }) => kept)),
    };
  });
  const figures = JSON.stringify({
    ours: { kl: mean(ours.map(({ kl }) => kl)), kept: mean(ours.map(({ kept }) => kept)) },
    theirs,
  });

  it('has the references', () => {
    const names = theirs.map(({ library }) => library.split(' ')[0]);
    expect(names).toEqual(['scikit-learn', 'openTSNE']);
    for (const { kl, kept } of theirs) {
      expect(kl).toBeLessThan(1);
      expect(kept).toBeGreaterThan(0.4);
    }
  });

  it('has a KL within 3 % of the better reference', () => {
    const best = Math.min(...theirs.map(({ kl }) => kl));
    expect(mean(ours.map(({ kl }) => kl)), figures).toBeLessThan(1.03 * best);
  });

  it('keeps as many neighbours as the better reference', () => {
    const best = Math.max(...theirs.map(({ kept }) => kept));
    expect(mean(ours.map(({ kept }) => kept)), figures).toBeGreaterThanOrEqual(best);
  });

  it('has about the KL that it says it has', () => {
    // It was stopped before the map had its best width.
    made.forEach(({ kl }, at) => {
      expect(kl).toBeGreaterThan(0.99 * ours[at]!.kl);
      expect(kl).toBeLessThan(1.03 * ours[at]!.kl);
    });
  });
});
