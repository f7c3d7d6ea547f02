import { describe, expect, it } from 'vitest';
import { packRows } from '../../shared/packed-rows';
import { seededRandom } from '../../shared/seeded-random';
import type { SoundingSong } from './alike-sounds';
import { alikeSounds } from './alike-sounds';

const DIMS = 200;
const SAME = { seconds: 2, cosine: 0.9 };
const random = seededRandom(5);
/** About normally distributed. */
const value = (): number => random() + random() + random() + random() - 2;

function unit(values: readonly number[]): number[] {
  const length = Math.hypot(...values);
  return values.map((each) => each / length);
}

const anyVector = (): number[] => unit(Array.from({ length: DIMS }, value));

/** A vector with this cosine to another. */
function near(vector: readonly number[], cosine: number): number[] {
  const other = anyVector();
  const along = other.reduce((sum, each, at) => sum + each * vector[at]!, 0);
  const across = unit(other.map((each, at) => each - along * vector[at]!));
  return across.map((each, at) => cosine * vector[at]! + Math.sqrt(1 - cosine ** 2) * each);
}

interface Found {
  readonly pairs: ReadonlySet<string>;
  readonly compared: number;
}

function find(vectors: readonly (readonly number[])[], seconds: readonly number[]): Found {
  const space = packRows(Float32Array.from(vectors.flat()), DIMS);
  const songs = seconds.map((each, row): SoundingSong => ({ row, seconds: each }));
  const pairs = new Set<string>();
  let compared = 0;
  for (const batch of alikeSounds(space, songs, SAME)) {
    compared += batch.compared;
    batch.pairs.forEach(([a, b]) =>
      pairs.add(`${String(Math.min(a, b))} ${String(Math.max(a, b))}`),
    );
  }
  return { pairs, compared };
}

describe('songs that sound the same', () => {
  it('are found by sound and length, nothing else, and in a fraction of all comparisons', () => {
    const copies = 200;
    const originals = Array.from({ length: 2000 }, anyVector);
    const lengths = originals.map(() => 120 + 240 * random());
    const vectors = [...originals, ...originals.slice(0, copies).map((own) => near(own, 0.93))];
    const found = find(vectors, [...lengths, ...lengths.slice(0, copies).map((own) => own + 1.5)]);
    const wanted = Array.from({ length: copies }, (_, at) => `${String(at)} ${String(2000 + at)}`);
    expect([...found.pairs].filter((pair) => !wanted.includes(pair))).toEqual([]);
    // Planes may part a pair; of pairs with a cosine of 0.93 they hardly ever do in every table.
    expect(found.pairs.size).toBeGreaterThan(0.97 * copies);
    // Of 2.4 million pairs, of which 1 in 60 is of about one length.
    expect(found.compared).toBeLessThan(10_000);
  });

  it('are not those of another length, or that are a little less alike', () => {
    const one = anyVector();
    expect(find([one, near(one, 0.99), near(one, 0.88)], [200, 202.5, 201]).pairs.size).toBe(0);
    expect([...find([one, near(one, 0.99)], [200, 202]).pairs]).toEqual(['0 1']);
  });

  it('are found in no more comparisons than some a song where all are of one length and sound', () => {
    const one = anyVector();
    const compared = [300, 600].map(
      (count) => find(Array<number[]>(count).fill(one), Array<number>(count).fill(30)).compared,
    );
    expect(compared[1]! / compared[0]!).toBeLessThan(2.2);
    const chained = find(Array<number[]>(500).fill(one), Array<number>(500).fill(30)).pairs;
    // Each is found with the one before it: together they are one group.
    expect(
      Array.from({ length: 499 }, (_, at) => chained.has(`${String(at)} ${String(at + 1)}`)),
    ).not.toContain(false);
  });

  it('come in small batches, so that others have their turn within a table', () => {
    const songs = 3000;
    const one = anyVector();
    const space = packRows(Float32Array.from(Array<number[]>(songs).fill(one).flat()), DIMS);
    const all = Array.from({ length: songs }, (_, row): SoundingSong => ({ row, seconds: 30 }));
    const batches = alikeSounds(space, all, SAME);
    const compared: number[] = [];
    for (const batch of batches) {
      compared.push(batch.compared);
      if (compared.length === 60) {
        break;
      }
    }
    // One song more than fills a batch at most.
    expect(Math.max(...compared)).toBeLessThan(1000 + 64);
    // Nor are all put in order, or a table hashed, at once.
    const first = compared.findIndex((each) => each > 0);
    expect(first).toBeGreaterThan(2 * Math.floor(songs / 250));
  });
});
