import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { engineContract } from '../../shared/ipc/contract';
import type { Response } from '../../shared/ipc/contract';
import type { Engine } from './engine-types';
import type { Bench } from './testing/engine-in-folder';
import { FIXTURES, openBench } from './testing/engine-in-folder';
import type { FilledLibrary, FilledSong } from './testing/filled-library';
import { idOf, namesOf, openFilled } from './testing/filled-library';

/** Made of battle-epic.flac by scripts/fixtures/make-copies.mjs: without tags, with other ones, without. */
const COPIES = fileURLToPath(new URL('../../../e2e/fixtures/copies', import.meta.url));
const GOOD_MP3 = 'track 07.mp3';
const LOW_MP3 = 'low.mp3';
const OPUS = 'unknown.opus';
const LOSSLESS = 'battle-epic.flac';

async function duplicates(engine: Engine): Promise<Response<'duplicates:list'>> {
  const list = await engine.handle('duplicates:list', {});
  expect(engineContract['duplicates:list'].response.parse(list)).toEqual(list);
  return list;
}

describe('what other programs made of a song', () => {
  let bench: Bench;
  afterEach(() => bench.remove());

  it('is one group whatever its tags and format, the best copy by format and then by bits', async () => {
    bench = await openBench();
    for (const copy of [GOOD_MP3, LOW_MP3, OPUS]) {
      await copyFile(path.join(COPIES, copy), path.join(bench.music, copy));
    }
    for (const other of ['genesis.aiff', 'coherence.m4a', 'ezer-ev.mp3']) {
      await copyFile(path.join(FIXTURES, other), path.join(bench.music, other));
    }
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
    const best = async (): Promise<readonly (readonly [string, boolean])[]> => {
      const { groups } = await duplicates(bench.engine);
      expect(groups).toHaveLength(1);
      expect(groups[0]?.kind).toBe('alike');
      return (groups[0]?.copies ?? [])
        .map((copy) => [path.basename(copy.path), copy.best] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    };
    expect(await best()).toEqual([
      [LOW_MP3, false],
      [GOOD_MP3, true],
      [OPUS, false],
    ]);

    // Lossless is better than any number of bits.
    await copyFile(path.join(FIXTURES, LOSSLESS), path.join(bench.music, LOSSLESS));
    await bench.run((engine) => engine.handle('scan:start', {}));
    expect(await best()).toEqual([
      [LOSSLESS, true],
      [LOW_MP3, false],
      [GOOD_MP3, false],
      [OPUS, false],
    ]);
    const [group] = (await duplicates(bench.engine)).groups;
    // Those without an artist have their file names for titles: "Some battle" has one, and so has the original.
    expect(['Battle Epic', 'Some battle']).toContain(group?.title);
  }, 180_000);
});

describe('songs that sound alike', () => {
  let library: FilledLibrary;
  afterEach(() => library.close());

  const song = (
    name: string,
    degrees: number,
    durationSeconds: number | null,
    tags: FilledSong['tags'] = {},
  ): FilledSong => ({
    name,
    tags: { durationSeconds, ...tags },
    vectors: {
      genre: [Math.cos((degrees / 180) * Math.PI), Math.sin((degrees / 180) * Math.PI)],
    },
  });
  const groupsNow = async (): Promise<readonly (readonly [string, string])[]> =>
    (await duplicates(library.engine)).groups
      .map(({ kind, copies }) => [namesOf(copies).sort().join(''), kind] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));

  it('are best where nothing was lost, however few bits that takes', async () => {
    // All files are as large: the shorter a song, the more bits a second.
    library = await openFilled([
      song('1', 0, 199),
      { ...song('2', 0, 200.5), path: '/music/2.flac' },
      song('3', 0, 200),
    ]);
    const best = async (): Promise<readonly string[]> =>
      namesOf(
        (await duplicates(library.engine)).groups[0]?.copies.filter((copy) => copy.best) ?? [],
      );
    expect(await best()).toEqual(['2']);
    await library.engine.handle('similar:not-same', { a: idOf('1'), b: idOf('2') });
    await library.engine.handle('similar:not-same', { a: idOf('2'), b: idOf('3') });
    expect(await best()).toEqual(['1']);
  });

  it('are told by their tune where it is known, if the sound is not quite another', async () => {
    const both = (name: string, genre: number, melody: number): FilledSong => ({
      ...song(name, genre, 200),
      vectors: {
        genre: [Math.cos((genre / 180) * Math.PI), Math.sin((genre / 180) * Math.PI)],
        melody: [Math.cos((melody / 180) * Math.PI), Math.sin((melody / 180) * Math.PI)],
      },
    });
    library = await openFilled([
      both('1', 0, 0),
      // A coarse copy: 50 degrees off by sound, 20 by tune.
      both('2', 50, 20),
      // Another rendering of the tune: 70 off by sound.
      both('3', -70, 0),
      // Another song that sounds just so.
      both('4', 2, 90),
      // Its tune is not known.
      song('5', 3, 200),
    ]);
    // The last is near to 1, too, but not to its copy; 1 and 4 are told apart by their tunes.
    expect(await groupsNow()).toEqual([
      ['12', 'alike'],
      ['45', 'alike'],
    ]);
    await library.engine.handle('similar:not-same', { a: idOf('4'), b: idOf('5') });
    expect(await groupsNow()).toEqual([['12', 'alike']]);
    await library.engine.handle('similar:not-same', { a: idOf('1'), b: idOf('2') });
    expect(await groupsNow()).toEqual([['15', 'alike']]);
  });

  it('are one recording only when they are as long, and not when a person said that they are not', async () => {
    const tags = { title: 'Song', artist: 'One' };
    library = await openFilled([
      song('1', 0, 200, tags),
      // By its name it may sound a little different.
      song('2', 40, 201, tags),
      song('3', 20, 201.5),
      song('4', 0, 206),
      song('5', 120, 100),
      song('6', 125, 101),
      song('7', 120, null),
      song('8', 190, 101),
    ]);
    expect(await groupsNow()).toEqual([
      ['123', 'alike'],
      ['56', 'alike'],
    ]);
    await library.engine.handle('similar:not-same', { a: idOf('5'), b: idOf('6') });
    await library.engine.handle('similar:not-same', { a: idOf('1'), b: idOf('3') });
    expect(await groupsNow()).toEqual([['12', 'same-recording']]);
    // Whatever their names say.
    await library.engine.handle('similar:not-same', { a: idOf('1'), b: idOf('2') });
    expect(await groupsNow()).toEqual([['23', 'alike']]);
    await library.engine.handle('similar:not-same', { a: idOf('1'), b: idOf('2'), undo: true });
    expect(await groupsNow()).toEqual([['12', 'same-recording']]);
  });

  it('are folded in lists as they are found among the duplicates', async () => {
    const both = (name: string, genre: number, melody: number): FilledSong => {
      const { vectors, ...rest } = song(name, genre, 200);
      const radians = (melody / 180) * Math.PI;
      return { ...rest, vectors: { ...vectors, melody: [Math.cos(radians), Math.sin(radians)] } };
    };
    library = await openFilled([
      both('1', 0, 0),
      // A coarse copy of it.
      both('2', 50, 20),
      // Another song that sounds just so.
      both('3', 2, 90),
      both('4', 180, 200),
    ]);
    expect(await groupsNow()).toEqual([['12', 'alike']]);
    const { items } = await library.engine.handle('similar:list', {
      query: { kind: 'songs', ids: [idOf('4')] },
      limit: 10,
    });
    const rows = items.map(({ id, versions }) =>
      namesOf([{ id }, ...versions])
        .sort()
        .join(''),
    );
    expect(rows.sort()).toEqual(['12', '3']);
  });
});
