import { describe, expect, test } from 'vitest';
import { createResampler } from './resample';
import { rms, rmsDifference, sine } from './testing/sounds';

const EDGE = 200;

describe('resampling to 16 kHz', () => {
  for (const rate of [8000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000]) {
    test(`a sine of 1 kHz at ${rate} Hz stays what it is, to 1e-3`, () => {
      const out = createResampler(rate, 16_000).run(sine(1000, rate, 1), 0, 16_000);
      const wanted = sine(1000, 16_000, 1);
      expect(rmsDifference(out.subarray(EDGE, -EDGE), wanted.subarray(EDGE, -EDGE))).toBeLessThan(
        1e-3,
      );
    });
  }

  for (const rate of [22_050, 44_100, 48_000, 96_000, 192_000]) {
    test(`a sine of 10 kHz at ${rate} Hz is 60 dB down: it would come back as another tone`, () => {
      const source = sine(10_000, rate, 1);
      const out = createResampler(rate, 16_000).run(source, 0, 16_000).subarray(EDGE, -EDGE);
      expect(20 * Math.log10(rms(out) / rms(source))).toBeLessThan(-60);
    });
  }

  test('passes 6.5 kHz, within 0.1 dB', () => {
    const out = createResampler(44_100, 16_000).run(sine(6500, 44_100, 1), 0, 16_000);
    expect(20 * Math.log10(rms(out.subarray(EDGE, -EDGE)) / (0.5 / Math.SQRT2))).toBeCloseTo(0, 1);
  });

  test('a constant stays itself', () => {
    const out = createResampler(44_100, 16_000).run(new Float32Array(44_100).fill(0.25), 0, 16_000);
    for (const value of out.subarray(EDGE, -EDGE)) {
      expect(value).toBeCloseTo(0.25, 6);
    }
  });

  test('where it begins does not matter, and only the margins around it do', () => {
    const source = sine(440, 48_000, 1);
    const resampler = createResampler(48_000, 16_000);
    const whole = resampler.run(source, 0, 16_000);
    const from = 24_000 - resampler.margin;
    const part = source.slice(from, 24_000 + resampler.span(1000) + resampler.margin);
    const out = resampler.run(part, 24_000 - from, 1000);
    expect(out).toEqual(whole.subarray(8000, 9000));
  });

  test('outside the source there is silence', () => {
    const out = createResampler(44_100, 16_000).run(new Float32Array(100).fill(1), -4410, 8000);
    expect(out.some((value) => value > 0.5)).toBe(true);
    expect(out.at(-1)).toBe(0);
    expect(createResampler(16_000, 16_000).run(Float32Array.of(1, 2), -1, 4)).toEqual(
      Float32Array.of(0, 1, 2, 0),
    );
  });
});
