import { describe, expect, it } from 'vitest';
import { groupScores, hubness, recallOfFirst, versionScores } from './scores';

/** Songs on a line: the nearer the more alike. */
const onLine =
  (places: readonly number[]) =>
  (a: number, b: number): number =>
    -Math.abs(places[a]! - places[b]!);

describe('the scores of the quality bench', () => {
  it('groups that lie together are all precision; the mean is over songs whose group has another', () => {
    const likeness = onLine([0, 1, 100, 101, 102, 500]);
    const { p10, map } = groupScores(['a', 'a', 'b', 'b', 'b', undefined], likeness);
    expect(map).toBe(1);
    expect(p10).toBeCloseTo((1 + 1 + 2 + 2 + 2) / 5 / 10);
  });

  it('mean average precision counts what stands in between', () => {
    // Of song 0: places 1 (of b), 2 (of a), 3 (of b), 4 (of a): (1/2 + 2/4) / 2.
    const likeness = (a: number, b: number): number => (a === 0 ? -b : a === b ? 0 : -10);
    const { map } = groupScores(['a', 'b', 'a', undefined, 'a'], likeness);
    // Songs 2 and 4 see ties, which stay in order: 0, 1, 2 or 4, …
    const ofZero = (1 / 2 + 2 / 4) / 2;
    const ofTwo = (1 / 1 + 2 / 4) / 2;
    const ofFour = (1 / 1 + 2 / 3) / 2;
    expect(map).toBeCloseTo((ofZero + ofTwo + ofFour) / 3);
  });

  it('a copy is recalled when nothing else is as near, ties included', () => {
    const songs = [0, 10, 20];
    const copies = [1, 14, 15];
    const likeness = (query: number, song: number): number =>
      -Math.abs(copies[query]! - songs[song]!);
    expect(recallOfFirst([0, 1, 1], 3, likeness)).toBeCloseTo(2 / 3);
    expect(recallOfFirst([], 3, likeness)).toBe(0);
  });

  it('versions: the place of the first, and the share among the first ten', () => {
    const tunes = [0, 1, 0, 1];
    const { mrr, recall10 } = versionScores(tunes, onLine([0, 1, 3, 50]));
    // 0 sees 1, 2: ½. 1 sees 0, 2, 3: ⅓. 2 sees 1, 0: ½. 3 sees 2, 1: ½.
    expect(mrr).toBeCloseTo((1 / 2 + 1 / 3 + 1 / 2 + 1 / 2) / 4);
    expect(recall10).toBe(1);
  });

  it('a song that all lists have is a hub, and one that no list has an antihub', () => {
    const even = hubness(
      12,
      (a, b) => -((b - a + 12) % 12), // a ring: each song is in ten lists
    );
    expect(even.skewness).toBeCloseTo(0);
    expect(even.antihubShare).toBe(0);
    const uneven = hubness(40, (_, b) => -b);
    expect(uneven.skewness).toBeGreaterThan(1);
    expect(uneven.antihubShare).toBeCloseTo(29 / 40);
  });
});
