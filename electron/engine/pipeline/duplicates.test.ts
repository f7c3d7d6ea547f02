import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLibraryStore } from '../store/library-store';
import { duplicateAnswers } from './duplicates';
import { LeftOut } from './left-out';
import { LibraryView } from './library-view';
import type { Bench } from './testing/engine-in-folder';
import { FIXTURES, openBench } from './testing/engine-in-folder';
import { idOf } from './testing/filled-library';
import { VersionFolds } from './version-folds';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(async () => {
  await bench.remove();
});

it('finds the same sound in other places, whatever its name, and deletes nothing', async () => {
  const [one = '', two = ''] = (await readdir(FIXTURES)).filter((name) => name.endsWith('.mp3'));
  const copies = path.join(bench.music, 'copies');
  await mkdir(copies);
  const first = path.join(bench.music, one);
  await copyFile(path.join(FIXTURES, one), first);
  await copyFile(path.join(FIXTURES, two), path.join(bench.music, two));
  await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
  expect(await bench.engine.handle('duplicates:list', {})).toEqual({
    groups: [],
    total: 0,
    extraBytes: 0,
  });

  const again = path.join(copies, 'another name.mp3');
  await copyFile(first, again);
  await bench.run((engine) => engine.handle('scan:start', {}));
  const { groups, total, extraBytes } = await bench.engine.handle('duplicates:list', {});
  expect(total).toBe(1);
  const [group] = groups;
  expect(group).toMatchObject({ kind: 'same-sound' });
  expect(group?.copies.map((copy) => [copy.path, copy.best])).toEqual([
    [first, true],
    [again, false],
  ]);
  expect(extraBytes).toBe(group?.copies[1]?.sizeBytes);
  const asked = { id: group?.copies[1]?.id ?? '', copy: group?.copies[1]?.copy ?? -1 };
  expect(await bench.engine.handle('duplicates:path', asked)).toBe(again);
  await expect(bench.engine.handle('duplicates:path', { ...asked, copy: 7 })).rejects.toMatchObject(
    { kind: 'file-missing' },
  );
  expect((await readdir(bench.music)).sort()).toEqual(['copies', one, two].sort());
}, 120_000);

it('shows those first that take the most room, and not more than are looked through', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-duplicates-'));
  const logger = { info: () => undefined, warn: () => undefined };
  const store = await openLibraryStore(path.join(folder, 'library.lance'), { logger });
  try {
    const songs = 2003;
    const tags = { title: '', artist: '', album: '', albumArtist: '', genre: '', hasCover: false };
    const none = { year: null, trackNumber: null, discNumber: null, durationSeconds: null };
    for (let song = 0; song < songs; song++) {
      const id = idOf(song.toString(16));
      // In no order.
      const sizeBytes = 1 + ((song * 7) % songs);
      store.putTrack({ id, tags: { ...tags, ...none }, state: 'analysed', models: [] });
      for (const copy of ['a', 'b']) {
        store.putFile({ path: `/${copy}/${String(song)}.mp3`, sizeBytes, mtimeMs: 1, trackId: id });
      }
    }
    const view = new LibraryView(store, new LeftOut(store), () => undefined);
    const answers = duplicateAnswers({ store, view, versions: new VersionFolds(store) });
    const { groups, total, extraBytes } = await answers['duplicates:list']({});
    expect([total, extraBytes]).toEqual([songs, (songs * (songs + 1)) / 2]);
    expect(groups.map(({ copies }) => copies[0]?.sizeBytes)).toEqual(
      Array.from({ length: 2000 }, (_, at) => songs - at),
    );
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
});
