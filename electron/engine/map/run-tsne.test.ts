import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { MugleError } from '../../shared/errors';
import { ownEntry } from './map-threads';
import type { RunTsneOptions, WorkerLayout } from './run-tsne';
import { runTsneInWorker, threadsFor } from './run-tsne';
import { sampleVectors } from './testing/sample-vectors';
import { tsne } from './tsne';

const LOW = os.constants.priority.PRIORITY_BELOW_NORMAL;
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

/** The threads of this process that run below the usual priority. */
async function lowThreads(): Promise<string[]> {
  const low: string[] = [];
  for (const task of await readdir('/proc/self/task')) {
    const stat = await readFile(`/proc/self/task/${task}/stat`, 'utf8').catch(() => '');
    // The name, in brackets, may hold spaces; the 17th field after it is the niceness.
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]) === LOW) {
      low.push(task);
    }
  }
  return low;
}

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

  it.each([2, 3])('gives the same on %i cores', async (cores) => {
    // Through the grid, and in several parts of every step.
    const many = sampleVectors(2500, 8, 3);
    const here = tsne(many, 8, { seed: 4, iterations: 45 });
    const options = {
      seed: 4,
      iterations: 45,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    };
    const { x, y, trust, params } = await runTsneInWorker(many, 8, { ...options, cores });
    expect({ x, y, trust, kl: params['kl'] }).toEqual({
      x: here.x,
      y: here.y,
      trust: here.trust,
      kl: here.kl,
    });
  });

  it.each([
    [100, 8, 1],
    [5000, 1, 1],
    [5000, 2, 2],
    [5000, 16, 4],
  ])('lays out %i vectors on %i cores with %i threads', (n, cores, threads) => {
    expect(threadsFor(n, cores)).toBe(threads);
  });

  it('does nothing while it is held, goes on where it was, and can be cancelled meanwhile', async () => {
    for (const ending of ['goes on', 'is cancelled'] as const) {
      const abort = new AbortController();
      let hold: (held: boolean) => void = () => undefined;
      const told: number[] = [];
      const run = start({
        signal: abort.signal,
        steer: (given) => {
          hold = given;
          hold(true);
        },
        onProgress: (done) => told.push(done),
      });
      await sleep(1_000);
      expect(told.filter((done) => done > 0)).toEqual([]);
      if (ending === 'goes on') {
        hold(false);
        expect((await run).x).toEqual(tsne(vectors, 8, { seed: 4 }).x);
      } else {
        abort.abort();
        expect(await errorOf(run)).toMatchObject({ kind: 'cancelled' });
      }
    }
  });

  it.runIf(process.platform === 'linux')(
    'takes its turn after the rest of the computer (skipped unless on Linux)',
    async () => {
      const before = await lowThreads();
      const own = os.getPriority();
      const abort = new AbortController();
      const run = errorOf(
        start({
          signal: abort.signal,
          steer: (hold) => {
            hold(true);
          },
        }),
      );
      await vi.waitFor(async () => {
        const now = await lowThreads();
        expect(now.filter((task) => !before.includes(task))).not.toEqual([]);
      }, 10_000);
      abort.abort();
      await run;
      expect(os.getPriority()).toBe(own);
    },
    20_000,
  );

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
