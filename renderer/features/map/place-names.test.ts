import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NameWish } from './place-names';
import { namesInSight, placeNames } from './place-names';

const wish = fc.record({
  key: fc.string(),
  text: fc.string({ minLength: 1, maxLength: 20 }),
  at: fc.record({
    x: fc.double({ min: -1, max: 1, noNaN: true }),
    y: fc.double({ min: -1, max: 1, noNaN: true }),
  }),
  size: fc.integer({ min: 10, max: 20 }),
  kind: fc.constantFrom('region' as const, 'song' as const),
});

const at = (zoom: number, shift = 0) => ({
  toScreen: ({ x, y }: { x: number; y: number }) => ({
    x: 400 + x * 200 * zoom + shift,
    y: 300 - y * 200 * zoom,
  }),
  measure: (text: string, size: number) => text.length * size * 0.6,
  below: 6,
});

it('no two names overlap, and the first is always there', () => {
  fc.assert(
    fc.property(fc.array(wish, { minLength: 1, maxLength: 60 }), (wishes) => {
      const names = placeNames(wishes, at(1));
      expect(names[0]).toMatchObject(wishes[0]!);
      for (const [index, a] of names.entries()) {
        for (const b of names.slice(index + 1)) {
          const apart =
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 ||
            Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
          expect(apart).toBe(true);
        }
      }
    }),
  );
});

it('a moved map has the same names, a closer one at least as many regions of a line', () => {
  const wishes: NameWish[] = Array.from({ length: 20 }, (_, index) => ({
    key: String(index),
    text: `region ${String(index)}`,
    at: { x: index / 20, y: 0 },
    size: 14,
    kind: 'region',
  }));
  const keys = (zoom: number, shift = 0): string[] =>
    placeNames(wishes, at(zoom, shift)).map(({ key }) => key);
  expect(keys(1, 37)).toEqual(keys(1));
  expect(keys(1).length).toBeLessThan(5);
  expect(keys(40)).toHaveLength(20);
});

it('what is out of sight is not drawn', () => {
  const names = placeNames(
    [
      { key: 'in', text: 'in', at: { x: 0, y: 0 }, size: 12, kind: 'region' },
      { key: 'out', text: 'out', at: { x: 9, y: 0 }, size: 12, kind: 'region' },
    ],
    at(1),
  );
  expect(names).toHaveLength(2);
  expect(namesInSight(names, { width: 800, height: 600 }).map(({ key }) => key)).toEqual(['in']);
});
