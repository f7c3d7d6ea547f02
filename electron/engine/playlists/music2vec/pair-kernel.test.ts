import { expect, it } from 'vitest';
import { seededRandom } from '../../../shared/seeded-random';
import { createPairKernel, DIMS, NEGATIVES } from './pair-kernel';
import { PAIR_KERNEL_BYTES } from './pair-kernel-bytes';
import { compileKernel } from '../../map/testing/compile-kernel';

it('is what pair-kernel.wat says; if not, paste what this test got into pair-kernel-bytes.ts', async () => {
  expect(PAIR_KERNEL_BYTES).toBe(await compileKernel(new URL('pair-kernel.wat', import.meta.url)));
});

/** A step as the paper has it, in double precision. */
function plainStep(
  inputs: Float64Array,
  outputs: Float64Array,
  around: readonly number[],
  targets: readonly number[],
  rate: number,
): void {
  for (const input of around) {
    const x = inputs.slice(input * DIMS, (input + 1) * DIMS);
    const steps = targets.map((target, at) => {
      const sum = x.reduce((total, value, k) => total + value * outputs[target * DIMS + k]!, 0);
      return rate * ((at === 0 ? 1 : 0) - 1 / (1 + Math.exp(-sum)));
    });
    targets.forEach((target, at) => {
      for (let k = 0; k < DIMS; k++) {
        inputs[input * DIMS + k]! += steps[at]! * outputs[target * DIMS + k]!;
        outputs[target * DIMS + k]! += steps[at]! * x[k]!;
      }
    });
  }
}

function filled(songs: number, size: number): ReturnType<typeof createPairKernel> {
  const random = seededRandom(songs);
  const kernel = createPairKernel(songs);
  for (const rows of [kernel.inputs, kernel.outputs]) {
    rows.forEach((_, at) => (rows[at] = size * (random() - 0.5)));
  }
  return kernel;
}

it.each([
  [[0, 1, 2], [3, 4, 5, 6, 7, 8], 0.3],
  [[0], [1, 2, 3, 4, 5, 6], 0.3],
  // Far out of the table of the logistic function.
  [[0, 8, 8], [1, 2, 3, 4, 5, 6], 4],
])('draws %j to the first of %j, values to ±%d / 2', (around, targets, size) => {
  const kernel = filled(9, size);
  const inputs = Float64Array.from(kernel.inputs);
  const outputs = Float64Array.from(kernel.outputs);
  kernel.around.set(around);
  kernel.targets.set(targets);
  kernel.step(around.length, 0.1, false);
  plainStep(inputs, outputs, around, targets, 0.1);
  // The table is as fine as 0.004 in its argument.
  const far = (a: Float32Array, b: Float64Array): number =>
    a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
  expect(far(kernel.inputs, inputs)).toBeLessThan(0.001 * size);
  expect(far(kernel.outputs, outputs)).toBeLessThan(0.001 * size);
});

it('leaves inputs alone that are held, and rows that are not named', () => {
  const kernel = filled(20, 1);
  const inputs = kernel.inputs.slice();
  const outputs = kernel.outputs.slice();
  kernel.around.set([0, 1]);
  kernel.targets.set([2, 3, 4, 5, 6, 7]);
  kernel.step(2, 0.1, true);
  expect(kernel.inputs).toEqual(inputs);
  const changed = (song: number): boolean =>
    kernel.outputs
      .subarray(song * DIMS, (song + 1) * DIMS)
      .some((value, at) => value !== outputs[song * DIMS + at]);
  const songs = Array.from({ length: 20 }, (_, song) => song);
  expect(songs.filter(changed)).toEqual([2, 3, 4, 5, 6, 7]);
  expect(kernel.targets).toHaveLength(NEGATIVES + 1);
});
