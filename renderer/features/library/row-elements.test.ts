import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowElements } from './row-elements';

const letters = (text: string): string[] => Array.from(text);

describe('elements of rows', () => {
  it.each([
    // The table scrolls: rows leave at one end and come at the other.
    ['abcdef', 'cdefgh', [2, 3, 4, 5, 6, 7]],
    ['abcdef', 'xyabcd', [6, 7, 0, 1, 2, 3]],
    // A song comes, and one goes.
    ['abcdef', 'abxcde', [0, 1, 6, 2, 3, 4]],
    ['abcdef', 'acdef', [0, 2, 3, 4, 5]],
    // Other songs in their places.
    ['abcdef', 'uvwxyz', [0, 1, 2, 3, 4, 5]],
    ['abcdef', 'faxyz', [0, 1, 2, 3, 4]],
    ['abc', 'uvwxyz', [0, 1, 2, 3, 4, 5]],
    ['abcdef', '', []],
  ])('%j, then %j', (before, after, expected) => {
    const elements = new RowElements();
    elements.keysFor(letters(before));
    expect(elements.keysFor(letters(after))).toEqual(expected);
    // Drawn twice without a change, it is the same.
    expect(elements.keysFor(letters(after))).toEqual(expected);
  });

  it('never gives two rows one element', () => {
    const anyIds = fc.uniqueArray(fc.constantFrom(...letters('abcdefghijkl')));
    fc.assert(
      fc.property(fc.array(anyIds), (lists) => {
        const elements = new RowElements();
        for (const ids of lists) {
          const keys = elements.keysFor(ids);
          expect(new Set(keys).size).toBe(ids.length);
        }
      }),
    );
  });
});
