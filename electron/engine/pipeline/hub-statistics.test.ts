import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { unpackRow } from '../../shared/packed-rows';
import { seededRandom } from '../../shared/seeded-random';
import { SpaceMoments } from '../rank/hubs';
import type { SpaceSpreads } from '../rank/row-distances';
import type { LibraryStore } from '../store/library-store';
import { VectorSpace } from '../store/vector-space';
import { HubStatistics } from './hub-statistics';
import type { FilledLibrary } from './testing/filled-library';
import { openFilled } from './testing/filled-library';

const DIMS = 3;
const FEWEST = 30;
/** So many that one change more does not make all of it anew. */
const LARGER = 600;

/** A library of which only the vectors of one space are asked for. */
function statisticsOf(space: VectorSpace): HubStatistics {
  const store = {
    ready: Promise.resolve(),
    space: (name: string) => (name === 'genre' ? space : undefined),
  };
  return new HubStatistics(store as unknown as LibraryStore, { warn: () => undefined });
}

function spreadsNow(space: VectorSpace, spreads: SpaceSpreads): readonly number[] {
  const count = space.ids.length;
  const { rows } = spreads;
  const outside = spreads.spreadOf(Float32Array.of(1, 0, 0));
  return [
    ...rows.mean.subarray(0, count),
    ...rows.deviation.subarray(0, count),
    outside.mean,
    outside.deviation,
  ];
}

const unit = (values: readonly number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const anyVector = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: -9, max: 9 }),
    fc.integer({ min: -9, max: 9 }),
  )
  .map(unit);
/** What happens to one of the songs: it is heard (anew), or goes. */
const anyChange = fc.record({
  id: fc.integer({ min: 0, max: 39 }).map(String),
  vector: fc.option(anyVector, { nil: null }),
});

