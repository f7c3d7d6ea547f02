import { expect, it } from 'vitest';
import { SOLO } from './crew';
import { nearestNeighbours } from './neighbours';
import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';
import { sharedFloat64s } from './shared-arrays';
import { sharedRows } from './testing/shared-rows';
import { trustOf } from './trust';

/** By sorting all distances. */
function ranks(values: readonly number[], dims: number, row: number): number[] {
  const squared = Array.from({ length: values.length / dims }, (_, other) => {
    let sum = 0;
    for (let at = 0; at < dims; at++) {
      sum += (values[row * dims + at]! - values[other * dims + at]!) ** 2;
    }
    return sum;
  });
  return [...squared.keys()]
    .filter((other) => other !== row)
    .sort((a, b) => squared[a]! - squared[b]! || a - b);
}

it.each([12, 400, 2500])('agrees with sorting all distances: %i points', (n) => {
  const random = seededRandom(n);
  const rows = Float32Array.from({ length: 3 * n }, () => normal(random));
  // The map keeps two of three dimensions, and has dense and empty places and one point far away.
  const map = Array.from({ length: 2 * n }, (_, at) =>
    at < 2 ? 90 : rows[3 * Math.floor(at / 2) + (at % 2)]! ** 3,
  );
  const xy = sharedFloat64s(2 * n);
  xy.set(map);
  const trust = trustOf(SOLO, nearestNeighbours(SOLO, sharedRows(rows), 3, 11), xy);
  const values = Array.from(rows);
  for (let row = 0; row < n; row += Math.ceil(n / 60)) {
    const near = new Set(ranks(map, 2, row).slice(0, 30));
    const kept = ranks(values, 3, row)
      .slice(0, 10)
      .filter((other) => near.has(other)).length;
    expect(trust[row]).toBeCloseTo(kept / 10, 6);
  }
});

it('is 1 where nothing can be lost', () => {
  const xy = sharedFloat64s(2);
  expect([...trustOf(SOLO, nearestNeighbours(SOLO, sharedRows([1, 2]), 2, 0), xy)]).toEqual([1]);
  const same = sharedFloat64s(80);
  const rows = sharedRows(new Float32Array(80));
  expect([...trustOf(SOLO, nearestNeighbours(SOLO, rows, 2, 12), same)]).toEqual(Array(40).fill(1));
});
