import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alignTo } from './align';

const all = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, row) => [row, row]);

/** Centred and reaching to 1, as maps are. */
function fitted(x: number[], y: number[]): { x: Float32Array; y: Float32Array } {
  const middle = (values: number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  const half = (values: number[]): number => (Math.max(...values) - Math.min(...values)) / 2;
  const scale = Math.max(half(x), half(y));
  const [mx, my] = [middle(x), middle(y)];
  return {
    x: Float32Array.from(x, (value) => (value - mx) / scale),
    y: Float32Array.from(y, (value) => (value - my) / scale),
  };
}

const points = fc
  .array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
    minLength: 3,
    maxLength: 30,
  })
  .filter(
    (list) => new Set(list.map(([x]) => x)).size > 1 && new Set(list.map(([, y]) => y)).size > 1,
  );

it('brings a turned or mirrored map back onto the old one', () => {
  fc.assert(
    fc.property(
      points,
      fc.double({ min: 0, max: 6.28, noNaN: true }),
      fc.boolean(),
      (list, angle, mirror) => {
        const old = fitted(
          list.map(([x]) => x),
          list.map(([, y]) => y),
        );
        const flip = mirror ? -1 : 1;
        const turned = fitted(
          Array.from(old.x, (x, row) => Math.cos(angle) * x - Math.sin(angle) * flip * old.y[row]!),
          Array.from(old.x, (x, row) => Math.sin(angle) * x + Math.cos(angle) * flip * old.y[row]!),
        );
        const back = alignTo(turned, old, all(list.length));
        for (const row of list.keys()) {
          expect(back.x[row]).toBeCloseTo(old.x[row]!, 4);
          expect(back.y[row]).toBeCloseTo(old.y[row]!, 4);
        }
      },
    ),
  );
});

it('turns by the songs that both maps have, and takes the others along', () => {
  const old = { x: Float32Array.of(-1, 1, 0), y: Float32Array.of(0, 0, 0.5) };
  // A quarter turn, in another order, with a new song at the end of the first arm.
  const made = { x: Float32Array.of(-0.5, 0, 0, 0), y: Float32Array.of(0, -1, 1, -0.9) };
  const { x, y } = alignTo(made, old, [
    [0, 2],
    [1, 0],
    [2, 1],
  ]);
  expect([x[1], x[2]]).toEqual([expect.closeTo(-1, 5), expect.closeTo(1, 5)]);
  expect(x[3]).toBeCloseTo(-0.9, 5);
  expect(y[0]).toBeGreaterThan(y[1]!);
});

it('leaves a map without songs in common as it is', () => {
  const made = { x: Float32Array.of(-1, 1), y: Float32Array.of(0, 0.5) };
  expect(alignTo(made, { x: new Float32Array(), y: new Float32Array() }, [])).toEqual({
    ...made,
    scale: 1,
  });
});

it('says how long its unit is: distances are what they were', () => {
  // A square on its corner reaches to 1; laid on its side it reaches to √½ and is drawn larger.
  const corner = { x: Float32Array.of(1, 0, -1, 0), y: Float32Array.of(0, 1, 0, -1) };
  const side = { x: Float32Array.of(1, -1, -1, 1), y: Float32Array.of(1, 1, -1, -1) };
  const laid = alignTo(corner, side, all(4));
  expect(laid.scale).toBeCloseTo(Math.SQRT1_2, 6);
  expect(Math.abs(laid.x[0]!)).toBeCloseTo(1, 6);

  const apart = ({ x, y }: { x: Float32Array; y: Float32Array }, a: number, b: number): number =>
    Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!);
  fc.assert(
    fc.property(points, points, (from, onto) => {
      const rows = Math.min(from.length, onto.length);
      const made = fitted(
        from.map(([x]) => x),
        from.map(([, y]) => y),
      );
      const old = fitted(
        onto.map(([x]) => x),
        onto.map(([, y]) => y),
      );
      const aligned = alignTo(made, old, all(rows));
      for (const row of from.keys()) {
        expect(aligned.scale * apart(aligned, 0, row)).toBeCloseTo(apart(made, 0, row), 4);
      }
    }),
  );
});