describe('what is usual in a space', () => {
  it('is kept up with as working it out anew would, whatever songs come, change and go', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyVector, { minLength: 36, maxLength: 40 }),
        fc.array(fc.array(anyChange, { minLength: 1, maxLength: 4 }), {
          minLength: 1,
          maxLength: 5,
        }),
        async (first, batches) => {
          const space = new VectorSpace(DIMS);
          first.forEach((vector, at) => {
            space.set(String(at), vector);
          });
          const kept = statisticsOf(space);
          await kept.of('genre');
          for (const batch of batches) {
            for (const { id, vector } of batch) {
              if (vector !== null) {
                space.set(id, vector);
              } else if (space.ids.length > FEWEST) {
                space.delete(id);
              }
            }
            const anew = statisticsOf(space);
            const [now, fresh] = [await kept.of('genre'), await anew.of('genre')];
            expect(spreadsNow(space, now!)).toEqual(spreadsNow(space, fresh!));
            anew.close();
          }
          kept.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of a larger library is kept up with song by song, by what was usual when it was worked out', async () => {
    const random = seededRandom(11);
    const any = (): Float32Array => unit([1 + random(), random() - 0.5, random() - 0.5]);
    const space = new VectorSpace(DIMS);
    const moments = (): SpaceMoments =>
      new SpaceMoments(
        space,
        space.ids.map((_, row) => row),
        true,
      );
    const expectAllOf = ({ rows }: SpaceSpreads, usual: SpaceMoments): void => {
      space.ids.forEach((_, row) => {
        const { mean, deviation } = usual.spreadOf(unpackRow(space, row));
        // Rows are worked out in single precision.
        expect(Math.abs(rows.mean[row]! - mean)).toBeLessThan(1e-6);
        expect(Math.abs(rows.deviation[row]! - deviation)).toBeLessThan(1e-4 * deviation);
      });
    };
    for (let song = 0; song < LARGER; song++) {
      space.set(String(song), any());
    }
    const statistics = statisticsOf(space);
    const atFirst = moments();
    expectAllOf((await statistics.of('genre'))!, atFirst);
    for (let song = 0; song < LARGER / 5; song++) {
      // One is heard anew, one goes and the last takes its row, two come.
      space.set(String(song), any());
      space.delete(String(LARGER - 2 * song - 2));
      space.set(`new ${String(song)}`, any());
      space.set(`newer ${String(song)}`, any());
      if (song % 20 === 0) {
        expectAllOf((await statistics.of('genre'))!, atFirst);
      }
    }
    expectAllOf((await statistics.of('genre'))!, atFirst);
    // A quarter more than there were: it is worked out anew.
    for (let song = 0; song < LARGER / 10; song++) {
      space.set(`newest ${String(song)}`, any());
    }
    expectAllOf((await statistics.of('genre'))!, moments());
    statistics.close();
  });

  it('is of the rows as they are when several spaces are looked at, whatever happened while that was waited for', async () => {
    const [genre, melody] = [new VectorSpace(DIMS), new VectorSpace(DIMS)];
    for (let song = 0; song < LARGER; song++) {
      genre.set(String(song), unit([1, song, 1]));
      melody.set(String(song), unit([1, song, 2]));
    }
    let changes = 0;
    const store = {
      ready: Promise.resolve(),
      space: (name: string) => {
        // Each time that melody is looked for, also after what is usual in genre was known, songs come and go there.
        if (name === 'melody' && changes < 10) {
          changes += 1;
          genre.delete(String(changes));
          genre.set(`new ${String(changes)}`, unit([changes, 1, 1]));
        }
        return new Map([
          ['genre', genre],
          ['melody', melody],
        ]).get(name);
      },
    };
    const statistics = new HubStatistics(store as unknown as LibraryStore, {
      warn: () => undefined,
    });
    const looked = await statistics.withAll(['genre', 'melody', 'blend'], (spreads) => {
      const { mean } = spreads.get('genre')!.rows;
      return { names: [...spreads.keys()], ids: [...genre.ids], means: mean.slice(0, LARGER) };
    });
    expect(changes).toBe(10);
    expect(looked.names).toEqual(['genre', 'melody']);
    expect(looked.ids).toEqual(genre.ids);
    expect(looked.means).toEqual((await statistics.of('genre'))!.rows.mean.slice(0, LARGER));
    expect(looked.means.every((mean) => mean !== 0)).toBe(true);
    statistics.close();
  });

  it('is said of no space without enough songs', async () => {
    const space = new VectorSpace(DIMS);
    const statistics = statisticsOf(space);
    for (let song = 0; song < FEWEST; song++) {
      expect(await statistics.of('genre')).toBeUndefined();
      space.set(String(song), unit([1, song, 0]));
    }
    expect(await statistics.of('genre')).toBeDefined();
    expect(await statistics.of('melody')).toBeUndefined();
    statistics.close();
  });
});

describe('the figures of a library', () => {
  let library: FilledLibrary;
  afterEach(() => library.close());

  it('are those of each song’s ten nearest, worked out by hand', async () => {
    // On an arc, a degree apart: of eleven others each list leaves out the one at the farther end.
    library = await openFilled(
      Array.from({ length: 12 }, (_, at) => ({
        name: (at + 1).toString(16),
        tags: { artist: at < 4 ? 'One' : '' },
        vectors: { genre: [Math.cos((at / 180) * Math.PI), Math.sin((at / 180) * Math.PI)] },
      })),
    );
    const { spaces } = await library.engine.handle('similar:hubs', { most: 5000 });
    expect(spaces).toHaveLength(1);
    expect(spaces[0]).toMatchObject({ space: 'genre', songs: 12 });
    // Both ends are in 5 lists, the ten others in 11: mean 10, variance (2 · 25 + 10) / 12 = 5, third moment (−250 + 10) / 12 = −20.
    expect(spaces[0]?.before.skewness).toBeCloseTo(-20 / 5 ** 1.5, 10);
    // Of places whose two artists are known all are the same one's.
    expect(spaces[0]?.before).toMatchObject({ never: 0, sameArtist: 1 });
    // Over so few songs that every list holds all others there is nothing to say.
    expect((await library.engine.handle('similar:hubs', { most: 11 })).spaces[0]).toMatchObject({
      songs: 11,
      before: { skewness: 0, never: 0 },
      after: { skewness: 0, never: 0 },
    });
    expect((await library.engine.handle('similar:hubs', { most: 10 })).spaces).toEqual([]);
  });
});
