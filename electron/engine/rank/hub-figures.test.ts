import { describe, expect, it } from 'vitest';
import { HubCount } from './hub-figures';

describe('the figures of hubs', () => {
  it('count occurrences, songs in no list, and songs of the same artist', () => {
    const count = new HubCount(['a', 'a', 'b', '']);
    count.add(0, [1, 2]);
    count.add(1, [0, 2]);
    count.add(2, [1, 0]);
    count.add(3, [2, 1]);
    // Occurrences 2, 3, 3, 0: mean 2, squares 0 + 1 + 1 + 4 = 6, cubes 0 + 1 + 1 − 8 = −6.
    const { skewness, never, sameArtist } = count.figures();
    expect(skewness).toBeCloseTo(-1.5 / 1.5 ** 1.5, 10);
    expect(never).toBe(0.25);
    // Six places have two known artists; a–a twice.
    expect(sameArtist).toBeCloseTo(2 / 6, 10);
  });

  it('are 0 where all are alike', () => {
    const count = new HubCount(['', '']);
    count.add(0, [1]);
    count.add(1, [0]);
    expect(count.figures()).toEqual({ skewness: 0, never: 0, sameArtist: 0 });
  });
});
