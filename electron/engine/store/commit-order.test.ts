import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LanceTable } from './lance-table';
import type { LibraryStore } from './library-store';
import { openLibraryStore } from './library-store';
import { inspectLibrary } from './testing/inspect-library';
import { file, id, silent as logger, track } from './testing/sample-rows';

/** Tables a flush may write to or delete from. */
const MOST_COMMITS = 22;

/** Every kind of change at once. */
async function change(store: LibraryStore): Promise<void> {
  for (const number of [1, 2, 3]) {
    store.putTrack(track(number, { state: 'analysed', models: ['m'] }));
    store.putFile(file(number));
    store.putAnalysis({
      id: id(number),
      vectors: { genre: Float32Array.of(number), melody: Float32Array.of(1, number) },
      tagScores: [{ model: 'm', scores: Float32Array.of(number) }],
      passages: { genre: [{ seconds: 1, vector: Float32Array.of(1) }] },
    });
  }
  const list = { name: 'a', trackIds: [id(1)], createdAt: 1, changedAt: 1 };
  store.playlists.put({ ...list, id: id(20), deletedAt: null });
  store.playlists.put({ ...list, id: id(21), deletedAt: 1 });
  store.playlists.forgetDeleted(2);
  store.plays.put({ id: id(1), plays: 1, skips: 0, lastPlayed: 5 });
  store.feedback.put({ query: id(1), song: id(2), isMore: true, at: 5 });
  store.removeFile('/music/9.mp3', true);
  await store.forgetMissing(Date.now() + 1000);
  await store.flush();
}

describe('the order of commits', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-order-'));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true, force: true });
  });

  it('leaves no orphan and nothing twice, whichever commit is the last; and the rest can follow', async () => {
    for (let last = 0; last <= MOST_COMMITS; last++) {
      await rm(folder, { recursive: true, force: true });
      const store = await openLibraryStore(folder, { logger });
      store.putTrack(track(9, { state: 'analysed', models: ['m'] }));
      store.putFile(file(9));
      store.plays.put({ id: id(9), plays: 2, skips: 1, lastPlayed: 4 });
      store.feedback.put({ query: id(9), song: id(9), isMore: false, at: 4 });
      const vector = Float32Array.of(9);
      store.putAnalysis({
        id: id(9),
        vectors: { genre: vector },
        tagScores: [],
        passages: { genre: [{ seconds: 1, vector }] },
      });
      await store.flush();
      let left = last;
      const failing = (['write', 'remove'] as const).map((method) => {
        // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its table below
        const real = LanceTable.prototype[method] as (...args: unknown[]) => Promise<void>;
        return vi.spyOn(LanceTable.prototype, method).mockImplementation(async function (
          this: LanceTable,
          ...args: unknown[]
        ) {
          if (left-- <= 0) {
            throw new Error('killed here');
          }
          await real.apply(this, args);
        });
      });
      await change(store).catch(() => undefined);
      expect({ last, ...(await inspectLibrary(folder)) }).toEqual({
        last,
        duplicated: 0,
        orphans: 0,
      });
      failing.forEach((spy) => {
        spy.mockRestore();
      });
      // After a full disk the same store writes the rest.
      await change(store);
      await store.close();
      expect(await inspectLibrary(folder)).toEqual({ duplicated: 0, orphans: 0 });
      const again = await openLibraryStore(folder, { logger });
      expect([...again.plays.byId.keys()]).toEqual([id(1)]);
      expect([...again.tracks.keys()].sort()).toEqual([1, 2, 3].map(id));
      expect([...again.feedback.byKey.values()]).toEqual([
        { query: id(1), song: id(2), isMore: true, at: 5 },
      ]);
      await again.close();
    }
  }, 120_000);
});
