import { afterEach, expect, it } from 'vitest';
import { runJob } from './testing/engine-in-folder';
import type { FilledLibrary } from './testing/filled-library';
import { idOf, openFilled } from './testing/filled-library';

let library: FilledLibrary | undefined;
afterEach(() => library?.close());

it('the mood of each song on the map is the one that was heard most clearly, or none', async () => {
  const heard: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    '1': { happy: 0.99, sad: 0.9 },
    '2': { sad: 0.99, happy: 0.9 },
    '3': { Mellow: 0.95 },
    '4': { rock: 0.99 },
    '5': { happy: 0.001 },
  };
  library = await openFilled(
    Object.entries(heard).map(([name, scores], at) => ({
      name,
      vectors: { genre: [1, at, at * at] },
      heard: scores,
    })),
  );
  const { engine } = library;
  const moodsNow = async (): Promise<ReadonlyMap<string, string | undefined>> => {
    const { layout } = await engine.handle('map:layout', { space: 'genre' });
    const { moods, mood } = await engine.handle('map:moods', { space: 'genre' });
    const ids = layout?.id ?? [];
    expect(mood).toHaveLength(ids.length);
    return new Map(ids.map((id, at) => [id, moods[mood[at] ?? -1]]));
  };
  expect(await moodsNow()).toEqual(new Map());
  await runJob(engine, () => engine.handle('map:compute', { space: 'genre' }));
  expect(await moodsNow()).toEqual(
    new Map([
      [idOf('1'), 'happy'],
      [idOf('2'), 'sad'],
      [idOf('3'), 'mellow'],
      [idOf('4'), undefined],
      [idOf('5'), undefined],
    ]),
  );
});
