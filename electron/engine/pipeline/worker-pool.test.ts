import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { forkEntry } from './fork-worker';
import type { Outcome } from './worker-pool-types';
import { WorkerPool } from './worker-pool';

const entry = new URL('./testing/odd-worker.ts', import.meta.url);

/** Whether a process is there and not only waits for somebody to note that it ended. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return (
    process.platform !== 'linux' ||
    !readFileSync(`/proc/${String(pid)}/stat`, 'latin1').includes(') Z ')
  );
}

describe('worker pool', () => {
  let pool: WorkerPool | undefined;
  const makePool = (
    options: { size?: number; modelsDir?: string; limitMs?: number } = {},
  ): WorkerPool => {
    pool = new WorkerPool({
      size: options.size ?? 2,
      spawnWorker: () => forkEntry(entry),
      modelsDir: options.modelsDir ?? 'any',
      providers: [],
      processorLost: () => undefined,
      timeLimitMs: () => options.limitMs ?? 60_000,
      logger: { info: () => undefined, warn: () => undefined },
    });
    return pool;
  };
  const kindOf = (outcome: Outcome): string =>
    outcome.kind === 'failed' || outcome.kind === 'unavailable'
      ? `${outcome.kind} ${outcome.error.kind}`
      : outcome.kind;

  afterEach(() => {
    pool?.close();
  });

  it('loses one song to a crash and goes on with a new process', async () => {
    const made = makePool({ size: 1 });
    const paths = ['a', 'segv', 'b', 'bad', 'segv again', 'c'];
    const outcomes = await Promise.all(paths.map((path) => made.analyse(path, 1, false).outcome));
    expect(outcomes.map(kindOf)).toEqual([
      'heard',
      'failed worker-crashed',
      'heard',
      'failed damaged-audio',
      'failed worker-crashed',
      'heard',
    ]);
    const [first, , second] = outcomes;
    expect(
      first?.kind === 'heard' &&
        second?.kind === 'heard' &&
        first.song.durationSeconds !== second.song.durationSeconds,
    ).toBe(true);
  }, 30_000);

  it('ends a worker that hangs', async () => {
    const made = makePool({ size: 1, limitMs: 300 });
    const outcomes = await Promise.all(
      ['hang', 'b'].map((path) => made.analyse(path, 1, false).outcome),
    );
    expect(outcomes.map(kindOf)).toEqual(['failed timed-out', 'heard']);
  }, 30_000);

  it('leaves no worker behind when the engine is killed, not even one that hangs', async () => {
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('./testing/parent-of-a-hang.ts', import.meta.url))],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (text: Buffer) => {
        // It tells once for each message of its worker; two may come in one piece.
        resolve(Number.parseInt(text.toString(), 10));
      });
    });
    expect(runs(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(
      () => {
        expect(runs(pid)).toBe(false);
      },
      { timeout: 10_000 },
    );
  }, 30_000);

  it('lets an urgent song go first', async () => {
    const made = makePool({ size: 1 });
    const order: string[] = [];
    const run = (path: string, urgent: boolean): Promise<unknown> =>
      made.analyse(path, 1, urgent).outcome.then(() => order.push(path));
    await Promise.all([run('1', false), run('2', false), run('3', false), run('urgent', true)]);
    expect(order.indexOf('urgent')).toBeLessThan(2);
  }, 30_000);

  it('cancels waiting songs and the one that is being listened to', async () => {
    const made = makePool({ size: 1 });
    const running = made.analyse('hang', 1, false);
    const waiting = made.analyse('b', 1, false);
    await made.report();
    waiting.cancel();
    running.cancel();
    expect([await running.outcome, await waiting.outcome].map(kindOf)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(kindOf(await made.analyse('c', 1, false).outcome)).toBe('heard');
  }, 30_000);

  it('says so when no worker can be had', async () => {
    const dying = makePool({ modelsDir: 'dies-at-start' });
    expect(kindOf(await dying.analyse('a', 1, false).outcome)).toBe('unavailable worker-crashed');
    await expect(dying.report()).rejects.toMatchObject({ kind: 'worker-crashed' });
    dying.close();
    const broken = makePool({ modelsDir: 'no-models' });
    expect(kindOf(await broken.analyse('a', 1, false).outcome)).toBe('unavailable model-missing');
    await expect(broken.report()).rejects.toMatchObject({ kind: 'model-missing' });
  }, 30_000);
});
