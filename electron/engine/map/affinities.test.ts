import { describe, expect, it } from 'vitest';
import { conditionalAffinities, jointAffinities } from './affinities';
import { nearestNeighbours } from './neighbours';
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
    const neighbours = nearestNeighbours(vectors, dims, Math.floor(3 * perplexity + 1));
    const { start, index, value } = jointAffinities(neighbours, perplexity);
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
    const neighbours = nearestNeighbours(vectors, 6, 31);
    const conditional = conditionalAffinities(neighbours, 10);
    for (let row = 0; row < 120; row++) {
      const shares = [...conditional.subarray(row * 31, (row + 1) * 31)];
      const entropy = shares.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
      expect(shares.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      expect(Math.exp(entropy)).toBeCloseTo(10, 3);
    }
    const { start, index, value } = jointAffinities(neighbours, 10);
    const cells = new Map<string, number>();
    for (let row = 0; row < 120; row++) {
      for (let at = start[row]!; at < start[row + 1]!; at++) {
        cells.set(`${row} ${index[at]!}`, value[at]!);
      }
    }
    expect(cells.size).toBe(value.length);
    expect(value.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    for (const [cell, p] of cells) {
      expect(cells.get(cell.split(' ').reverse().join(' '))).toBeCloseTo(p, 15);
    }
  });

  it('shares equally among neighbours at one distance', () => {
    const neighbours = nearestNeighbours(new Float32Array(8), 2, 3);
    expect([...conditionalAffinities(neighbours, 1)]).toEqual(Array(12).fill(1 / 3));
  });
});
