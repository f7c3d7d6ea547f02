import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarkedList } from './list-order';
import { moveEntries, nudgeEntries, removeEntries } from './list-order';

const list = (text: string, ...marked: number[]): MarkedList => ({
  ids: Array.from(text),
  marked: new Set(marked),
});
const text = ({ ids }: MarkedList): string => ids.join('');
const marks = ({ marked }: MarkedList): number[] => [...marked].sort((a, b) => a - b);

describe('the order of a list', () => {
  it.each([
    ['abcdef', [1], 0, 'bacdef', [0]],
    ['abcdef', [1], 1, 'abcdef', [1]],
    ['abcdef', [1], 2, 'abcdef', [1]],
    ['abcdef', [1], 3, 'acbdef', [2]],
    ['abcdef', [0, 2, 5], 4, 'bdacfe', [2, 3, 4]],
    ['abcdef', [0, 1], 6, 'cdefab', [4, 5]],
  ])('%s: %j before position %i is %s', (before, marked, to, after, then) => {
    const moved = moveEntries(list(before, ...marked), to);
    expect([text(moved), marks(moved)]).toEqual([after, then]);
  });

  it('moves one place at a time by the keyboard, and stops at the ends', () => {
    expect(text(nudgeEntries(list('abcd', 1), 1))).toBe('acbd');
    expect(text(nudgeEntries(list('abcd', 1), -1))).toBe('bacd');
    expect(text(nudgeEntries(list('abcd', 3), 1))).toBe('abcd');
    expect(text(nudgeEntries(list('abcd', 0), -1))).toBe('abcd');
    expect(text(nudgeEntries(list('abcd', 1, 2), 1))).toBe('adbc');
    expect(text(nudgeEntries(list('abcd'), 1))).toBe('abcd');
  });

  it('selects what comes after what was taken out', () => {
    expect(marks(removeEntries(list('abcd', 1, 2)))).toEqual([1]);
    expect(marks(removeEntries(list('abcd', 3)))).toEqual([2]);
    expect(marks(removeEntries(list('a', 0)))).toEqual([]);
  });

  it('loses and makes no song, and keeps those that move in their order', () => {
    const any = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
      .chain((ids) =>
        fc.record({ ids: fc.constant(ids), at: fc.array(fc.nat(12)), to: fc.nat(ids.length) }),
      );
    fc.assert(
      fc.property(any, fc.constantFrom(-1 as const, 1 as const), ({ ids, at, to }, by) => {
        const marked = new Set(at.filter((each) => each < ids.length));
        const chosen = ids.filter((_, each) => marked.has(each));
        for (const after of [moveEntries({ ids, marked }, to), nudgeEntries({ ids, marked }, by)]) {
          expect([...after.ids].sort()).toEqual([...ids].sort());
          expect(marks(after).map((each) => after.ids[each])).toEqual(chosen);
        }
        const rest = removeEntries({ ids, marked });
        expect(rest.ids).toHaveLength(ids.length - marked.size);
      }),
    );
  });
});
