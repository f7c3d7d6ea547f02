import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryStore } from './library-store';
import { openLibraryStore } from './library-store';
import { file, id, silent as logger, track } from './testing/sample-rows';

const heard = { state: 'analysed', models: ['m'] } as const;

describe('songs without a file', () => {
  let folder = '';
  let store: LibraryStore;
  const reopen = async (): Promise<void> => {
    await store.close();
    store = await openLibraryStore(folder, { logger });
  };
  const add = (number: number): void => {
    store.putAnalysis({
      id: id(number),
      vectors: { genre: Float32Array.of(number, 0) },
      tagScores: [{ model: 'm', scores: Float32Array.of(number) }],
    });
    store.putTrack(track(number, heard));
    store.putFile(file(number));
  };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-missing-'));
    store = await openLibraryStore(folder, { logger });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('remembers since when and from where, until a file comes back', async () => {
    const before = Date.now();
    add(1);
    store.putFile(file(1, '/music/copy.mp3'));
    store.removeFile('/music/1.mp3', true);
    expect(store.tracks.get(id(1))?.missing).toBeUndefined();
    store.removeFile('/music/copy.mp3', true);
    await reopen();
    const missing = store.tracks.get(id(1))?.missing;
    expect(missing?.path).toBe('/music/copy.mp3');
    expect(missing?.since).toBeGreaterThanOrEqual(before);
    expect([...store.absent]).toEqual([id(1)]);
    store.putFile(file(1, '/elsewhere.mp3'));
    await reopen();
    expect(store.tracks.get(id(1))).toEqual(track(1, heard));
    expect(store.absent.size).toBe(0);
  });

  it('shows no missing song where another one is now, nor where it is told not to', async () => {
    for (const number of [1, 2, 3]) {
      add(number);
      store.removeFile(`/music/${String(number)}.mp3`, true);
    }
    add(4);
    store.putFile({ ...file(4), path: '/music/1.mp3' });
    expect(store.hideMissing((at) => at === '/music/2.mp3')).toEqual([id(2)]);
    await reopen();
    expect([1, 2, 3].map((number) => store.tracks.get(id(number))?.missing?.path)).toEqual([
      '',
      '',
      '/music/3.mp3',
    ]);
  });

  it('forgets what has been gone for long, and only that', async () => {
    [1, 2, 3].forEach(add);
    store.removeFile('/music/1.mp3', true);
    store.removeFile('/music/2.mp3');
    expect(await store.forgetMissing(Date.now() - 1000)).toEqual([]);
    expect(await store.forgetMissing(Date.now() + 1000)).toEqual([id(1), id(2)]);
    for (let round = 0; round < 2; round++) {
      expect([...store.tracks.keys()]).toEqual([id(3)]);
      expect(store.space('genre')?.ids).toEqual([id(3)]);
      expect(store.space('genre')?.get(id(3))).toEqual(Float32Array.of(3, 0));
      expect(await store.tagScores(id(1), ['m'])).toEqual([]);
      await reopen();
    }
    add(1);
    await reopen();
    expect(store.space('genre')?.get(id(1))).toEqual(Float32Array.of(1, 0));
  });

  it('does not forget what a playlist names, even one that was deleted', async () => {
    [1, 2, 3].forEach(add);
    const list = { name: 'a', createdAt: 1, changedAt: 1 };
    store.playlists.put({ ...list, id: id(8), trackIds: [id(1)], deletedAt: null });
    store.playlists.put({ ...list, id: id(9), trackIds: [id(2)], deletedAt: 5 });
    [1, 2, 3].forEach((number) => {
      store.removeFile(`/music/${String(number)}.mp3`, true);
    });
    [1, 3].forEach((number) => {
      store.plays.put({ id: id(number), plays: number, skips: 0, lastPlayed: 1 });
    });
    const said = { query: id(1), song: id(2), isMore: true, at: 1 };
    store.feedback.put(said);
    store.feedback.put({ ...said, song: id(3) });
    store.feedback.put({ ...said, query: id(3) });
    expect(await store.forgetMissing(Date.now() + 1000)).toEqual([id(3)]);
    store.playlists.forgetDeleted(6);
    await reopen();
    // What was played of a song, and said of it, is forgotten with it.
    expect([...store.feedback.byKey.values()]).toEqual([said]);
    expect([...store.plays.byId.keys()]).toEqual([id(1)]);
    expect([...store.playlists.byId.keys()]).toEqual([id(8)]);
    expect(await store.forgetMissing(Date.now() + 1000)).toEqual([id(2)]);
    expect([...store.tracks.keys()]).toEqual([id(1)]);
  });

  it('keeps count of them, whatever comes and goes in whatever order', async () => {
    const steps: Record<string, (song: number, at: string) => unknown> = {
      'put track': (song) => {
        store.putTrack({ ...track(song), ...store.tracks.get(id(song)) });
      },
      'put file': (song, at) => {
        store.putFile(file(song, at));
      },
      lose: (_song, at) => {
        store.removeFile(at, true);
      },
      remove: (_song, at) => {
        store.removeFile(at);
      },
      hide: (_song, at) => store.hideMissing((path) => path === at),
      flush: () => store.flush(),
      reopen,
    };
    const change = fc.record({
      what: fc.constantFrom(...Object.keys(steps)),
      song: fc.integer({ min: 0, max: 3 }),
      at: fc.constantFrom('/a', '/b', '/c'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
        await store.close();
        await rm(folder, { recursive: true, force: true });
        store = await openLibraryStore(folder, { logger });
        for (const { what, song, at } of changes) {
          await steps[what]?.(song, at);
          const absent = [...store.tracks.keys()].filter((each) => !store.pathsOf(each).length);
          expect([...store.absent].sort()).toEqual(absent.sort());
          const shownAt = new Set<string>();
          for (const each of store.tracks.values()) {
            expect(each.missing === undefined).toBe(!store.absent.has(each.id));
            const lostAt = each.missing?.path ?? '';
            expect(lostAt !== '' && (store.files.has(lostAt) || shownAt.has(lostAt))).toBe(false);
            shownAt.add(lostAt);
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
