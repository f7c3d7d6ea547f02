import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jointAffinities } from './affinities';
import { fitRow } from './affinity-steps';
import { SOLO } from './crew';
import { nearestNeighbours } from './neighbours';
import { sharedRows } from './testing/shared-rows';
import { sampleVectors } from './testing/sample-vectors';
import { readSklearnReference } from './testing/sklearn-reference';

const reference = readSklearnReference();

describe('affinities', () => {
  it('has the vectors that scikit-learn had', () => {
    const { n, dims, clusters } = reference;
    const vectors = sampleVectors(n, dims, clusters);
    expect([...vectors.slice(0, 5)]).toEqual(reference.firstRow.map(Math.fround));
    expect([...vectors.slice(-dims).slice(0, 5)]).toEqual(reference.lastRow.map(Math.fround));
  });

  it(`agrees with scikit-learn ${reference.sklearn}`, () => {
    const { n, dims, clusters, perplexity } = reference;
    const vectors = sampleVectors(n, dims, clusters);
    const neighbours = nearestNeighbours(
      SOLO,
      sharedRows(vectors),
      dims,
      Math.floor(3 * perplexity + 1),
    );
    const { start, index, value } = jointAffinities(SOLO, neighbours, perplexity);
    expect(value).toHaveLength(reference.affinities.nonZero);
    const { row, values } = reference.affinities;
    const ours = new Float64Array(n);
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      ours[index[at]!] = value[at]!;
    }
    const largest = Math.max(...values);
    values.forEach((expected, column) => {
      // Of the row's largest value; both stop at an entropy within 1e-5.
      expect(Math.abs(ours[column]! - expected) / largest).toBeLessThan(1e-4);
    });
  });

  it('meets the perplexity, adds up to 1 and is symmetric', () => {
    const vectors = sampleVectors(120, 6, 4);
    const neighbours = nearestNeighbours(SOLO, sharedRows(vectors), 6, 31);
    for (let row = 0; row < 120; row++) {
      const shares = new Float32Array(31);
      fitRow(neighbours.squared.subarray(row * 31, (row + 1) * 31), shares, Math.log(10));
      const entropy = shares.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
      expect(shares.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
      expect(Math.exp(entropy)).toBeCloseTo(10, 3);
    }
    const { start, index, value } = jointAffinities(SOLO, neighbours, 10);
    const cells = new Map<string, number>();
    for (let row = 0; row < 120; row++) {
      for (let at = start[row]!; at < start[row + 1]!; at++) {
        cells.set(`${row} ${index[at]!}`, value[at]!);
      }
    }
    expect(cells.size).toBe(value.length);
    expect(value.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
    for (const [cell, p] of cells) {
      expect(cells.get(cell.split(' ').reverse().join(' '))).toBeCloseTo(p, 9);
    }
  });

  it('shares equally among neighbours at one distance', () => {
    const shares = new Float32Array(3);
    for (const distance of [0, 0.25, 1e12]) {
      fitRow(new Float32Array(3).fill(distance), shares, 0);
      expect([...shares]).toEqual(Array(3).fill(Math.fround(1 / 3)));
    }
  });

  it('meets the perplexity whatever the distances are', () => {
    const rising = fc
      .uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 9, maxLength: 60 })
      .map((values) => values.sort((a, b) => a - b));
    fc.assert(
      fc.property(rising, fc.integer({ min: -12, max: 12 }), (values, power) => {
        const squared = Float32Array.from(values, (value) => value * 10 ** power);
        const shares = new Float32Array(squared.length);
        fitRow(squared, shares, Math.log(3));
        const entropy = shares.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
        expect(shares.every((p, at) => at === 0 || p <= shares[at - 1]!)).toBe(true);
        expect(Math.exp(entropy)).toBeCloseTo(3, 3);
      }),
    );
  });
});
