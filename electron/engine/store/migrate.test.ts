import { connect } from '@lancedb/lancedb';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLibraryStore } from './library-store';
import { id, silent as logger } from './testing/sample-rows';

const fixture = (version: number): string =>
  fileURLToPath(new URL(`./testing/fixtures/schema-${String(version)}.lance`, import.meta.url));
/** A library as OK Mugle with schema 1 left it: six songs, the fourth without a file. */
const OLD = fixture(1);
/** As schema 2 left it: four songs, of which the third was deleted and is shown as missing. */
const OLD_2 = fixture(2);
/** As the command line with schema 3 left it: three songs, the third of them deleted, a file that is no song, a map, a playlist. */
const OLD_3 = fixture(3);
/** As schema 4 left it: four songs of which three were heard, the third of them deleted and shown as missing, and a map. */
const OLD_4 = fixture(4);
/** The one of schema 4 as a change to schema 6 left it that was cut off half-way: no released OK Mugle wrote schema 5. */
const OLD_5 = fixture(5);
/** As the command line with schema 6 left it, before its genre vectors were evened: three songs, a file that is no song, maps, a playlist. */
const OLD_6 = fixture(6);

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

  const open = async (from: string): ReturnType<typeof openLibraryStore> => {
    await rm(folder, { recursive: true });
    await cp(from, folder, { recursive: true });
    return openLibraryStore(folder, { logger });
  };

  it('of format 3 keeps songs, a deleted one, its map, its playlist and its problem', async () => {
    const store = await open(OLD_3);
    const titles = [...store.tracks.values()].map(({ tags }) => tags.title).sort();
    expect(titles).toEqual(['Ezer Év', 'Frozen Mainzik', 'Nuclear Heartbeat']);
    const missing = [...store.tracks.values()].filter((track) => track.missing !== undefined);
    expect(missing.map((track) => track.missing?.path)).toEqual(['/music/frozen-mainzik.mp3']);
    expect([...store.failures.keys()]).toEqual(['/music/text.mp3']);
    expect(store.space('genre')?.ids).toHaveLength(3);
    const [layout] = store.layouts('genre');
    expect([layout?.ids.length, layout?.trust.length]).toEqual([3, 3]);
    const [playlist] = store.playlists.byId.values();
    expect(playlist).toMatchObject({ name: 'Evening' });
    expect(playlist?.trackIds.every((song) => store.tracks.has(song))).toBe(true);
    await store.close();
    expect(await readdir(scratch)).toContain('library.lance.format-3.backup');
  });

  it('of format 5 goes on where the change to format 6 was cut off', async () => {
    const store = await open(OLD_5);
    expect([...store.tracks.keys()].sort()).toEqual([1, 2, 3, 4].map(id));
    expect(store.tracks.get(id(1))?.analysedAt).toBeUndefined();
    expect(store.tracks.get(id(1))?.sound).toBeUndefined();
    expect(store.layouts('genre')[0]?.trust).toEqual(Float32Array.of(1, 0.5, 1));
    expect([...store.playlists.byId.values()].map(({ name }) => name)).toEqual(['Evening']);
    await store.close();
    expect(await readdir(scratch)).toContain('library.lance.format-5.backup');
  });

  it('of format 6 keeps what was heard, as it was heard, and is copied before it is evened', async () => {
    const store = await open(OLD_6);
    expect(store.tracks.size).toBe(3);
    for (const song of store.tracks.values()) {
      expect(song).toMatchObject({ state: 'analysed', analysedAt: expect.any(Number) as number });
      expect(song.models).toContain('describe-1');
      expect(song.models).not.toContain('genre-1');
    }
    for (const space of ['genre', 'melody', 'blend'] as const) {
      expect(store.space(space)?.ids).toHaveLength(3);
    }
    const passages = await store.passages.of([...store.tracks.keys()], 'genre');
    expect(passages.size).toBe(3);
    expect(store.layouts('genre')[0]?.ids).toHaveLength(3);
    await store.close();
    expect(await readdir(scratch)).toContain('library.lance.format-6.backup');
  });
});
