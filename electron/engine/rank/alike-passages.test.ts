import { describe, expect, it } from 'vitest';
import type { PassagesBySpace } from './alike-passages';
import { mostAlike } from './alike-passages';

/** Passages in these directions, in degrees, one every ten seconds from 5 on. */
const heard = (...degrees: number[]): NonNullable<PassagesBySpace['genre']> =>
  degrees.map((angle, at) => ({
    seconds: 5 + 10 * at,
    vector: Float32Array.of(Math.cos((angle / 180) * Math.PI), Math.sin((angle / 180) * Math.PI)),
  }));

describe('the passages that are most alike', () => {
  it('are the nearest two of one space', () => {
    const pair = mostAlike({ genre: heard(0, 90) }, { genre: heard(45, 200, 89) });
    expect(pair).toMatchObject({ space: 'genre', a: 15, b: 25 });
    expect(pair?.cosine).toBeCloseTo(Math.cos(Math.PI / 180), 6);
  });

  it('are those of melody where the tune is more unusual, however near the sounds lie', () => {
    // Cosines of 0.94 and 0.87: 2.6 and 4.3 deviations beyond what unrelated songs reach.
    const a = { genre: heard(0, 90), melody: heard(90, 0) };
    const b = { genre: heard(20, 300), melody: heard(300, 30) };
    expect(mostAlike(a, b)).toMatchObject({ space: 'melody', a: 15, b: 15 });
    expect(mostAlike(b, a)).toMatchObject({ space: 'melody', a: 15, b: 15 });
  });

  it('are those of genre where the sound is more unusual, even with a lower cosine', () => {
    const near = { genre: heard(0), melody: heard(0) };
    // 0.94 and 0.5: 2.6 and 1.25 deviations.
    expect(mostAlike(near, { genre: heard(20), melody: heard(60) })?.space).toBe('genre');
    // Both farther apart than usual: 0.05 and 0.1, 1.8 and 2.1 deviations short of it.
    expect(mostAlike(near, { genre: heard(87), melody: heard(84.3) })?.space).toBe('genre');
  });

  it('are of the space that both have passages in', () => {
    const a = { genre: heard(0), melody: heard(0) };
    expect(mostAlike(a, { melody: heard(80) })?.space).toBe('melody');
    expect(mostAlike({ genre: heard(0) }, { melody: heard(0) })).toBeNull();
    expect(mostAlike({ genre: [] }, a)).toBeNull();
  });
});
