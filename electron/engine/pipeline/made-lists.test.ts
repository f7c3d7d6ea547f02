import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import type { Bench } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';

const SONGS = 6;

describe('lists that are made', () => {
  let bench: Bench;
  let ids: readonly string[] = [];
  beforeAll(async () => {
    bench = await openBench();
    for (let seed = 1; seed <= SONGS; seed++) {
      await writeWav(path.join(bench.music, `${String(seed)}.wav`), seed);
    }
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
    ids = splitTexts((await bench.engine.handle('library:rows', { since: 0 })).rows.id);
  }, 120_000);
  afterAll(async () => {
    await bench.remove();
  });
  const id = (at: number): string => ids[at] ?? '';
  const radio = (seed: number) =>
    bench.engine.handle('playlists:radio', { id: id(0), space: 'genre', count: 3, seed });

  it('a radio gives every song once, also after a start, and then says that it begins again', async () => {
    const first = await radio(1);
    bench = await bench.reopen();
    const second = await radio(2);
    expect([first.anew, second.anew]).toEqual([false, false]);
    expect([first.trackIds[0], second.trackIds[0]]).toEqual([id(0), id(0)]);
    const given = [...first.trackIds.slice(1), ...second.trackIds.slice(1)];
    expect([...given].sort()).toEqual([...ids].filter((each) => each !== id(0)).sort());
    const third = await radio(3);
    expect(third.anew).toBe(true);
    expect(third.trackIds).toHaveLength(4);
  });

  it('a path leads from one to the other, and a blend lies in both lists’ library', async () => {
    const way = await bench.engine.handle('playlists:path', {
      from: id(0),
      to: id(1),
      space: 'genre',
      length: 4,
      seed: 1,
    });
    expect([way[0], way.at(-1), new Set(way).size]).toEqual([id(0), id(1), 4]);
    const make = (name: string, trackIds: string[]) =>
      bench.engine.handle('playlists:create', { name, trackIds });
    const [a, b, none] = [
      await make('a', [id(0), id(1)]),
      await make('b', [id(2), id(3)]),
      await make('none', []),
    ];
    const request = { a: a.id, space: 'genre', count: 4 } as const;
    const blended = await bench.engine.handle('playlists:blend', { ...request, b: b.id });
    expect(new Set(blended).size).toBe(4);
    await expect(
      bench.engine.handle('playlists:blend', { ...request, b: none.id }),
    ).rejects.toMatchObject({ kind: 'not-analysed' });
  });

  it('a song that was not listened to has no path and no radio', async () => {
    const unknown = { id: 'f'.repeat(32), space: 'genre', count: 3, seed: 1 } as const;
    await expect(bench.engine.handle('playlists:radio', unknown)).rejects.toMatchObject({
      kind: 'not-analysed',
    });
  });
});
