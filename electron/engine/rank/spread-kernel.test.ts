import { expect, it } from 'vitest';
import { compileKernel } from '../map/testing/compile-kernel';
import { seededRandom } from '../../shared/seeded-random';
import { unitVector } from '../../shared/unit-vector';
import { createSpreadKernel, EIGHT } from './spread-kernel';
import { SPREAD_KERNEL_BYTES } from './spread-kernel-bytes';

it('is what spread-kernel.wat says; if not, paste what this test got into spread-kernel-bytes.ts', async () => {
  const wat = new URL('spread-kernel.wat', import.meta.url);
  expect(SPREAD_KERNEL_BYTES).toBe(await compileKernel(wat));
});

it.each([
  [1, 0],
  [7, 0],
  [128, 0.2],
  [200, 0],
  // All songs nearly alike: cosines of 0.99 with a deviation of a few thousandths.
  [200, 4],
])(
  'gives mean and variance of the cosines of eight vectors of %i values with a set, as comparing does (common part %d)',
  (dims, common) => {
    const random = seededRandom(dims);
    const song = (): Float32Array =>
      unitVector(Float32Array.from({ length: dims }, () => random() - 0.5 + common)) ??
      expect.fail('no direction');
    const set = Array.from({ length: 60 }, song);
    const asked = Array.from({ length: EIGHT }, song);
    const mean = new Float64Array(dims);
    const second: number[] = [];
    for (let i = 0; i < dims; i++) {
      for (const vector of set) {
        mean[i]! += vector[i]! / set.length;
      }
      for (let j = i; j < dims; j++) {
        const moment = set.reduce((sum, vector) => sum + vector[i]! * vector[j]!, 0) / set.length;
        second.push(j === i ? moment : 2 * moment);
      }
    }
    const kernel = createSpreadKernel(mean, Float64Array.from(second));
    asked.forEach((vector, place) => {
      vector.forEach((value, d) => {
        kernel.vectors[EIGHT * d + place] = value;
      });
    });
    kernel.run();
    asked.forEach((vector, place) => {
      const cosines = set.map((other) =>
        vector.reduce((sum, value, d) => sum + value * other[d]!, 0),
      );
      const expected = cosines.reduce((sum, value) => sum + value, 0) / set.length;
      const variance =
        cosines.reduce((sum, value) => sum + (value - expected) ** 2, 0) / set.length;
      expect(Math.abs(kernel.means[place]! - expected)).toBeLessThan(1e-6);
      expect(Math.abs(kernel.variances[place]! - variance)).toBeLessThan(1e-4 * variance + 1e-12);
    });
  },
);
