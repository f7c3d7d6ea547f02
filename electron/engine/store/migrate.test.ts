import { connect } from '@lancedb/lancedb';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLibraryStore } from './library-store';
import { id, silent as logger } from './testing/sample-rows';

/** A library as OK Mugle with schema 1 left it: six songs, the fourth without a file. */
const OLD = fileURLToPath(new URL('./testing/fixtures/schema-1.lance', import.meta.url));
/** As schema 2 left it: four songs, of which the third was deleted and is shown as missing. */
const OLD_2 = fileURLToPath(new URL('./testing/fixtures/schema-2.lance', import.meta.url));

/** As schema 4 left it: four songs of which three were heard, the third of them deleted and shown as missing, and a map. */
const OLD_4 = fileURLToPath(new URL('./testing/fixtures/schema-4.lance', import.meta.url));

describe('a library of an earlier format', () => {
  let scratch = '';
  let folder = '';
  beforeEach(async () => {
    scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-migrate-'));
    folder = path.join(scratch, 'library.lance');
    await cp(OLD, folder, { recursive: true });
  });
  afterEach(async () => {
    await rm(scratch, { recursive: true, force: true });
  });

  it('opens with everything in it, and stays open to the next start', async () => {
    for (let start = 0; start < 2; start++) {
      const store = await openLibraryStore(folder, { logger });
      expect(store.roots).toEqual(['/music', '/more music']);
      const states = [1, 2, 3, 4, 5, 6].map((number) => store.tracks.get(id(number))?.state);
      const analysed = Array.from({ length: 4 }, () => 'analysed');
      expect(states).toEqual([...analysed, 'failed', 'pending']);
      expect(store.tracks.get(id(1))?.tags).toMatchObject({ title: 'Song 1', artist: '아티스트' });
      expect(store.pathsOf(id(1))).toEqual(['/music/1.mp3', '/more music/copy of 1.mp3']);
      expect(store.space('genre')?.ids).toHaveLength(4);
      expect(store.space('genre')?.get(id(2))).toEqual(Float32Array.of(0, 1, 0));
      expect((await store.tagScores(id(3), ['musicnn-msd']))[0]?.scores).toHaveLength(2);
      expect([...store.failures.keys()]).toEqual(['/music/5.mp3']);
      const [layout, ...others] = store.layouts('genre');
      expect(others).toEqual([]);
      expect(layout?.ids).toHaveLength(3);
      expect(layout?.trust).toHaveLength(3);
      // It lost its file before there was a note of that: the month begins now.
      expect(store.tracks.get(id(4))?.missing).toMatchObject({ path: '' });
      // It has had no table of plays; one that OK Mugle made is read by the formats that know of none.
      const played = { id: id(2), plays: 1, skips: 0, lastPlayed: 5 };
      expect([...store.plays.byId.values()]).toEqual(start === 0 ? [] : [played]);
      store.plays.put(played);
      await store.close();
    }
  });

  it('is copied first, and the copy opens too', async () => {
    await (await openLibraryStore(folder, { logger })).close();
    const backup = `${folder}.format-1.backup`;
    expect((await readdir(scratch)).sort()).toEqual(['library.lance', path.basename(backup)]);
    const names = (of: string): Promise<string[]> => readdir(of, { recursive: true });
    expect((await names(backup)).sort()).toEqual((await names(OLD)).sort());
    await (await openLibraryStore(backup, { logger })).close();
  });

  it('takes a migration up again that was cut off after its first step', async () => {
    const connection = await connect(folder);
    const tracks = await connection.openTable('tracks');
    await tracks.addColumns([{ name: 'missingPath', valueSql: `''` }]);
    connection.close();
    const store = await openLibraryStore(folder, { logger });
    expect(store.tracks.size).toBe(6);
    await store.close();
  });

  it('of format 2 gets its table of playlists', async () => {
    await rm(folder, { recursive: true });
    await cp(OLD_2, folder, { recursive: true });
    const playlist = {
      id: id(70),
      name: 'Evening',
      trackIds: [id(3), id(1), id(3)],
      createdAt: 5,
      changedAt: 6,
      deletedAt: null,
    };
    for (let start = 0; start < 2; start++) {
      const store = await openLibraryStore(folder, { logger });
      expect([...store.tracks.keys()].sort()).toEqual([1, 2, 3, 4].map(id));
      expect(store.tracks.get(id(3))?.missing?.path).toBe('/music/3.mp3');
      expect(store.space('genre')?.get(id(2))).toEqual(Float32Array.of(0, 1, 0));
      expect([...store.playlists.byId.values()]).toEqual(start === 0 ? [] : [playlist]);
      store.playlists.put(playlist);
      await store.close();
    }
    expect((await readdir(scratch)).sort()).toEqual([
      'library.lance',
      'library.lance.format-2.backup',
    ]);
  });

  it('of format 4 knows nothing of tempo, key and passages yet, and keeps what it is told of them', async () => {
    await rm(folder, { recursive: true });
    await cp(OLD_4, folder, { recursive: true });
    const sound = { tempo: { bpm: 92, confidence: 0.5 }, key: null, loudness: -14.5 };
    const passage = { seconds: 7.5, vector: Float32Array.of(0, 1, 0) };
    for (let start = 0; start < 2; start++) {
      const store = await openLibraryStore(folder, { logger });
      const heard = store.tracks.get(id(1))!;
      expect(heard).toMatchObject({ state: 'analysed', models: ['melody', 'musicnn-msd'] });
      expect(heard.sound).toEqual(start === 0 ? undefined : sound);
      expect(store.space('genre')?.get(id(2))).toEqual(Float32Array.of(0, 1, 0));
      expect(store.layouts('genre')[0]?.trust).toEqual(Float32Array.of(1, 0.5, 1));
      expect([...store.playlists.byId.values()].map(({ name }) => name)).toEqual(['Evening']);
      const passages = await store.passages.of([id(1), id(2)], 'genre');
      expect([...passages]).toEqual(start === 0 ? [] : [[id(1), [passage]]]);
      store.putTrack({ ...heard, sound });
      store.putAnalysis({
        id: id(1),
        vectors: {},
        tagScores: [],
        passages: { genre: [passage] },
      });
      await store.close();
    }
  });
});
