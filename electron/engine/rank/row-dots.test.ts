import { expect, it } from 'vitest';
import { seededRandom } from '../../shared/seeded-random';
import { compileKernel } from '../map/testing/compile-kernel';
import { rowDots } from './row-dots';
import { ROW_DOTS_BYTES } from './row-dots-bytes';

it('is what row-dots.wat says; if not, paste what this test got into row-dots-bytes.ts', async () => {
  expect(ROW_DOTS_BYTES).toBe(await compileKernel(new URL('row-dots.wat', import.meta.url)));
});

it.each([
  [4, 1],
  [4, 40_001],
  [128, 5],
  [200, 1_003],
  [16_384, 6],
])('multiplies a vector of %i values with %i rows', (dims, rows) => {
  const random = seededRandom(dims + rows);
  const matrix = Float32Array.from({ length: rows * dims }, () => random() - 0.5);
  const query = Float32Array.from({ length: dims }, () => random() - 0.5);
  const found = new Float32Array(rows);
  expect(rowDots(matrix, query, found)).toBe(true);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let size = 0;
    for (let at = 0; at < dims; at++) {
      const product = matrix[row * dims + at]! * query[at]!;
      sum += product;
      size += Math.abs(product);
    }
    // Single precision: an error of 2⁻²⁴ of what was added up, for each of a quarter of the additions.
    expect(Math.abs(found[row]! - sum)).toBeLessThanOrEqual(size * 2 ** -24 * (dims / 4 + 3));
  }
});

it('gives equal rows equal products, wherever they lie', () => {
  const one = Float32Array.from({ length: 128 }, (_, at) => Math.sin(at * at));
  const matrix = new Float32Array(128 * 2_049);
  for (let at = 0; at < matrix.length; at += 128) {
    matrix.set(one, at);
  }
  const found = new Float32Array(2_049);
  rowDots(matrix, one, found);
  expect(new Set(found).size).toBe(1);
});

it.each([0, 1, 3, 201, 16_388])('leaves rows of %i values to others', (dims) => {
  const out = new Float32Array(1);
  expect(rowDots(new Float32Array(dims), new Float32Array(dims), out)).toBe(false);
});
