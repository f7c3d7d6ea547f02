import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blend } from './blend';
import { SpaceMoments } from './hubs';
import { pathBetween } from './path-between';
import { radio } from './radio';
import { packedDot, packRows, unpackRow } from '../../shared/packed-rows';
import { unitVector } from '../../shared/unit-vector';
import { seededRandom } from '../../shared/seeded-random';
import type { SongSpace, SpacePart } from './song-space';
import { apart } from './song-space';

/** A space of rows of so many values, with what is usual among them; songs whose row is left out have no vector there. */
function part(matrix: Float32Array, dims: number, without: readonly number[] = []): SpacePart {
  const rows = packRows(matrix, dims);
  const all = Array.from(rows.peaks, (_, row) => row);
  const moments = new SpaceMoments(rows, all, true);
  const own = all.map((row) => moments.spreadOf(unpackRow(rows, row)));
  const spreads = {
    rows: {
      mean: Float32Array.from(own, ({ mean }) => mean),
      deviation: Float32Array.from(own, ({ deviation }) => deviation),
    },
    spreadOf: (vector: Float32Array) => moments.spreadOf(vector, false),
  };
  const rowOf = Int32Array.from(all, (row) => (without.includes(row) ? -1 : row));
  return { rows, spreads, weight: 1, rowOf };
}

function songsIn(parts: readonly SpacePart[], artists?: number): SongSpace {
  const songs = parts[0]!.rowOf.length;
  return {
    songs,
    parts,
    artistOf: (song) => `artist ${String(song % (artists ?? songs))}`,
    areVersions: () => false,
    exclude: new Set(),
  };
}

/** Songs in all directions; a song's artist is its number modulo `artists`. */
function space(rows: number, { dims = 8, artists = rows, seed = 1 } = {}): SongSpace {
  const random = seededRandom(seed);
  const matrix = new Float32Array(rows * dims);
  for (let row = 0; row < rows; row++) {
    const vector = Float32Array.from({ length: dims }, () => random() - 0.5 + random() - 0.5);
    matrix.set(unitVector(vector)!, row * dims);
  }
  return songsIn([part(matrix, dims)], artists);
}

/** Rows on an arc of a quarter circle, one for each share of it. */
function onArc(shares: readonly number[]): Float32Array {
  return Float32Array.from(
    shares.flatMap((share) => [Math.cos((Math.PI / 2) * share), Math.sin((Math.PI / 2) * share)]),
  );
}

/** Rows on an arc, evenly: the smooth way between its ends is known. */
function arc(rows: number): SongSpace {
  const shares = Array.from({ length: rows }, (_, at) => at / (rows - 1));
  return songsIn([part(onArc(shares), 2)]);
}

const cosineOf = ({ parts: [first] }: SongSpace, a: number, b: number): number =>
  packedDot(first!.rows, a, b);

