import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../shared/seeded-random';
import { DIMS } from './pair-kernel';
import type { PredictionTask } from './predict-vectors';
import { FEWEST_EXAMPLES, predictVectors } from './predict-vectors';
import { guess, NormalEquations } from './ridge';
import { cosineOf } from './testing/neighbour-lists';
import { toUnitRows } from './unit-rows';

const AUDIO = 12;

/** Songs in lists of ten; how near a song is to its list's place follows from its sound, as far as `noise` lets it. */
function task(
  examples: number,
  asked: number,
  noise: number,
): { task: PredictionTask; places: Float32Array<ArrayBuffer> } {
  const random = seededRandom(examples + asked);
  const bell = (): number => random() + random() + random() - 1.5;
  const matrix = Float64Array.from({ length: AUDIO * DIMS }, bell);
  const all = examples + asked;
  const audio = new Float32Array(all * AUDIO);
  const places = new Float32Array(all * DIMS);
  let middle: number[] = [];
  for (let song = 0; song < all; song++) {
    if (song % 10 === 0) {
      middle = Array.from({ length: AUDIO }, bell);
    }
    for (let at = 0; at < AUDIO; at++) {
      audio[song * AUDIO + at] = middle[at]! + 0.3 * bell();
    }
    for (let at = 0; at < DIMS; at++) {
      let sum = noise * bell();
      for (let from = 0; from < AUDIO; from++) {
        sum += audio[song * AUDIO + from]! * matrix[from * DIMS + at]!;
      }
      places[song * DIMS + at] = sum;
    }
  }
  toUnitRows(places, DIMS);
  return {
    places,
    task: {
      seed: 1,
      audioDims: AUDIO,
      audio: audio.slice(0, examples * AUDIO),
      learned: places.slice(0, examples * DIMS),
      members: Uint32Array.from({ length: examples }, (_, song) => song),
      ends: Uint32Array.from({ length: examples / 10 }, (_, list) => 10 * (list + 1)),
      asked: audio.slice(examples * AUDIO),
    },
  };
}

describe('songs in no list', () => {
  it('are placed where their sound says, and how well is told', () => {
    const { task: given, places } = task(400, 50, 0.2);
    const { vectors, error } = predictVectors(given);
    const cosines = Array.from({ length: 50 }, (_, song) =>
      cosineOf(vectors, song, places, 400 + song),
    );
    const mean = cosines.reduce((sum, value) => sum + value, 0) / 50;
    expect(mean).toBeGreaterThan(0.9);
    expect(error).toMatchObject({ examples: 400, heldOut: 80 });
    // What is told of songs held out is what comes of songs asked about.
    expect(Math.abs(error!.cosine - mean)).toBeLessThan(0.05);
    expect(error!.recall).toBeGreaterThan(0.8);
    expect(error!.randomRecall).toBeCloseTo(10 / 399, 6);
  });

  it('where sound says nothing, that is told too', () => {
    const { task: given } = task(400, 5, 0);
    const random = seededRandom(9);
    const deaf = { ...given, audio: given.audio.map(() => random() - 0.5) };
    const { vectors, error } = predictVectors(deaf);
    expect(error!.cosine).toBeLessThan(0.2);
    expect(error!.recall).toBeLessThan(0.15);
    expect(vectors.every((value) => Number.isFinite(value))).toBe(true);
  });

  it.each([0, 10, FEWEST_EXAMPLES - 10])('are not placed by %i examples', (examples) => {
    const { task: given } = task(examples, 3, 0);
    expect(predictVectors(given)).toEqual({ vectors: new Float32Array(3 * DIMS), error: null });
  });

  it('stands sounds that are all the same, and no sound at all', () => {
    const { task: given } = task(60, 4, 0);
    const { vectors } = predictVectors({ ...given, audio: given.audio.map(() => 1) });
    expect(vectors.every((value) => Number.isFinite(value))).toBe(true);
    const none = { ...given, audioDims: 0, audio: new Float32Array(), asked: new Float32Array() };
    expect(predictVectors(none).error).toBeNull();
  });
});

describe('ridge regression', () => {
  it('is what the normal equations say', () => {
    // By hand: x = ±1, ±3 without a mean, y = 2x + 5; Σ x² = 20, so W = 2 · 20 / (20 + λ).
    const equations = new NormalEquations(1, 1);
    for (const x of [-3, -1, 1, 3]) {
      equations.add(Float32Array.of(x), Float32Array.of(2 * x + 5));
    }
    const half = equations.solve(1);
    expect([half.meanX[0], half.meanY[0]]).toEqual([0, 5]);
    expect(half.weights[0]).toBeCloseTo(1, 12);
    const free = equations.solve(1e-9);
    const to = new Float64Array(1);
    guess(free, Float32Array.of(10), to);
    expect(to[0]).toBeCloseTo(25, 5);
  });

  it('is the same in one piece and in two', () => {
    const random = seededRandom(4);
    const rows = Array.from({ length: 40 }, () => ({
      x: Float32Array.from({ length: 6 }, random),
      y: Float32Array.from({ length: 3 }, random),
    }));
    const [whole, first, second] = [0, 1, 2].map(() => new NormalEquations(6, 3)) as [
      NormalEquations,
      NormalEquations,
      NormalEquations,
    ];
    rows.forEach(({ x, y }, at) => {
      whole.add(x, y);
      (at < 15 ? first : second).add(x, y);
    });
    first.addAll(second);
    const [a, b] = [whole.solve(0.1).weights, first.solve(0.1).weights];
    a.forEach((value, at) => {
      expect(b[at]).toBeCloseTo(value, 9);
    });
    // The gradient of what is least: Σ x (y − guess) = λ W, over centred rows.
    const { meanX, meanY, weights } = whole.solve(0.1);
    const centred = rows.map(({ x }) => Array.from(x, (value, at) => value - meanX[at]!));
    const trace = centred.flat().reduce((sum, value) => sum + value * value, 0);
    const lambda = (0.1 * trace) / 6;
    for (let i = 0; i < 6; i++) {
      for (let j = 0; j < 3; j++) {
        const pull = rows.reduce((sum, { y }, at) => {
          const own = centred[at]!;
          const guessed = own.reduce(
            (total, value, k) => total + value * weights[3 * k + j]!,
            meanY[j]!,
          );
          return sum + own[i]! * (y[j]! - guessed);
        }, 0);
        expect(pull).toBeCloseTo(lambda * weights[3 * i + j]!, 6);
      }
    }
  });
});
