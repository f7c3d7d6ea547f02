import { expect, it } from 'vitest';
import { placeSong } from './place-songs';
import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';

const DIMS = 16;

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** Songs of two styles, each at its end of the map. */
function twoStyles(): {
  vectors: Float32Array;
  x: Float32Array;
  y: Float32Array;
  middles: number[][];
} {
  const random = seededRandom(7);
  const middles = [0, 1].map(() => Array.from({ length: DIMS }, () => normal(random)));
  const rows = 60;
  const vectors = new Float32Array(rows * DIMS);
  const x = new Float32Array(rows);
  const y = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const style = row % 2;
    vectors.set(unit(middles[style]!.map((value) => value + 0.3 * normal(random))), row * DIMS);
    x[row] = (style === 0 ? -0.7 : 0.7) + 0.1 * normal(random);
    y[row] = 0.1 * normal(random);
  }
  return { vectors, x, y, middles };
}

it('puts a new song among its like', () => {
  const { middles, ...placed } = twoStyles();
  const random = seededRandom(8);
  for (const [style, middle] of middles.entries()) {
    for (let number = 0; number < 20; number++) {
      const song = unit(middle.map((value) => value + 0.3 * normal(random)));
      const { x, y, trust } = placeSong(placed, DIMS, song, number);
      expect(trust).toBeGreaterThan(0.5);
      expect(Math.sign(x)).toBe(style === 0 ? -1 : 1);
      expect(Math.abs(x)).toBeGreaterThan(0.3);
      expect(Math.abs(y)).toBeLessThan(0.5);
    }
  }
});

it('does not put a song between two regions when its neighbours are in both', () => {
  const near = unit([1, 0]);
  const placed = {
    vectors: Float32Array.of(...near, ...unit([1, 0.01]), ...unit([1, -0.01])),
    x: Float32Array.of(-0.9, -0.8, 0.9),
    y: Float32Array.of(0, 0, 0),
  };
  expect(placeSong(placed, 2, near, 0).x).toBeLessThan(-0.7);
});

it('gives copies of one song places of their own, always the same ones', () => {
  const placed = twoStyles();
  const song = placed.vectors.slice(0, DIMS);
  const places = [0, 1, 2, 3].map((number) => placeSong(placed, DIMS, song, number));
  expect(new Set(places.map(({ x, y }) => `${String(x)} ${String(y)}`)).size).toBe(4);
  expect(placeSong(placed, DIMS, song, 2)).toEqual(places[2]);
});

it('stays on the map, also on an empty one', () => {
  const corner = { vectors: unit([1, 1]), x: Float32Array.of(1), y: Float32Array.of(-1) };
  for (let number = 0; number < 9; number++) {
    const { x, y } = placeSong(corner, 2, unit([1, 1]), number);
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
  }
  const empty = { vectors: new Float32Array(), x: new Float32Array(), y: new Float32Array() };
  expect(placeSong(empty, 2, unit([1, 1]), 0)).toEqual({ x: 0, y: 0, trust: 1 });
});
