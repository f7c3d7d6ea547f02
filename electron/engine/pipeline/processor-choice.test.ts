import { afterEach, describe, expect, it, vi } from 'vitest';
import { forkEntry } from './fork-worker';
import { WorkerPool } from './worker-pool';
import type { Outcome } from './worker-pool-types';

const entry = new URL('./testing/odd-worker.ts', import.meta.url);
const ENOUGH_FOR_A_TRIAL = Array.from({ length: 9 }, (_, at) => `song ${String(at)}`);

/** Workers that do what the names of the models' folder and of the songs say: what a driver does in the field cannot be had here. */
describe('the processor that the models run on', () => {
  let pool: WorkerPool;
  let lost: string[];
  let trials: number;
  const makePool = (modelsDir: string, providers: readonly string[] = ['webgpu']): void => {
    lost = [];
    trials = 0;
    pool = new WorkerPool({
      size: 1,
      spawnWorker: (options) => {
        trials += options?.quiet === true ? 1 : 0;
        return forkEntry(entry, options);
      },
      modelsDir,
      providers,
      timeLimitMs: () => 1500,
      logger: { info: () => undefined, warn: () => undefined },
      processorLost: ({ message }) => lost.push(message),
    });
  };
  const hear = (...paths: readonly string[]): Promise<readonly string[]> =>
    Promise.all(paths.map(async (path) => told(await pool.analyse(path, 1, false).outcome)));
  /** What a song was heard on, or why not. */
  const told = (outcome: Outcome): string => {
    switch (outcome.kind) {
      case 'heard':
        return outcome.song.models.join();
      case 'cancelled':
        return 'cancelled';
      default:
        return outcome.error.kind;
    }
  };
  /** Until songs are heard on it. */
  const usesProcessor = (name: string): Promise<void> =>
    vi.waitFor(
      async () => {
        expect(await hear('one more')).toEqual([name]);
      },
      { timeout: 10_000 },
    );

  afterEach(() => {
    pool.close();
  });

  it('is the CPU for the first songs, and then the faster one', async () => {
    makePool('faster');
    expect(await hear('first')).toEqual(['cpu']);
    const heard = await hear(...ENOUGH_FOR_A_TRIAL);
    expect(heard.every((one) => one === 'cpu' || one === 'webgpu')).toBe(true);
    await usesProcessor('webgpu');
    expect(await pool.report()).toMatchObject({ provider: 'webgpu', rejected: [] });
    expect(lost).toEqual([]);
  }, 30_000);

  it('stays the CPU where nothing is faster, and says why', async () => {
    makePool('any');
    expect(await pool.report()).toMatchObject({
      provider: 'cpu',
      rejected: [{ provider: 'webgpu', kind: 'slower', reason: 'it is not' }],
    });
    expect(await hear(...ENOUGH_FOR_A_TRIAL)).toEqual(ENOUGH_FOR_A_TRIAL.map(() => 'cpu'));
  }, 30_000);

  it.each([
    ['trial-dies', /ended/],
    ['trial-broken', /no music to try it with/],
  ])(
    'stays the CPU when the trial comes to nothing (%s), once, and no song is lost',
    async (folder, reason) => {
      makePool(folder);
      expect(await hear(...ENOUGH_FOR_A_TRIAL)).toEqual(ENOUGH_FOR_A_TRIAL.map(() => 'cpu'));
      expect(await pool.report()).toMatchObject({
        provider: 'cpu',
        rejected: [
          { provider: 'webgpu', kind: 'failed', reason: expect.stringMatching(reason) as string },
        ],
      });
      expect(await hear(...ENOUGH_FOR_A_TRIAL)).toEqual(ENOUGH_FOR_A_TRIAL.map(() => 'cpu'));
      expect(trials).toBe(1);
    },
    30_000,
  );

  it('is nothing but the CPU when that is wished, and not tried before', async () => {
    makePool('faster', []);
    expect(await pool.report()).toMatchObject({ provider: 'cpu' });
    expect(await hear(...ENOUGH_FOR_A_TRIAL)).toEqual(ENOUGH_FOR_A_TRIAL.map(() => 'cpu'));
    pool.useProviders(['webgpu']);
    await usesProcessor('webgpu');
    pool.useProviders([]);
    expect(await hear('back')).toEqual(['cpu']);
    expect(await pool.report()).toMatchObject({ provider: 'cpu' });
  }, 30_000);

  it.each(['driver segv', 'driver hang'])(
    'is given up after %s at a song that the CPU can listen to; the song is not lost',
    async (path) => {
      makePool('faster');
      await pool.report();
      await usesProcessor('webgpu');
      expect(await hear(path, 'after')).toEqual(['cpu', 'cpu']);
      expect(lost).toHaveLength(1);
      const gone = { provider: 'cpu', rejected: [{ provider: 'webgpu', kind: 'lost' }] };
      expect(await pool.report()).toMatchObject(gone);
      // Choosing the CPU and then the fastest again is no start: only that tries it anew.
      pool.useProviders([]);
      pool.useProviders(['webgpu']);
      expect(await hear(...ENOUGH_FOR_A_TRIAL)).toEqual(ENOUGH_FOR_A_TRIAL.map(() => 'cpu'));
      expect(await pool.report()).toMatchObject(gone);
      expect(trials).toBe(1);
    },
    30_000,
  );

  it('is not blamed for a song that takes down any process', async () => {
    makePool('faster');
    await pool.report();
    await usesProcessor('webgpu');
    expect(await hear('segv')).toEqual(['worker-crashed']);
    await usesProcessor('webgpu');
    expect(lost).toEqual([]);
  }, 30_000);

  it('is left by all when one worker tells that it was lost', async () => {
    makePool('faster');
    await pool.report();
    await usesProcessor('webgpu');
    expect(await hear('lost-device')).toEqual(['webgpu']);
    expect(await hear('after')).toEqual(['cpu']);
    expect(lost).toHaveLength(1);
    expect(await pool.report()).toMatchObject({
      provider: 'cpu',
      rejected: [{ provider: 'webgpu', kind: 'lost', reason: 'device lost' }],
    });
  }, 30_000);

  it('is left when a later worker cannot have it any more', async () => {
    makePool('faster-once');
    await pool.report();
    await usesProcessor('webgpu');
    expect(await hear('segv')).toEqual(['worker-crashed']);
    await usesProcessor('cpu');
    expect(lost).toHaveLength(1);
    expect((await pool.report()).rejected).toMatchObject([{ provider: 'webgpu' }]);
  }, 30_000);
});
