import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlacedSongs, StandingMap } from './place-songs';
import { placeSongs } from './place-songs';
import { placeInWorker } from './run-placement';
import { normal } from './random';
import { seededRandom } from '../../shared/seeded-random';
import { readReferenceMaps } from './testing/reference-maps';
import { sampleVectors } from './testing/sample-vectors';
import { tsne } from './tsne';

const DIMS = 16;

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** Songs of two styles, each at its end of the map. */
function twoStyles(): { map: StandingMap; middles: number[][] } {
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
  return { map: { vectors, x, y, half: 20 }, middles };
}

const mean = (values: Iterable<number>): number => {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};

describe('a new song', () => {
  it.each([20, Number.NaN])('comes to lie among its like (half width %f)', (half) => {
    const { middles, map } = twoStyles();
    const random = seededRandom(8);
    for (const [style, middle] of middles.entries()) {
      for (let number = 0; number < 20; number++) {
        const song = unit(middle.map((value) => value + 0.3 * normal(random)));
        const { x, y, trust } = placeSongs({ ...map, half }, DIMS, song);
        expect(trust[0]).toBeGreaterThan(0.5);
        expect(Math.sign(x[0]!)).toBe(style === 0 ? -1 : 1);
        expect(Math.abs(x[0]!)).toBeGreaterThan(0.3);
        expect(Math.abs(y[0]!)).toBeLessThan(0.6);
      }
    }
  });

  it('does not begin between two regions when its neighbours are in both', () => {
    const near = unit([1, 0]);
    const map = {
      vectors: Float32Array.of(...near, ...unit([1, 0.01]), ...unit([1, -0.01])),
      x: Float32Array.of(-0.9, -0.8, 0.9),
      y: Float32Array.of(0, 0, 0),
      half: Number.NaN,
    };
    expect(placeSongs(map, 2, near).x[0]).toBeLessThan(-0.7);
  });

  it('has copies beside it, not on it, and always the same ones', () => {
    const { map } = twoStyles();
    const song = map.vectors.slice(0, DIMS);
    const copies = new Float32Array(4 * DIMS);
    for (let copy = 0; copy < 4; copy++) {
      copies.set(song, copy * DIMS);
    }
    const { x, y } = placeSongs(map, DIMS, copies);
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < a; b++) {
        expect(Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!)).toBeGreaterThan(1e-4);
      }
    }
    expect(placeSongs(map, DIMS, copies)).toEqual(placeSongs(map, DIMS, copies));
  });

  it('stays on the map, also on an empty one', () => {
    const corner = {
      vectors: unit([1, 1]),
      x: Float32Array.of(1),
      y: Float32Array.of(-1),
      half: 3,
    };
    const songs = Float32Array.from({ length: 18 }, (_, at) => unit([1, 1])[at % 2]!);
    const { x, y } = placeSongs(corner, 2, songs);
    expect(Math.max(...x, ...y)).toBeLessThanOrEqual(1);
    expect(Math.min(...x, ...y)).toBeGreaterThanOrEqual(-1);
    const none = new Float32Array();
    const alone = placeSongs({ vectors: none, x: none, y: none, half: 3 }, 2, unit([1, 1]));
    expect([alone.x[0], alone.y[0], alone.trust[0]]).toEqual([0, 0, 1]);
  });

  it('comes to lie somewhere, whatever the map is like', () => {
    const value = fc.float({ min: -1, max: 1, noNaN: true });
    const songs = fc.array(fc.tuple(value, value, value, value), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(songs, songs, fc.constantFrom(Number.NaN, 0, 1, 1e6), (standing, fresh, half) => {
        const vectors = (rows: typeof songs extends fc.Arbitrary<infer T> ? T : never) =>
          Float32Array.from(rows.flatMap(([, , a, b]) => [...unit([a, b + 2])]));
        const map = {
          vectors: vectors(standing),
          x: Float32Array.from(standing, ([x]) => x),
          y: Float32Array.from(standing, ([, y]) => y),
          half,
        };
        const { x, y, trust } = placeSongs(map, 2, vectors(fresh));
        expect(x).toHaveLength(fresh.length);
        for (const place of [...x, ...y]) {
          expect(Math.abs(place)).toBeLessThanOrEqual(1);
        }
        expect([...trust].every((share) => share >= 0 && share <= 1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

/** The digits, normalised, one of ten held back from the map. */
function heldBack(): { standing: Float32Array; fresh: Float32Array; dims: number } {
  const { n, dims, vectors } = readReferenceMaps('digits');
  const rows = Array.from({ length: n }, (_, row) =>
    unit([...vectors.subarray(row * dims, (row + 1) * dims)]),
  );
  const joined = (some: readonly Float32Array[]): Float32Array => {
    const all = new Float32Array(some.length * dims);
    some.forEach((row, at) => {
      all.set(row, at * dims);
    });
    return all;
  };
  return {
    standing: joined(rows.filter((_, row) => row % 10 !== 3)),
    fresh: joined(rows.filter((_, row) => row % 10 === 3)),
    dims,
  };
}

/** The share of each new song's 10 nearest standing rows that are among its 10 nearest standing points. */
function kept(map: StandingMap, dims: number, fresh: Float32Array, placed: PlacedSongs): number {
  const nearest = (distanceTo: (row: number) => number): number[] => {
    const distances = Array.from(map.x.keys(), distanceTo);
    return [...distances.keys()].sort((a, b) => distances[a]! - distances[b]!).slice(0, 10);
  };
  return mean(
    placed.x.map((x, song) => {
      const near = nearest((row) => {
        let dot = 0;
        for (let at = 0; at < dims; at++) {
          dot += map.vectors[row * dims + at]! * fresh[song * dims + at]!;
        }
        return -dot;
      });
      const shown = new Set(
        nearest((row) => Math.hypot(map.x[row]! - x, map.y[row]! - placed.y[song]!)),
      );
      return near.filter((row) => shown.has(row)).length / 10;
    }),
  );
}

describe('digits that are held back from the map of the others', () => {
  const { standing, fresh, dims } = heldBack();
  const { x, y, trust, half } = tsne(standing, dims, { seed: 42 });
  const map = { vectors: standing, x, y, half };

  it('end nearer to their true neighbours than where they begin, nearly as near as on a map of all', () => {
    const settled = kept(map, dims, fresh, placeSongs(map, dims, fresh));
    const unknown = { ...map, half: Number.NaN };
    const begun = kept(unknown, dims, fresh, placeSongs(unknown, dims, fresh));
    // 0.556 and 0.508; on a map of all they keep 0.590.
    expect(settled).toBeGreaterThan(begun + 0.03);
    expect(settled).toBeGreaterThan(0.54);
  });

  it('move no other, and have the trust of those beside them measured again', () => {
    const before = { x: x.slice(), y: y.slice(), vectors: standing.slice() };
    const { remeasured } = placeSongs(map, dims, fresh);
    expect({ x, y, vectors: standing }).toEqual(before);
    expect(new Set(remeasured.row).size).toBe(remeasured.row.length);
    expect(remeasured.row.length).toBeGreaterThan(1000);
    const was = mean(Array.from(remeasured.row, (row) => trust[row]!));
    // Others have come between some of them.
    expect(mean(remeasured.trust)).toBeLessThan(was + 0.02);
    expect(mean(remeasured.trust)).toBeGreaterThan(was - 0.1);
  });

  it('have the trust that tsne would give them and the others there', () => {
    const few = fresh.slice(0, dims);
    const { remeasured } = placeSongs(map, dims, few);
    // One song can take or give one of ten neighbours.
    for (const [at, row] of remeasured.row.entries()) {
      expect(Math.abs(remeasured.trust[at]! - trust[row]!)).toBeLessThan(0.11);
    }
  });
});

it('a worker thread does the same', async () => {
  const vectors = sampleVectors(120, 8, 3);
  const { x, y, half } = tsne(vectors.slice(0, 800), 8, { seed: 1 });
  const map = { vectors: vectors.slice(0, 800), x, y, half };
  const options = { signal: new AbortController().signal, onProgress: () => undefined };
  const fresh = vectors.slice(800);
  const here = placeSongs(map, 8, fresh);
  expect(await placeInWorker(map, 8, fresh, options)).toEqual(here);
  expect(map.vectors.length).toBe(0);
});