const steps = (of: SpacePart, songs: readonly number[]): number[] =>
  songs.slice(1).map((song, at) => 1 - packedDot(of.rows, songs[at] ?? song, song));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('how far songs are apart', () => {
  it('is the weighted mean over the spaces that know both, each by what is usual there', () => {
    const one = { ...part(onArc([0, 0.1, 0.9, 1]), 2), weight: 1 };
    const other = { ...part(onArc([0, 0.8, 0.1, 1]), 2, [3]), weight: 0.5 };
    const [both, first, second] = [[one, other], [one], [other]].map((parts) => songsIn(parts));
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const expected = (apart(first!, a, b) + 0.5 * apart(second!, a, b)) / 1.5;
      expect(apart(both!, a, b)).toBeCloseTo(expected, 9);
      expect(apart(both!, b, a)).toBeCloseTo(apart(both!, a, b), 9);
    }
    expect(apart(both!, 0, 3)).toBe(apart(first!, 0, 3));
    // Nothing is farther than two songs that no space knows both of.
    expect(apart(second!, 0, 3)).toBeGreaterThan(apart(second!, 0, 1));
  });

  it('does not hang on how large cosines are in a space', () => {
    const random = seededRandom(2);
    const shares = Array.from({ length: 40 }, () => random());
    // The same order on an arc of 90 degrees and on one of 9.
    const wide = songsIn([part(onArc(shares), 2)]);
    const narrow = songsIn([part(onArc(shares.map((share) => share / 10)), 2)]);
    for (let song = 1; song < 40; song++) {
      expect(apart(narrow, 0, song)).toBeCloseTo(apart(wide, 0, song), 0);
    }
  });
});

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
    const [only] = songs.parts;
    expect(mean(steps(only!, rows))).toBeLessThan(0.6 * mean(steps(only!, byChance)));
  });

  it('takes steps in every space that are far smaller than by chance', () => {
    // Where a song lies in one space says nothing of where it lies in another, and cosines differ less in the third.
    const random = seededRandom(4);
    const shares = Array.from({ length: 3 }, (_, at) =>
      Array.from(
        { length: 2000 },
        (_song, song) => (song < 2 ? song : random()) / (at === 2 ? 4 : 1),
      ),
    );
    const songs = songsIn(shares.map((each) => part(onArc(each), 2)));
    const rows = pathBetween(songs, { from: 0, to: 1, length: 10, seed: 1 });
    expect(rows).toHaveLength(10);
    for (const each of songs.parts) {
      const byChance = steps(
        each,
        Array.from({ length: 500 }, () => Math.floor(random() * 2000)),
      );
      // Not the mean step: the largest.
      expect(Math.max(...steps(each, rows))).toBeLessThan(0.5 * mean(byChance));
    }
  });

  it('has another way for another seed, and the same for the same', () => {
    const songs = space(500);
    const ways = [1, 2, 3, 4, 5, 6, 1].map((seed) =>
      pathBetween(songs, { from: 1, to: 2, length: 8, seed }).join(),
    );
    expect(new Set(ways).size).toBeGreaterThan(1);
    expect(ways[6]).toBe(ways[0]);
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

  it('never has two versions of one song, nor one of its ends', () => {
    // Songs whose numbers are alike modulo 20 are versions of one.
    const songs: SongSpace = { ...space(300), areVersions: (a, b) => a % 20 === b % 20 };
    const rows = pathBetween(songs, { from: 0, to: 1, length: 15, seed: 1 });
    expect(rows).toHaveLength(15);
    expect(new Set(rows.map((song) => song % 20)).size).toBe(15);
  });

  it('asks for few pairs whether they are versions, however many songs are tried', () => {
    const songs = space(5000, { dims: 4 });
    const asked = new Set<string>();
    let questions = 0;
    const areVersions = (a: number, b: number): boolean => {
      questions += 1;
      asked.add([a, b].sort().join(' '));
      return a % 1000 === b % 1000;
    };
    const rows = pathBetween({ ...songs, areVersions }, { from: 0, to: 1, length: 50, seed: 1 });
    expect(rows).toHaveLength(50);
    // Each pair once. To compare all that are tried with each other would take some 260,000.
    expect(asked.size).toBe(questions);
    expect(questions).toBeLessThan(10_000);
  });

  it('leads from song to song where no space knows both ends', () => {
    const random = seededRandom(3);
    const shares = Array.from({ length: 50 }, () => random());
    const songs = songsIn([part(onArc(shares), 2, [0]), part(onArc(shares), 2, [1])]);
    expect(pathBetween(songs, { from: 0, to: 1, length: 6, seed: 1 })).toEqual([0, 1]);
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
      rows.reduce((sum, row) => sum + cosineOf(songs, 3, row), 0) / rows.length;
    const all = likeness(Array.from({ length: 2000 }, (_, row) => row));
    const turns = Array.from({ length: 20 }, (_, chance) =>
      radio(songs, { seed: 3, count: 15, given: new Set(), chance }),
    );
    const sorted = Array.from({ length: 2000 }, (_, row) => row)
      .filter((row) => row !== 3)
      .sort((a, b) => cosineOf(songs, 3, b) - cosineOf(songs, 3, a));
    for (const rows of turns) {
      expect(likeness(rows)).toBeGreaterThan(all + 0.3);
      expect(rows.every((row) => sorted.indexOf(row) < 200)).toBe(true);
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

describe('radio and versions', () => {
  it('never gives two versions of one song, nor one of a song that was given before', () => {
    const songs: SongSpace = { ...space(100), areVersions: (a, b) => a % 25 === b % 25 };
    const given = new Set<number>();
    for (let turn = 0; turn < 3; turn++) {
      const rows = radio(songs, { seed: 7, count: 8, given, chance: turn });
      expect(rows).toHaveLength(8);
      rows.forEach((song) => given.add(song));
    }
    // Of the 25 songs that there are in four versions each, all but the one that it started from.
    expect(new Set([...given, 7].map((song) => song % 25)).size).toBe(25);
    expect(radio(songs, { seed: 7, count: 8, given, chance: 9 })).toEqual([]);
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
    // From the side of the first list on, and hardly ever to and fro.
    expect(rows[0]).toBe(Math.min(...rows));
    const walked = rows.slice(1).reduce((sum, row, at) => sum + Math.abs(row - rows[at]!), 0);
    expect(walked).toBeLessThanOrEqual(2 * (Math.max(...rows) - Math.min(...rows)));
  });

  it('has at most two songs of an artist, no song twice, and none where a list is empty', () => {
    const songs = space(200, { artists: 10 });
    const rows = blend(songs, { a: [1, 2, 3], b: [4, 5, 6], count: 50 });
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows).toHaveLength(20);
    expect(blend(songs, { a: [], b: [4], count: 5 })).toEqual([]);
  });

  it('has no song in two versions', () => {
    const songs: SongSpace = { ...space(200), areVersions: (a, b) => a % 10 === b % 10 };
    const rows = blend(songs, { a: [1, 2, 3], b: [4, 5, 6], count: 50 });
    expect(rows.map((song) => song % 10).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('lies between them in every space', () => {
    const random = seededRandom(6);
    // Songs 0 to 3 lie at one end in both spaces, 4 to 7 at the other.
    const shares = [1, 2].map(() =>
      Array.from({ length: 1000 }, (_, song) => (song < 4 ? 0 : song < 8 ? 1 : random())),
    );
    const songs = songsIn(shares.map((each) => part(onArc(each), 2)));
    for (const song of blend(songs, { a: [0, 1, 2, 3], b: [4, 5, 6, 7], count: 8 })) {
      for (const each of shares) {
        expect(Math.abs(each[song]! - 0.5)).toBeLessThan(0.35);
      }
    }
  });
});
