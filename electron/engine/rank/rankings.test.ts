import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpaceName } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { FusedList, SpaceList } from './rankings';
import { fuseRanks, scoreTotal, topThreeOfEach } from './rankings';

/** A list whose cosines fall from 0.9 by 0.01 a place. */
function list(space: SpaceName, ids: string): SpaceList {
  return { space, items: ids.split('').map((id, at) => ({ id, score: 0.9 - at / 100 })) };
}

const fused = (space: SpaceName, ids: string, weight = 1, known = ids): FusedList => ({
  ...list(space, ids),
  weight,
  has: (id) => known.includes(id),
});

describe('Score Total', () => {
  it('sums 1/i, and 0.02 where a song is missing', () => {
    // Worked by hand. a: 1 + 1/3 + 0.02 + 0.02 = 1.373; b: 1/2 + 1 + 1/2 + 0.02 = 2.02;
    // c: 1/3 + 0.02 + 1 + 0.02 = 1.373; d: 0.02 + 1/2 + 0.02 + 0.02 = 0.56; e: 3 × 0.02 + 1 = 1.06.
    const lists = [
      list('genre', 'abc'),
      list('melody', 'bda'),
      list('blend', 'cb'),
      list('playlist', 'e'),
    ];
    // a and c tie at 1.373 and at their best cosine, 0.9: the id decides.
    expect(scoreTotal(lists)).toEqual(['b', 'a', 'c', 'e', 'd']);
  });

  it('breaks ties by the best cosine before the id', () => {
    const lists: SpaceList[] = [
      { space: 'genre', items: [{ id: 'a', score: 0.5 }] },
      { space: 'melody', items: [{ id: 'z', score: 0.6 }] },
    ];
    expect(scoreTotal(lists)).toEqual(['z', 'a']);
  });

  it('looks at the first fifty of a list only', () => {
    const ids = Array.from({ length: 60 }, (_, at) => `song ${String(at).padStart(2, '0')}`);
    const lists: SpaceList[] = [
      { space: 'genre', items: ids.map((id, at) => ({ id, score: 1 - at / 100 })) },
    ];
    expect(scoreTotal(lists)).toEqual(ids.slice(0, 50));
  });
});

describe('Top 3 of each', () => {
  it('takes three of each space, then more from blend, melody, genre in turn', () => {
    const lists = [
      list('genre', 'abcghi'),
      list('melody', 'adexyz'),
      list('blend', 'abfgqr'),
      list('playlist', 'abcuvw'),
    ];
    // Threes: abc, ade, abf, abc → a b c d e f; then blend gives g, melody x, genre h (g is there), blend q.
    expect(topThreeOfEach(lists, 10)).toEqual('abcdefgxhq'.split(''));
    expect(topThreeOfEach(lists, 4)).toEqual('abcd'.split(''));
  });

  it('goes on with the lists that have more, and ends where all end', () => {
    const lists = [list('genre', 'abcdefgh'), list('melody', 'ab'), list('playlist', 'xyzw')];
    expect(topThreeOfEach(lists, 10)).toEqual('abcxyzdefg'.split(''));
    expect(topThreeOfEach([list('playlist', 'abcdef')], 10)).toEqual('abcdef'.split(''));
    expect(topThreeOfEach([], 10)).toEqual([]);
  });
});

describe('Balanced', () => {
  it('puts what is high in all lists before what leads one', () => {
    // b: 1/62 + 1/61 = 0.03252; a: 1/61 + 1/64 = 0.03202; c: 1/63 + 1/62 = 0.03200; d: 1/64 + 1/63 = 0.03150.
    const lists = [fused('genre', 'abcd'), fused('melody', 'bcda')];
    expect(fuseRanks(lists)).toEqual(['b', 'a', 'c', 'd']);
  });

  it('follows the weights', () => {
    const lists = (genre: number, melody: number): FusedList[] => [
      fused('genre', 'abc', genre),
      fused('melody', 'cba', melody),
    ];
    expect(fuseRanks(lists(1, 0.1))).toEqual(['a', 'b', 'c']);
    expect(fuseRanks(lists(0.1, 1))).toEqual(['c', 'b', 'a']);
  });

  it('judges a song without a vector in a space by the others', () => {
    // x leads genre and has no melody: 1/61 of 1/61. b: (1/62 + 1/61) / 2 of 1/61. Without that rule x would be last.
    const lists = [fused('genre', 'xbc'), fused('melody', 'bc')];
    expect(fuseRanks(lists)).toEqual(['x', 'b', 'c']);
    // With a vector behind the end of the list (place 3): (1/61 + 1/63) / 2 against (1/62 + 1/61) / 2.
    expect(fuseRanks([fused('genre', 'xbc'), fused('melody', 'bc', 1, 'bcx')])).toEqual([
      'b',
      'x',
      'c',
    ]);
  });

  it('takes other wishes as a factor', () => {
    const lists = [fused('genre', 'abc')];
    expect(fuseRanks(lists, (id) => (id === 'c' ? 1 : 0.5))).toEqual(['c', 'a', 'b']);
  });
});

describe('every ranking', () => {
  const ids = fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnop'.split('')), { maxLength: 16 });
  const lists = fc
    .record({ genre: ids, melody: ids, blend: ids, playlist: ids })
    .map((by) => SPACES.map((space) => list(space, by[space].join(''))));

  it('gives songs of the lists, each once, and the same whatever the order of the spaces for sums', () => {
    fc.assert(
      fc.property(lists, (given) => {
        const all = new Set(given.flatMap(({ items }) => items.map(({ id }) => id)));
        const weighted = given.map((one) => ({ ...one, weight: 0.5, has: () => true }));
        for (const order of [scoreTotal(given), fuseRanks(weighted)]) {
          expect(new Set(order)).toEqual(all);
          expect(order).toHaveLength(all.size);
        }
        const top = topThreeOfEach(given, 10);
        expect(new Set(top).size).toBe(top.length);
        expect(top.length).toBeLessThanOrEqual(10);
        expect(top.every((id) => all.has(id))).toBe(true);
      }),
    );
  });
});
