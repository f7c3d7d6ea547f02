import { describe, expect, it } from 'vitest';
import { neighbourPreservation10 } from './quality';
import { seededRandom } from '../../shared/seeded-random';

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
