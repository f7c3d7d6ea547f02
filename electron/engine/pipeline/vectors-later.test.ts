import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvent, Request } from '../../shared/ipc/contract';
import { openLibraryStore } from '../store/library-store';
import { file, id, silent, track } from '../store/testing/sample-rows';
import { createEngine } from './engine';
import type { Engine } from './engine-types';
import { MODELS } from './testing/engine-in-folder';

const SONGS = 3_000;
const QUESTION: Request<'similar:list'> = { query: { kind: 'songs', ids: [id(5)] }, limit: 10 };

describe('an engine that opens a library', () => {
  let folder = '';
  const create = (): Promise<Engine> =>
    createEngine({
      libraryDir: path.join(folder, 'library.lance'),
      cacheDir: path.join(folder, 'cache'),
      modelsDir: MODELS,
      logger: { info: () => undefined, warn: () => undefined },
    });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-opening-'));
    const store = await openLibraryStore(path.join(folder, 'library.lance'), { logger: silent });
    for (let number = 0; number < SONGS; number++) {
      const vectors = { genre: Float32Array.of(Math.sin(number), Math.cos(number)) };
      store.putAnalysis({ id: id(number), vectors, tagScores: [] });
      store.putTrack(track(number, { state: 'analysed', models: ['one'] }));
      store.putFile(file(number));
    }
    await store.close();
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('shows the songs first, and searches all of them however early it is asked', async () => {
    const engine = await create();
    const order: string[] = [];
    const similar = engine.handle('similar:list', QUESTION).finally(() => order.push('similar'));
    const { rows } = await engine.handle('library:rows', { since: 0 });
    order.push('rows');
    expect(rows.id.ends).toHaveLength(SONGS);
    expect(await similar).toMatchObject({ analysed: SONGS, total: SONGS });
    expect((await similar).items).toHaveLength(10);
    expect(order).toEqual(['rows', 'similar']);
    await engine.close();
  });

  it('shows the songs of a library whose vectors are damaged, and says what is wrong', async () => {
    await rm(path.join(folder, 'library.lance', 'vectors_genre.lance', 'data'), {
      recursive: true,
    });
    const engine = await create();
    const events: EngineEvent[] = [];
    engine.onEvent((event) => events.push(event));
    const { rows } = await engine.handle('library:rows', { since: 0 });
    expect(rows.id.ends).toHaveLength(SONGS);
    for (const asked of [
      engine.handle('similar:list', QUESTION),
      engine.handle('scan:start', {}),
      engine.handle('library:add-roots', { paths: [folder] }),
    ]) {
      await expect(asked).rejects.toMatchObject({ kind: 'library-failed' });
    }
    expect(events).toMatchObject([{ kind: 'notice', error: { kind: 'library-failed' } }]);
    await engine.close();
  });
});
