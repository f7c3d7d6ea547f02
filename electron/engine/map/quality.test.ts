import { describe, expect, it } from 'vitest';
import { SOLO } from './crew';
import { nearestNeighbours } from './neighbours';
import { neighbourPreservation10, neighbourRecall10 } from './quality';
import { seededRandom } from '../../shared/seeded-random';
import { sharedRows } from './testing/shared-rows';

const random = seededRandom(1);
const cloud = (n: number): Float32Array => Float32Array.from({ length: 2 * n }, random);
const axis = (points: Float32Array, at: number): Float32Array =>
  Float32Array.from({ length: points.length / 2 }, (_, row) => points[2 * row + at]!);

describe('neighbourPreservation10', () => {
  it.each([5, 300, 2500])('is 1 for a map that is the vectors themselves: %i rows', (n) => {
    const points = cloud(n);
    expect(neighbourPreservation10(points, 2, axis(points, 0), axis(points, 1))).toBe(1);
  });

  it('is what chance gives for a map of something else', () => {
    const other = cloud(400);
    const kept = neighbourPreservation10(cloud(400), 2, axis(other, 0), axis(other, 1));
    expect(Math.abs(kept - 10 / 399)).toBeLessThan(0.02);
  });

  it('is not a number without neighbours', () => {
    const none = new Float32Array();
    expect(neighbourPreservation10(none, 2, none, none)).toBeNaN();
    expect(neighbourPreservation10(cloud(1), 2, cloud(1).slice(1), cloud(1).slice(1))).toBeNaN();
  });
});

describe('neighbourRecall10', () => {
  it.each([5, 300, 2500])('is 1 for all the nearest rows: %i rows', (n) => {
    const points = sharedRows(cloud(n));
    const found = nearestNeighbours(SOLO, points, 2, Math.min(30, n - 1));
    expect(neighbourRecall10(points, 2, found)).toBe(1);
  });

  it('is the share that was found', () => {
    const points = sharedRows(cloud(400));
    const found = nearestNeighbours(SOLO, points, 2, 20);
    // The three nearest of each row are lost: seven of the ten are there.
    const all = found.index.slice();
    found.index.set(all.map((_, at) => all[at % 20 < 17 ? at + 3 : at - 17]!));
    expect(neighbourRecall10(points, 2, found)).toBeCloseTo(0.7, 6);
    // Rows in no order are compared with one block in seven.
    const few = nearestNeighbours(SOLO, points, 2, 20, { probes: 1 });
    expect(neighbourRecall10(points, 2, few)).toBeLessThan(0.4);
  });

  it('is not a number without neighbours', () => {
    const one = sharedRows(cloud(1));
    expect(neighbourRecall10(one, 2, nearestNeighbours(SOLO, one, 2, 0))).toBeNaN();
  });
});
