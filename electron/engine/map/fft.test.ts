import { describe, expect, it } from 'vitest';
import { createTransform } from './fft';
import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';

describe('createTransform', () => {
  it.each([1, 2, 3, 4, 6, 8, 12, 18, 32, 36, 96, 128, 144, 5, 10, 15, 40, 60, 100, 125, 160, 360])(
    'is the discrete Fourier transform, and back: length %i',
    (length) => {
      const random = seededRandom(length);
      const re = new Float64Array(length).map(() => normal(random));
      const im = new Float64Array(length).map(() => normal(random));
      const givenRe = re.slice();
      const givenIm = im.slice();
      const transform = createTransform(length);
      transform(re, im);
      for (let k = 0; k < length; k++) {
        let sumRe = 0;
        let sumIm = 0;
        for (let at = 0; at < length; at++) {
          const angle = (-2 * Math.PI * k * at) / length;
          sumRe += givenRe[at]! * Math.cos(angle) - givenIm[at]! * Math.sin(angle);
          sumIm += givenRe[at]! * Math.sin(angle) + givenIm[at]! * Math.cos(angle);
        }
        expect(re[k]).toBeCloseTo(sumRe, 9);
        expect(im[k]).toBeCloseTo(sumIm, 9);
      }
      transform(im, re);
      for (let at = 0; at < length; at++) {
        expect(re[at]! / length).toBeCloseTo(givenRe[at]!, 10);
        expect(im[at]! / length).toBeCloseTo(givenIm[at]!, 10);
      }
    },
  );

  it('refuses other lengths', () => {
    expect(() => createTransform(14)).toThrow(RangeError);
  });
});
