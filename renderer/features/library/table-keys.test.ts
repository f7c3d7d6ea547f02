import fc from 'fast-check';
import { expect, it } from 'vitest';
import { targetOf } from './table-keys';

it.each([
  ['ArrowDown', -1, 0],
  ['ArrowUp', -1, 0],
  ['ArrowDown', 3, 4],
  ['ArrowDown', 99, 99],
  ['ArrowUp', 0, 0],
  ['PageDown', 5, 25],
  ['PageUp', 5, 0],
  ['Home', 50, 0],
  ['End', 50, 99],
  ['a', 50, undefined],
  ['toString', 50, undefined],
])('%s from row %i goes to %s', (key, at, target) => {
  expect(targetOf(key, at, 100, 20)).toBe(target);
});

it('never leaves the table', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'),
      fc.integer({ min: -1, max: 50 }),
      fc.integer({ min: 0, max: 50 }),
      (key, at, count) => {
        const target = targetOf(key, at, count, 10);
        if (count === 0) {
          expect(target).toBeUndefined();
        } else {
          expect(target).toBeGreaterThanOrEqual(0);
          expect(target).toBeLessThan(count);
        }
      },
    ),
  );
});
