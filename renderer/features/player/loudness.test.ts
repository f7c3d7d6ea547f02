import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Loudness } from './loudness';

const tone = (amplitude: number, samples = 4_800): Float32Array =>
  Float32Array.from({ length: samples }, (_, index) => amplitude * Math.sin(index / 10));

it('measures a tone as mathematics does', () => {
  const loudness = new Loudness();
  loudness.add(tone(0.5, 62_832));
  expect(loudness.rms).toBeCloseTo(0.5 / Math.SQRT2, 3);
});

it('loud and quiet songs come out alike', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.03, max: 1, noNaN: true }), (amplitude) => {
      const loudness = new Loudness();
      loudness.add(tone(amplitude));
      expect(loudness.rms * loudness.gain).toBeCloseTo(0.1, 3);
    }),
  );
});

it('does not cut off what is loudest, and leaves silence and hiss what they are', () => {
  const drums = new Loudness();
  const hit = tone(0.01);
  hit[100] = 0.9;
  drums.add(hit);
  expect(0.9 * drums.gain).toBeLessThanOrEqual(0.97001);
  const hiss = new Loudness();
  hiss.add(tone(0.0001));
  expect(hiss.gain).toBe(8);
  expect(new Loudness().gain).toBe(1);
});

it('brings a song whose loudness is known to −20, whatever is heard of it; what is not known is measured', () => {
  const known = new Loudness(-8);
  known.add(tone(0.02));
  expect(known.gain).toBeCloseTo(10 ** (-12 / 20), 6);
  const loud = new Loudness(-60);
  loud.add(tone(0.9));
  expect(0.9 * loud.gain).toBeLessThanOrEqual(0.97001);
  for (const unknown of [new Loudness(Number.NaN), new Loudness(undefined)]) {
    unknown.add(tone(0.5));
    expect(unknown.rms * unknown.gain).toBeCloseTo(0.1, 3);
  }
});
