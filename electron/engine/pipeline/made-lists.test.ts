import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import type { Bench } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import type { FilledLibrary, FilledSong } from './testing/filled-library';
import { idOf, namesOf, openFilled } from './testing/filled-library';
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
  const radio = (seed: number, over = false) =>
    bench.engine.handle('playlists:radio', { id: id(0), count: 3, seed, over });

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
    // Started over: the others that it would have given now are not known to be left any more.
    const over = await radio(4, true);
    expect([over.anew, over.trackIds.length]).toEqual([false, 4]);
    const last = await radio(5);
    const both = [...over.trackIds.slice(1), ...last.trackIds.slice(1)];
    expect([...both].sort()).toEqual([...ids].filter((each) => each !== id(0)).sort());
  });

  it('a path leads from one to the other, and a blend lies in both lists’ library', async () => {
    const way = await bench.engine.handle('playlists:path', {
      from: id(0),
      to: id(1),
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
    const request = { a: a.id, count: 4 } as const;
    const blended = await bench.engine.handle('playlists:blend', { ...request, b: b.id });
    expect(new Set(blended).size).toBe(4);
    await expect(
      bench.engine.handle('playlists:blend', { ...request, b: none.id }),
    ).rejects.toMatchObject({ kind: 'not-analysed' });
  });

  it('a song that was not listened to has no path and no radio', async () => {
    const unknown = { id: 'f'.repeat(32), count: 3, seed: 1 } as const;
    await expect(bench.engine.handle('playlists:radio', unknown)).rejects.toMatchObject({
      kind: 'not-analysed',
    });
  });
});

describe('lists over several spaces', () => {
  /** A direction so many degrees on. */
  const at = (degrees: number): readonly number[] => [
    Math.cos((degrees / 180) * Math.PI),
    Math.sin((degrees / 180) * Math.PI),
  ];
  let library: FilledLibrary | undefined;
  afterEach(async () => {
    await library?.close();
    library = undefined;
  });

  it('a path is even in each of them, a radio near in each of them, and neither has a song in two versions', async () => {
    // 1 to 5 go on in both spaces, 6 is another version of 3, a to f are on the way in genre but not in melody.
    const song = (name: string, genre: number, melody: number, like = name): FilledSong => ({
      name,
      tags: {
        title: `Song ${like}`,
        artist: `Artist ${like.charAt(0)}`,
        durationSeconds: 100 * Number.parseInt(name, 16),
      },
      vectors: { genre: at(genre), melody: at(melody) },
    });
    library = await openFilled([
      song('1', 0, 0),
      song('2', 20, 22),
      song('3', 40, 38),
      song('4', 60, 62),
      song('5', 80, 80),
      song('6', 40, 39, '3 (Live)'),
      ...[10, 20, 30, 50, 60, 70].map((degrees, index) =>
        song((index + 10).toString(16), degrees, 170 - degrees / 2),
      ),
    ]);
    const { engine } = library;
    const way = await engine.handle('playlists:path', {
      from: idOf('1'),
      to: idOf('5'),
      length: 5,
      seed: 1,
    });
    const names = way.map((id) => namesOf([{ id }])[0] ?? '');
    expect(names.map((name) => (name === '6' ? '3' : name))).toEqual(['1', '2', '3', '4', '5']);
    const { trackIds } = await engine.handle('playlists:radio', {
      id: idOf('1'),
      count: 11,
      seed: 1,
    });
    // Ten of eleven: of 3 and 6 only one.
    expect(trackIds).toHaveLength(11);
    expect(trackIds.filter((id) => [idOf('3'), idOf('6')].includes(id))).toHaveLength(1);
    const { id: a } = await engine.handle('playlists:create', {
      name: 'a',
      trackIds: [idOf('1'), idOf('2'), idOf('3')],
    });
    const { id: b } = await engine.handle('playlists:create', {
      name: 'b',
      trackIds: [idOf('5'), idOf('4'), idOf('6')],
    });
    const blended = await engine.handle('playlists:blend', { a, b, count: 12 });
    expect(blended.filter((id) => [idOf('3'), idOf('6')].includes(id))).toHaveLength(1);
    // What is between them in both spaces, not what is in one only.
    expect(namesOf(blended.slice(0, 5).map((id) => ({ id })))).not.toContain('a');
  });
});
