import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Response } from '../../shared/ipc/contract';
import { NO_EXCLUDES } from '../../shared/excludes';
import { splitTexts } from '../../shared/text-column';
import type { LibraryStore } from '../store/library-store';
import { openLibraryStore } from '../store/library-store';
import { deleteRows } from '../store/testing/inspect-library';
import { file, id, silent, track } from '../store/testing/sample-rows';
import { createEngine } from './engine';
import type { Engine } from './engine-types';
import { MODELS } from './testing/engine-in-folder';

type Rows = Response<'library:rows'>;

const SOUND = { tempo: { bpm: 120, confidence: 0.5 }, key: null, loudness: -9.5 };
const NOTHING_HEARD = { tempo: null, key: { key: 3, confidence: 0.9 }, loudness: null };

describe('the rows of a library as they were saved', () => {
  let folder = '';
  const libraryDir = (): string => path.join(folder, 'library.lance');

  /** Changes the library while no engine has it. */
  const change = async (how: (store: LibraryStore) => void): Promise<void> => {
    const store = await openLibraryStore(libraryDir(), { logger: silent });
    how(store);
    await store.close();
  };
  const open = async (): Promise<{ engine: Engine; saved: readonly Rows[] }> => {
    const saved: Rows[] = [];
    const engine = await createEngine({
      libraryDir: libraryDir(),
      cacheDir: path.join(folder, 'cache'),
      modelsDir: MODELS,
      logger: silent,
      savedRows: (rows) => {
        saved.push(rows);
        return Promise.resolve();
      },
    });
    return { engine, saved };
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-saved-rows-'));
    await change((store) => {
      const tags = { ...track(1).tags, title: '밤하늘 🎵', artist: 'Déjà', year: null };
      store.putTrack(track(1, { state: 'analysed', models: ['one'], sound: SOUND, tags }));
      store.putTrack(track(2, { state: 'failed', sound: NOTHING_HEARD }));
      store.putTrack(track(3, { tags: { ...track(3).tags, hasCover: true, genre: '' } }));
      store.putTrack(track(4));
      for (const number of [1, 2, 3, 4]) {
        store.putFile(file(number));
      }
      store.plays.put({ id: id(3), plays: 7, skips: 1, lastPlayed: 1_700_000_000_000 });
      store.plays.put({ id: id(2), plays: 0, skips: 2, lastPlayed: null });
    });
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('are those that the engine has once it is open, of the same version', async () => {
    await change((store) => {
      store.removeFile(file(4).path, true);
    });
    const { engine, saved } = await open();
    expect(saved).toHaveLength(1);
    const [told] = saved;
    expect(await engine.handle('library:rows', { since: 0 })).toEqual(told);
    expect(told && splitTexts(told.rows.title)).toContain('밤하늘 🎵');
    const since = await engine.handle('library:rows', { since: told?.version ?? 0 });
    expect(since).toMatchObject({ reset: false, version: told?.version, removed: [] });
    expect(since.rows.id.ends).toHaveLength(0);
    await engine.close();
  });

  it('of a library without songs are none', async () => {
    await rm(libraryDir(), { recursive: true });
    const { engine, saved } = await open();
    expect(saved.map(({ rows }) => rows.id.ends.length)).toEqual([0]);
    await engine.close();
  });

  it('give way to all rows anew where opening changed some', async () => {
    // As a kill between two writes leaves it: a song whose file is not there yet.
    await deleteRows(libraryDir(), 'files', `trackId = '${id(4)}'`);
    const { engine, saved } = await open();
    expect(saved.map(({ rows }) => rows.id.ends.length)).toEqual([4]);
    const told = saved[0]?.version ?? 0;
    const anew = await engine.handle('library:rows', { since: told });
    expect(anew.reset).toBe(true);
    expect(anew.version).toBeGreaterThan(told);
    expect(anew.rows.id.ends).toHaveLength(3);
    await engine.close();
  });

  it('are not told where rules leave songs out', async () => {
    await change((store) => {
      store.setNote('excludes', JSON.stringify({ ...NO_EXCLUDES, shorterThanSeconds: 10 }));
    });
    const { engine, saved } = await open();
    expect(saved).toEqual([]);
    await engine.close();
    await change((store) => {
      store.setNote('excludes', JSON.stringify(NO_EXCLUDES));
    });
    const other = await open();
    expect(other.saved).toHaveLength(1);
    await other.engine.close();
  });

  it('are not told where a removed folder hides songs', async () => {
    await change((store) => {
      store.removeFile(file(4).path, true);
      store.hideMissing(() => true);
    });
    const { engine, saved } = await open();
    expect(saved).toEqual([]);
    expect((await engine.handle('library:rows', { since: 0 })).rows.id.ends).toHaveLength(3);
    await engine.close();
  });
});
