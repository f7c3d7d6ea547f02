import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileKernel } from '../map/testing/compile-kernel';
import { mixChannels } from './mix-channels';
import { MIX_KERNEL_BYTES } from './mix-kernel-bytes';

test('is what mix-kernel.wat says; if not, paste what this test got into mix-kernel-bytes.ts', async () => {
  expect(MIX_KERNEL_BYTES).toBe(await compileKernel(new URL('mix-kernel.wat', import.meta.url)));
});

const sample = fc.oneof(
  { weight: 20, arbitrary: fc.float({ min: -2, max: 2, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 1e9, 32_768, -131_072) },
);
const channels = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 }))
  .chain(([count, length]) =>
    fc.array(fc.array(sample, { minLength: length, maxLength: length }), {
      minLength: count,
      maxLength: count,
    }),
  );

test('gives the mean of the channels, with silence for what is no sound, and says how much that was', () => {
  fc.assert(
    fc.property(channels, (lists) => {
      const out = new Float32Array(lists[0]!.length).fill(7);
      const bad = mixChannels(
        lists.map((list) => Float32Array.from(list)),
        out,
      );
      const means = out.map(
        (_, at) => lists.reduce((sum, list) => sum + list[at]!, 0) / lists.length,
      );
      expect(bad).toBe(means.filter((mean) => !(Math.abs(mean) <= 65_536)).length);
      out.forEach((value, at) => {
        const mean = means[at]!;
        expect(value).toBeCloseTo(Math.abs(mean) <= 65_536 ? mean : 0, 1);
        if (Math.abs(mean) < 4) {
          expect(Math.abs(value - mean)).toBeLessThan(1e-5);
        }
      });
    }),
    { numRuns: 300 },
  );
});

test('two channels longer than the kernel takes at once are mixed to their end', () => {
  const left = Float32Array.from({ length: 20_003 }, (_, at) => Math.sin(at));
  const right = Float32Array.from({ length: 20_003 }, (_, at) => Math.cos(3 * at));
  right[20_001] = NaN;
  const out = new Float32Array(20_003);
  expect(mixChannels([left, right], out)).toBe(1);
  out.forEach((value, at) => {
    const expected = at === 20_001 ? 0 : Math.fround((left[at]! + right[at]!) / 2);
    expect(Math.abs(value - expected)).toBeLessThan(1e-7);
  });
});
