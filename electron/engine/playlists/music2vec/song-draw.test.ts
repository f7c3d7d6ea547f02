import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../../../shared/seeded-random';
import { SongDraw } from './song-draw';

it('draws songs as often as f^0.75 says', () => {
  const weights = Float64Array.from([1, 0, 16, 81, 0.5]);
  const draw = new SongDraw(weights, seededRandom(1));
  const counts = new Float64Array(5);
  const draws = 200_000;
  for (let at = 0; at < draws; at++) {
    counts[draw.next()]!++;
  }
  const sum = 1 + 8 + 27 + 0.5 ** 0.75;
  const wanted = [1 / sum, 0, 8 / sum, 27 / sum, 0.5 ** 0.75 / sum];
  expect(counts[1]).toBe(0);
  wanted.forEach((share, song) => {
    expect(counts[song]! / draws).toBeCloseTo(share, 2);
  });
});

it('never draws a song without weight', () => {
  const weight = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 40 }), fc.integer(), (list, seed) => {
      fc.pre(list.some((each) => each > 0));
      const draw = new SongDraw(Float64Array.from(list), seededRandom(seed));
      for (let at = 0; at < 200; at++) {
        expect(list[draw.next()]).toBeGreaterThan(0);
      }
    }),
  );
});
