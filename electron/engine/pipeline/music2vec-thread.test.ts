import { describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import type { ThreadOptions } from '../map/run-threads';
import type { Learned } from '../playlists/music2vec/music2vec-tasks';
import { doMusic2Vec } from '../playlists/music2vec/music2vec-tasks';
import { sampleLists } from '../playlists/music2vec/testing/sample-lists';
import { ListCollection } from '../playlists/music2vec/training-lists';
import { runMusic2Vec } from './music2vec-thread';

const odd = new URL('../map/testing/odd-worker.ts', import.meta.url);
const { lists: made, songs } = sampleLists(60, 3, 40);
const collection = new ListCollection();
for (const each of made) {
  collection.add({ kind: 'playlist', songs: each });
}
const lists = collection.finish(songs);

const start = (seed: number, change: Partial<ThreadOptions> = {}): Promise<Learned> =>
  runMusic2Vec(
    'learn',
    { lists, seed, epochs: 3 },
    { signal: new AbortController().signal, onProgress: () => undefined, ...change },
  );

const errorOf = async (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

describe('runMusic2Vec', () => {
  it('gives what is learned here, and leaves the lists alone', async () => {
    const progress: (readonly [number, number])[] = [];
    const there = await start(4, { onProgress: (done, total) => progress.push([done, total]) });
    expect(there).toEqual(doMusic2Vec({ what: 'learn', task: { lists, seed: 4, epochs: 3 } }));
    const [done, total] = progress.at(-1) ?? [];
    expect(done).toBe(total);
    expect(done).toBeGreaterThanOrEqual(3 * lists.ends.length);
  });

  it('ends the thread when it is cancelled', async () => {
    const abort = new AbortController();
    const run = start(9, { entry: odd, signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    expect(await errorOf(run)).toMatchObject({ kind: 'cancelled' });
    expect(await errorOf(start(9, { signal: abort.signal }))).toMatchObject({ kind: 'cancelled' });
  });

  it.each([
    ['throws', 1, 'failed: odd'],
    ['exits', 2, 'code 3'],
    ['ends without a word', 3, 'code 0'],
  ])('rejects when the thread %s', async (_, seed, message) => {
    const error = await errorOf(start(seed, { entry: odd }));
    expect(error).toBeInstanceOf(MugleError);
    expect(error).toMatchObject({
      kind: 'internal',
      message: expect.stringContaining(message) as string,
    });
  });
});
