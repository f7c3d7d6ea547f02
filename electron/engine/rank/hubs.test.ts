import { describe, expect, it } from 'vitest';
import { agree, askedWeights } from './agreement';
import { packRows, unpackRow } from '../../shared/packed-rows';
import { SpaceMoments, toMutualDistances } from './hubs';
import { cosinesTo } from './nearest';
import { minusLogNormal } from './normal-tail';

/** −ln Φ(z) from math.erfc of Python 3.11. */
const REFERENCE: readonly (readonly [z: number, value: number])[] = [
  [-8, 35.0134371599],
  [-3, 6.6077262215],
  [-1, 1.841021645],
  [0, 0.6931471806],
  [0.5, 0.3689464153],
  [1, 0.172753779],
  [1.96, 0.0253156492],
  [3, 0.00135081],
  [5, 2.86651613e-7],
  [8, 6.220960574e-16],
];

describe('−ln Φ', () => {
  it.each(REFERENCE)('of %f is %f', (z, value) => {
    expect(minusLogNormal(z) / value).toBeCloseTo(1, 2);
  });

  it('falls all the way', () => {
    const values = Array.from({ length: 4800 }, (_, step) => minusLogNormal(step / 200 - 12));
    expect(values.every((value, at) => at === 0 || value < values[at - 1]!)).toBe(true);
    expect(minusLogNormal(50)).toBe(minusLogNormal(12));
  });
});

/** L2-normalised rows around one direction, so that cosines are not all about 0; the same each time. */
function rows(count: number, dims: number): Float32Array {
  let state = 7;
  const next = (): number => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  const matrix = new Float32Array(count * dims);
  for (let row = 0; row < count; row++) {
    const vector = Array.from({ length: dims }, (_, at) => next() + (at === 0 ? 0.6 : 0));
    const length = Math.hypot(...vector);
    matrix.set(
      vector.map((value) => value / length),
      row * dims,
    );
  }
  return matrix;
}

describe('moments of a space', () => {
  const dims = 7;
  const vectors = packRows(rows(50, dims), dims);
  const all = Array.from({ length: 50 }, (_, row) => row);

  it('give what comparing with every song gives', () => {
    const moments = new SpaceMoments(vectors, all, true);
    for (const row of [0, 20, 49]) {
      const vector = unpackRow(vectors, row);
      const others = [...cosinesTo(vectors, vector)].filter((_, other) => other !== row);
      const mean = others.reduce((sum, value) => sum + value, 0) / others.length;
      const variance = others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / others.length;
      const spread = moments.spreadOf(vector);
      expect(spread.mean).toBeCloseTo(mean, 5);
      expect(spread.deviation).toBeCloseTo(Math.sqrt(variance), 4);
    }
  });

  it.each([true, false])(
    'give eight vectors what they give each (all songs counted: %s)',
    (whole) => {
      const moments = new SpaceMoments(vectors, whole ? all : all.slice(0, 30), whole);
      const asked = [3, 20, 21, 49, 0, 1, 7, 8];
      const spreads = moments.spreadsOfEight((values) => {
        for (const [place, row] of asked.entries()) {
          unpackRow(vectors, row).forEach((value, d) => {
            values[8 * d + place] = value;
          });
        }
      });
      expect(spreads).toHaveLength(8);
      for (const [place, spread] of spreads.entries()) {
        const alone = moments.spreadOf(unpackRow(vectors, asked[place]!));
        expect(spread.mean).toBeCloseTo(alone.mean, 6);
        expect(spread.deviation).toBeCloseTo(alone.deviation, 6);
      }
    },
  );

  it('of a vector from outside count every song', () => {
    const vector = Float32Array.from({ length: dims }, (_, at) => (at === 1 ? 1 : 0));
    const cosines = [...cosinesTo(vectors, vector)];
    const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
    expect(new SpaceMoments(vectors, all, true).spreadOf(vector, false).mean).toBeCloseTo(mean, 5);
  });

  it('are not spoiled by a damaged vector, and survive songs that are all alike', () => {
    const damaged = Float32Array.of(1, 0, Number.NaN, 1, 1, 0);
    const moments = new SpaceMoments(packRows(damaged, 2), [0, 1, 2], false);
    const { mean, deviation } = moments.spreadOf(Float32Array.of(1, 0));
    expect(mean).toBeGreaterThan(0);
    expect(deviation).toBeGreaterThan(0);
  });
});

describe('Mutual Proximity', () => {
  it('puts a song that is near to everything behind one that is near to few', () => {
    const cosines = Float32Array.of(0.8, 0.8, 0.5);
    const spreads = {
      mean: Float32Array.of(0.7, 0.2, 0.2),
      deviation: Float32Array.of(0.1, 0.1, 0.1),
    };
    toMutualDistances(cosines, spreads, { mean: 0.3, deviation: 0.1 });
    // By hand: −ln Φ(5) − ln Φ(1) = 0.17275; −ln Φ(5) − ln Φ(6) = 2.9e-7; −ln Φ(2) − ln Φ(3) = 0.02436.
    expect(cosines[0]).toBeCloseTo(0.17275, 4);
    expect(cosines[1]).toBeLessThan(1e-6);
    expect(cosines[2]).toBeCloseTo(0.02436, 4);
  });
});

describe('agreement', () => {
  it('prefers what is near to all over what is very near to some', () => {
    // Candidate 0 is very near to two of three; candidate 1 fairly near to all; the mean would take 0.
    const plus = [Float32Array.of(0.05, 0.4), Float32Array.of(0.05, 0.4), Float32Array.of(1, 0.4)];
    const [first = 0, second = 0] = agree(plus, []);
    expect(second).toBeCloseTo(0.4, 6);
    // ((2 × 0.05⁴ + 1) / 3)^(1/4)
    expect(first).toBeCloseTo(0.7598, 4);
  });

  it('keeps one list as it is', () => {
    expect([...agree([Float32Array.of(0.5, 0, 2)], [])]).toEqual([0.5, 0, 2]);
  });

  it('weighs what is asked about and what more is wanted of', () => {
    const [only = 0] = agree([Float32Array.of(0.2), Float32Array.of(0.4)], [], [1, 0.5]);
    // ((0.2⁴ + 0.5 × 0.4⁴) / 1.5)^(1/4) = 0.0096^(1/4)
    expect(only).toBeCloseTo(0.31302, 5);
    expect(askedWeights(1, 0)).toEqual([1]);
    expect(askedWeights(1, 1)).toEqual([1, 0.5]);
    expect(askedWeights(2, 3)).toEqual([1, 1, 0.5, 0.5, 0.5]);
    // Together no more than the song itself.
    expect(askedWeights(1, 4)).toEqual([1, 0.25, 0.25, 0.25, 0.25]);
  });

  it('pushes away what is near to a minus song, and a minus song itself for ever', () => {
    const result = agree([Float32Array.of(0.2, 0.2, 0.2)], [Float32Array.of(0, 0.1, 5)]);
    expect(result[0]).toBe(Infinity);
    // 0.2 · (1 + (0.2 / 0.1)²) and 0.2 · (1 + (0.2 / 5)²)
    expect(result[1]).toBeCloseTo(1, 5);
    expect(result[2]).toBeCloseTo(0.20032, 5);
  });
});
