import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryStore } from './library-store';
import { openLibraryStore } from './library-store';
import { id, silent as logger, track } from './testing/sample-rows';

describe('a library whose vectors are read later', () => {
  let folder = '';
  const openEarly = (): Promise<LibraryStore> =>
    openLibraryStore(folder, { logger, vectorsAfter: Promise.resolve() });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-later-'));
    const store = await openLibraryStore(folder, { logger });
    for (let number = 1; number <= 30; number++) {
      store.putTrack(track(number, { state: 'analysed', models: ['one'] }));
      const vectors = { genre: Float32Array.of(number, 1) };
      store.putAnalysis({ id: id(number), vectors, tagScores: [] });
    }
    await store.close();
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('knows its songs at once, and their vectors once it is ready', async () => {
    const store = await openEarly();
    expect(store.tracks.size).toBe(30);
    expect(store.space('genre')).toBeUndefined();
    await store.ready;
    expect(store.space('genre')?.ids).toHaveLength(30);
    const [most = 0, least = 0] = store.space('genre')?.get(id(7)) ?? [];
    expect(most).toBe(7);
    // Sixteen bits a value.
    expect(least).toBeCloseTo(1, 3);
    await store.close();
  });

  it('can be closed before it is ready', async () => {
    await (await openEarly()).close();
    const again = await openLibraryStore(folder, { logger });
    expect(again.space('genre')?.ids).toHaveLength(30);
    await again.close();
  });

  it('says so when they cannot be read, and can be closed', async () => {
    await rm(path.join(folder, 'vectors_genre.lance', 'data'), { recursive: true });
    const store = await openEarly();
    expect(store.tracks.size).toBe(30);
    await expect(store.ready).rejects.toMatchObject({ kind: 'library-failed' });
    await store.close();
    await expect(openLibraryStore(folder, { logger })).rejects.toMatchObject({
      kind: 'library-failed',
    });
  });
});
