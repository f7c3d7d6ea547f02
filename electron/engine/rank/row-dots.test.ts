import { expect, it } from 'vitest';
import { seededRandom } from '../../shared/seeded-random';
import { compileKernel } from '../map/testing/compile-kernel';
import { packRows, unpackRow } from '../../shared/packed-rows';
import { LONGEST_ROW, rowDots } from './row-dots';
import { ROW_DOTS_BYTES } from './row-dots-bytes';

it('is what row-dots.wat says; if not, paste what this test got into row-dots-bytes.ts', async () => {
  expect(ROW_DOTS_BYTES).toBe(await compileKernel(new URL('row-dots.wat', import.meta.url)));
});

it.each([
  [1, 3],
  [8, 40_001],
  [128, 5],
  [200, 1_003],
  [201, 700],
  [LONGEST_ROW, 6],
])('multiplies a vector of %i values with %i rows', (dims, rows) => {
  const random = seededRandom(dims + rows);
  const matrix = Float32Array.from({ length: rows * dims }, () => random() - 0.5);
  const query = Float32Array.from({ length: dims }, () => random() - 0.5);
  const packed = packRows(matrix, dims);
  const asked = unpackRow(packRows(query, dims), 0);
  const found = rowDots(packed, query);
  expect(found).toHaveLength(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let size = 0;
    unpackRow(packed, row).forEach((value, at) => {
      sum += value * asked[at]!;
      size += Math.abs(value * asked[at]!);
    });
    // Single precision: an error of 2⁻²⁴ of what was added up, for each of an eighth of the additions and a few more.
    expect(Math.abs(found[row]! - sum)).toBeLessThanOrEqual(size * 2 ** -24 * (dims / 8 + 8));
  }
});

it('does not overflow where all values are largest', () => {
  const ones = new Float32Array(3 * 64).fill(-1);
  expect([...rowDots(packRows(ones, 64), new Float32Array(64).fill(1))]).toEqual([-64, -64, -64]);
});

it('gives equal rows equal products, wherever they lie', () => {
  const one = Float32Array.from({ length: 128 }, (_, at) => Math.sin(at * at));
  const matrix = new Float32Array(128 * 2_049);
  for (let at = 0; at < matrix.length; at += 128) {
    matrix.set(one, at);
  }
  expect(new Set(rowDots(packRows(matrix, 128), one)).size).toBe(1);
});

it('forgets the query before', () => {
  const long = packRows(new Float32Array(16).fill(1), 16);
  rowDots(long, new Float32Array(16).fill(1));
  // Nine values lie in rows of sixteen codes.
  const short = packRows(new Float32Array(9).fill(1), 9);
  expect(rowDots(short, new Float32Array(9).fill(1))[0]).toBeCloseTo(9, 3);
});
