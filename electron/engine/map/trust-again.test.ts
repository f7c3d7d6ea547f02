import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/seeded-random';
import type { PlacedSongs, StandingMap } from './place-songs';
import { joined, placeSongs } from './place-songs';
import { compareWithAll } from './near-rows';
import { normal } from './random';
import { TrustAgain } from './trust-again';

const random = seededRandom(5);

function unit(values: readonly number[]): number[] {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** Songs on a surface in 12 dimensions, as real ones lie on few dimensions of many; the map shows it, though not exactly. */
function surface(songs: number): { vectors: Float32Array; x: Float32Array; y: Float32Array } {
  const waves = Array.from({ length: 12 }, () => [0, 1, 2].map(() => normal(random)));
  const at = Array.from({ length: songs }, () => [random() - 0.5, random() - 0.5] as const);
  const rows = at.map(([a, b]) =>
    unit(waves.map(([p = 0, q = 0, r = 0]) => Math.sin(3 * (p * a + q * b) + r))),
  );
  return {
    vectors: Float32Array.from(rows.flat()),
    x: Float32Array.from(at, ([a]) => 1.5 * a + 0.01 * normal(random)),
    y: Float32Array.from(at, ([, b]) => 1.5 * b + 0.01 * normal(random)),
  };
}

/** By sorting all distances: the trust of a row of the map that came about. */
function trustOf(row: number, vectors: Float32Array, x: Float32Array, y: Float32Array): number {
  const dims = vectors.length / x.length;
  const others = [...x.keys()].filter((other) => other !== row);
  const nearest = (distanceTo: (other: number) => number, k: number): number[] => {
    const distances = new Map(others.map((other) => [other, distanceTo(other)]));
    return others.sort((a, b) => distances.get(a)! - distances.get(b)! || a - b).slice(0, k);
  };
  const shown = new Set(
    nearest((other) => (x[other]! - x[row]!) ** 2 + (y[other]! - y[row]!) ** 2, 30),
  );
  const near = nearest((other) => {
    let dot = 0;
    for (let value = 0; value < dims; value++) {
      dot += vectors[row * dims + value]! * vectors[other * dims + value]!;
    }
    return -dot;
  }, 10);
  return near.filter((other) => shown.has(other)).length / near.length;
}

/** Each measured row with what it should be. */
function measured(map: StandingMap, fresh: Float32Array, placed: PlacedSongs): [number, number][] {
  const vectors = joined(map.vectors, fresh);
  const [x, y] = [joined(map.x, placed.x), joined(map.y, placed.y)];
  const pairs: [row: number, trust: number][] = [
    ...Array.from(placed.trust, (trust, at): [number, number] => [map.x.length + at, trust]),
    ...Array.from(placed.remeasured.row, (row, at): [number, number] => [
      row,
      placed.remeasured.trust[at]!,
    ]),
  ];
  return pairs.map(([row, trust]) => [trust, trustOf(row, vectors, x, y)]);
}

describe('the trust of new songs and of those beside them', () => {
  it('is what the whole map gives, for all of them on a small one', () => {
    const { vectors, x, y } = surface(460);
    const map = {
      vectors: vectors.slice(0, 400 * 12),
      x: x.slice(0, 400),
      y: y.slice(0, 400),
      half: 15,
    };
    const fresh = vectors.slice(400 * 12);
    const placed = placeSongs(map, 12, fresh);
    // Of 60 songs among 400 about all others are neighbours.
    expect(placed.remeasured.row.length).toBeGreaterThan(250);
    for (const [trust, exact] of measured(map, fresh, placed)) {
      expect(trust).toBeCloseTo(exact, 6);
    }
    // A song that comes alone concerns 20 at most, and all of them are measured.
    const alone = placeSongs(map, 12, fresh.slice(0, 12)).remeasured.row.length;
    expect(alone).toBeGreaterThan(9);
    expect(alone).toBeLessThan(21);
  });

  it('is that on a large one too, for four of them a new song', () => {
    const { vectors, x, y } = surface(12_004);
    const standing = 12_000;
    const map = {
      vectors: vectors.slice(0, standing * 12),
      x: x.slice(0, standing),
      y: y.slice(0, standing),
      half: 60,
    };
    const fresh = vectors.slice(standing * 12);
    const placed = placeSongs(map, 12, fresh);
    expect(placed.remeasured.row.length).toBe(4 * 4);
    for (const [trust, exact] of measured(map, fresh, placed)) {
      expect(trust).toBeCloseTo(exact, 6);
    }
  });

  it('is that where a song comes to lie among songs that it is not like', () => {
    // 10 songs of a rare style lie amid 990 of their opposite, 5,200 that are neither lie elsewhere.
    const style = (main: readonly number[]): number[] =>
      unit(main.map((value) => value + 0.1 * normal(random)));
    const styles = [
      ...Array.from({ length: 10 }, () => style([1, 0, 0, 0])),
      ...Array.from({ length: 990 }, () => style([-1, 0, 0, 0])),
      ...Array.from({ length: 5200 }, () => style([0, 1, 0, 0])),
    ];
    const map = {
      vectors: Float32Array.from(styles.flat()),
      x: Float32Array.from(styles, (_, row) => (row < 1000 ? 0 : 0.8) + 0.1 * normal(random)),
      y: Float32Array.from(styles, (_, row) => (row < 10 ? 0 : 0.1 * normal(random))),
      half: Number.NaN,
    };
    const fresh = Float32Array.from([style([1, 0, 0, 0]), style([1, 0, 0, 0])].flat());
    const placed = placeSongs(map, 4, fresh);
    const opposite = placed.remeasured.row.filter((row) => row >= 10 && row < 1000);
    expect(opposite.length).toBeGreaterThan(1);
    for (const [trust, exact] of measured(map, fresh, placed)) {
      expect(trust).toBeCloseTo(exact, 6);
    }
  });

  it('is measured beside a lone song of a large map for those that it may cost, whoever is asked for first', () => {
    // More songs than a new one may be compared with for it: looking everywhere for one that is unlike it is too much.
    const standing = 20_600;
    const angles = Float32Array.from({ length: standing + 1 }, (_, row) => (3 * row) / standing);
    angles[standing] = 0.0001;
    const [x, y] = [angles.map(Math.cos), angles.map(Math.sin)];
    const vectors = Float32Array.from([...angles].flatMap((_, row) => [x[row]!, y[row]!]));
    const rows = {
      first: vectors.slice(0, 2 * standing),
      second: vectors.slice(2 * standing),
      dims: 2,
    };
    const similarities = new Float64Array(standing);
    compareWithAll(rows, standing, similarities);
    const again = new TrustAgain(rows, standing);
    const near = [0, 1, 2, 3].map((row) => ({ row, similarity: similarities[row]! }));
    again.add({ row: standing, near, similarities, touched: [standing - 1, 0, 1, 2, 3] });
    expect([...again.measure({ x, y }).keys()].sort((a, b) => a - b)).toEqual([
      0,
      1,
      2,
      3,
      standing,
    ]);
  });
});
