import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blend } from './blend';
import { pathBetween } from './path-between';
import { radio } from './radio';
import { packedDot, packRows } from '../../shared/packed-rows';
import { seededRandom } from '../../shared/seeded-random';
import type { SongSpace } from './song-space';
import { normalised } from './song-space';

/** Songs around `centres` directions, `each` of them near every centre; a song's artist is its number modulo `artists`. */
function space(rows: number, { dims = 8, artists = rows, seed = 1 } = {}): SongSpace {
  const random = seededRandom(seed);
  const matrix = new Float32Array(rows * dims);
  for (let row = 0; row < rows; row++) {
    const vector = Float32Array.from({ length: dims }, () => random() - 0.5 + random() - 0.5);
    matrix.set(normalised(vector), row * dims);
  }
  const artistOf = (row: number): string => `artist ${String(row % artists)}`;
  return { ...packRows(matrix, dims), artistOf, exclude: new Set() };
}

/** Rows on an arc of a quarter circle, evenly: the smooth way between its ends is known. */
function arc(rows: number): SongSpace {
  const matrix = Float32Array.from({ length: rows * 2 }, (_, at) => {
    const angle = (Math.PI / 2) * (Math.floor(at / 2) / (rows - 1));
    return at % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
  return { ...packRows(matrix, 2), artistOf: (row) => String(row), exclude: new Set() };
}

const steps = (of: SongSpace, rows: readonly number[]): number[] =>
  rows.slice(1).map((row, at) => 1 - packedDot(of, rows[at] ?? row, row));

describe('a path between two songs', () => {
  it('goes evenly along an arc', () => {
    const rows = pathBetween(arc(91), { from: 0, to: 90, length: 7, seed: 3 });
    expect(rows).toHaveLength(7);
    expect([...rows].sort((a, b) => a - b)).toEqual(rows);
    // Every waypoint is 15 rows on; chance may choose a neighbour.
    rows.forEach((row, at) => {
      expect(Math.abs(row - at * 15)).toBeLessThanOrEqual(8);
    });
  });

  it('takes far smaller steps than the two are apart, and than a way by chance', () => {
    const songs = space(3000, { dims: 16 });
    const rows = pathBetween(songs, { from: 1, to: 2, length: 10, seed: 1 });
    const random = seededRandom(9);
    const byChance = [1, ...Array.from({ length: 8 }, () => Math.floor(random() * 3000)), 2];
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(steps(songs, rows))).toBeLessThan(0.6 * mean(steps(songs, byChance)));
  });

  it('has another way for another seed, and the same for the same', () => {
    const songs = space(500);
    const ways = [1, 2, 3, 1].map((seed) =>
      pathBetween(songs, { from: 1, to: 2, length: 8, seed }).join(),
    );
    expect(new Set(ways).size).toBeGreaterThan(1);
    expect(ways[3]).toBe(ways[0]);
  });

  it('whatever the songs: no song and no artist twice, never an excluded one, both ends in place', () => {
    const any = fc.record({
      rows: fc.integer({ min: 2, max: 60 }),
      artists: fc.integer({ min: 1, max: 12 }),
      length: fc.integer({ min: 2, max: 15 }),
      seed: fc.integer(),
      excluded: fc.array(fc.nat(59), { maxLength: 10 }),
    });
    fc.assert(
      fc.property(any, ({ rows, artists, length, seed, excluded }) => {
        const songs = { ...space(rows, { artists }), exclude: new Set(excluded) };
        const found = pathBetween(songs, { from: 0, to: 1, length, seed });
        expect(found.length).toBeLessThanOrEqual(length);
        expect([found[0], found.at(-1)]).toEqual([0, 1]);
        const inner = found.slice(1, -1);
        expect(new Set(found).size).toBe(found.length);
        const names = inner.map(songs.artistOf);
        expect(new Set(names).size).toBe(names.length);
        expect(names).not.toContain(songs.artistOf(0));
        expect(inner.some((row) => songs.exclude.has(row))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('of a song to itself is refused', () => {
    expect(() => pathBetween(space(5), { from: 1, to: 1, length: 5, seed: 0 })).toThrow(
      /another one/,
    );
  });
});

describe('radio', () => {
  it('never gives a song again, until all have been given', () => {
    const songs = space(100, { artists: 20 });
    const given = new Set<number>();
    for (let turn = 0; given.size < 99; turn++) {
      const rows = radio(songs, { seed: 7, count: 10, given, chance: turn });
      expect(rows).toHaveLength(Math.min(10, 99 - given.size));
      for (const row of rows) {
        expect(given.has(row) || row === 7).toBe(false);
        given.add(row);
      }
    }
    expect(radio(songs, { seed: 7, count: 10, given, chance: 1 })).toEqual([]);
  });

  it('prefers what sounds alike, and is another one each time', () => {
    const songs = space(2000, { dims: 16 });
    const likeness = (rows: readonly number[]): number =>
      rows.reduce((sum, row) => sum + packedDot(songs, 3, row), 0) / rows.length;
    const all = likeness(Array.from({ length: 2000 }, (_, row) => row));
    const turns = Array.from({ length: 20 }, (_, chance) =>
      radio(songs, { seed: 3, count: 15, given: new Set(), chance }),
    );
    const sorted = Array.from({ length: 2000 }, (_, row) => row)
      .filter((row) => row !== 3)
      .sort((a, b) => packedDot(songs, 3, b) - packedDot(songs, 3, a));
    for (const rows of turns) {
      expect(likeness(rows)).toBeGreaterThan(all + 0.3);
      expect(rows.every((row) => sorted.indexOf(row) < 90)).toBe(true);
    }
    expect(new Set(turns.map((rows) => rows.join())).size).toBe(20);
    // Near songs more often than far ones, but far ones too.
    const near =
      turns.flat().filter((row) => sorted.indexOf(row) < 30).length / turns.flat().length;
    expect(near).toBeGreaterThan(0.45);
    expect(near).toBeLessThan(0.98);
  });

  it('keeps an artist’s songs apart while there are others', () => {
    const songs = space(300, { artists: 30 });
    const rows = radio(songs, { seed: 0, count: 20, given: new Set(), chance: 5 });
    rows.forEach((row, at) => {
      expect(rows.slice(Math.max(0, at - 4), at).map(songs.artistOf)).not.toContain(
        songs.artistOf(row),
      );
    });
  });
});

describe('a blend of two lists', () => {
  it('holds what lies between them, not what is like one only', () => {
    const songs = arc(91);
    const rows = blend(songs, { a: [0, 1, 2, 3], b: [87, 88, 89, 90], count: 9 });
    expect(rows).toHaveLength(9);
    rows.forEach((row) => {
      expect(Math.abs(row - 45)).toBeLessThanOrEqual(5);
    });
    // From the side of the first list to that of the second.
    expect(rows).toEqual([...rows].sort((x, y) => x - y));
  });

  it('has at most two songs of an artist, no song twice, and none where a list is empty', () => {
    const songs = space(200, { artists: 10 });
    const rows = blend(songs, { a: [1, 2, 3], b: [4, 5, 6], count: 50 });
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows).toHaveLength(20);
    expect(blend(songs, { a: [], b: [4], count: 5 })).toEqual([]);
  });
});
