import { expect, it } from 'vitest';
import { BLOCK, sideBySide } from './blocks';
import { createBlockDots } from './dot-kernel';
import { DOT_KERNEL_BYTES } from './dot-kernel-bytes';
import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';
import { compileKernel } from './testing/compile-kernel';

it('is what dot-kernel.wat says; if not, paste what this test got into dot-kernel-bytes.ts', async () => {
  expect(DOT_KERNEL_BYTES).toBe(await compileKernel(new URL('dot-kernel.wat', import.meta.url)));
});

it.each([1, 2, 3, 7, 128, 200])('multiplies two blocks of %i dimensions', (dims) => {
  const random = seededRandom(dims);
  const [a, b] = [0, 1].map(() => new Float32Array(BLOCK * dims).map(() => normal(random))) as [
    Float32Array,
    Float32Array,
  ];
  const { left, right, products, multiply } = createBlockDots(dims);
  const blocks = new Float32Array(new SharedArrayBuffer(left.byteLength));
  sideBySide(a, dims, blocks);
  left.set(blocks);
  sideBySide(b, dims, blocks);
  right.set(blocks);
  multiply();
  for (let i = 0; i < BLOCK; i++) {
    for (let j = 0; j < BLOCK; j++) {
      // In single precision and in order, which makes the sums equal to the last bit.
      let sum = 0;
      for (let at = 0; at < dims; at++) {
        sum = Math.fround(sum + Math.fround(a[i * dims + at]! * b[j * dims + at]!));
      }
      expect(products[i * BLOCK + j]).toBe(sum);
    }
  }
});
