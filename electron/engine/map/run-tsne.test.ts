import { describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import { ownEntry } from './map-threads';
import type { RunTsneOptions, WorkerLayout } from './run-tsne';
import { runTsneInWorker } from './run-tsne';
import { sampleVectors } from './testing/sample-vectors';
import { tsne } from './tsne';

const odd = new URL('./testing/odd-worker.ts', import.meta.url);
const vectors = sampleVectors(60, 8, 3);

function start(change: Partial<RunTsneOptions> = {}): Promise<WorkerLayout> {
  return runTsneInWorker(vectors, 8, {
    seed: 4,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...change,
  });
}

const errorOf = async (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

describe('runTsneInWorker', () => {
  it('gives what tsne gives, and leaves the vectors alone', async () => {
    const progress: [number, number][] = [];
    const { x, y, trust, params } = await start({
      onProgress: (done, total) => progress.push([done, total]),
    });
    const here = tsne(vectors, 8, { seed: 4 });
    expect({ x, y, trust }).toEqual({ x: here.x, y: here.y, trust: here.trust });
    expect(params).toEqual({
      seed: 4,
      perplexity: 59 / 3,
      iterations: here.iterations,
      kl: here.kl,
      half: here.half,
    });
    expect(progress.at(-1)).toEqual([751, 751]);
    const done = progress.map(([value]) => value);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  it.each([2, 3])('gives the same with %i threads', async (threads) => {
    // Through the grid, and in several parts of every step.
    const many = sampleVectors(2500, 8, 3);
    const here = tsne(many, 8, { seed: 4, iterations: 45 });
    const options = {
      seed: 4,
      iterations: 45,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    };
    const { x, y, trust, params } = await runTsneInWorker(many, 8, { ...options, threads });
    expect({ x, y, trust, kl: params['kl'] }).toEqual({
      x: here.x,
      y: here.y,
      trust: here.trust,
      kl: here.kl,
    });
  });

  it('ends the thread when it is cancelled', async () => {
    const abort = new AbortController();
    const run = start({ seed: 9, entry: odd, signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    expect(await errorOf(run)).toMatchObject({ kind: 'cancelled', stage: 'map' });
    expect(await errorOf(start({ signal: abort.signal }))).toMatchObject({ kind: 'cancelled' });
  });

  it.each([
    ['throws', 1, 'failed: odd'],
    ['exits', 2, 'code 3'],
    ['ends without a word', 3, 'code 0'],
  ])('rejects when the worker %s', async (_, seed, message) => {
    const error = await errorOf(start({ seed, entry: odd }));
    expect(error).toBeInstanceOf(MugleError);
    expect(error).toMatchObject({
      kind: 'internal',
      stage: 'map',
      message: expect.stringContaining(message) as string,
    });
  });

  it('rejects when the worker is not there', async () => {
    const entry = new URL('./testing/no-such-worker.ts', import.meta.url);
    expect(await errorOf(start({ entry }))).toMatchObject({ kind: 'internal', stage: 'map' });
  });

  it('hands the error of tsne on', async () => {
    const run = runTsneInWorker(new Float32Array(5), 2, {
      seed: 1,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    expect(await errorOf(run)).toMatchObject({ kind: 'bad-request', stage: 'map' });
  });
});

describe('ownEntry', () => {
  it.each([
    ['file:///code/electron/engine/map/run-tsne.ts', '/code/electron/engine/map/tsne-worker.ts'],
    ['file:///code/build/cli/mugle.js', '/code/build/map-worker/worker.js'],
    [
      'file:///a/app.asar/build/engine-host/main.js',
      '/a/app.asar.unpacked/build/map-worker/worker.js',
    ],
    [
      'file:///C:/a%20b/app.asar.unpacked/build/engine-host/main.js',
      '/C:/a%20b/app.asar.unpacked/build/map-worker/worker.js',
    ],
  ])('from %s', (from, path) => {
    expect(ownEntry(from).pathname).toBe(path);
  });
});
