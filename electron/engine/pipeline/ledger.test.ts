import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { NO_EXCLUDES } from '../../shared/excludes';
import type { JobEvent } from '../../shared/progress';
import { readBundledModels } from './bundled-models';
import type { Bench } from './testing/engine-in-folder';
import { MODELS, openBench } from './testing/engine-in-folder';
import { obedientWorkers } from './testing/obedient-worker';
import { writeWav } from './testing/write-wav';

const { ids: models } = await readBundledModels(MODELS);

describe('the ledger', () => {
  type Step = 'add' | 'rescan' | 'pause' | 'resume' | 'cancel' | 'ignore' | 'leave out' | 'mend';

  it('adds up in every event, whatever happens', async () => {
    const steps = fc.constantFrom<Step>(
      'add',
      'rescan',
      'pause',
      'resume',
      'cancel',
      'ignore',
      'leave out',
      'mend',
    );
    const library = fc.record({
      good: fc.integer({ min: 0, max: 5 }),
      bad: fc.integer({ min: 0, max: 3 }),
      text: fc.integer({ min: 0, max: 3 }),
      copies: fc.integer({ min: 0, max: 2 }),
      steps: fc.array(steps, { minLength: 1, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(library, async (given) => {
        for (const event of await liveThrough(given)) {
          expectToAddUp(event);
        }
      }),
      { numRuns: 12 },
    );
  });

  async function liveThrough(given: {
    readonly good: number;
    readonly bad: number;
    readonly text: number;
    readonly copies: number;
    readonly steps: readonly Step[];
  }): Promise<JobEvent[]> {
    const workers = obedientWorkers(models);
    workers.setQuick(true);
    const bench = await openBench({ spawnWorker: workers.spawnWorker });
    try {
      const at = (name: string): string => path.join(bench.music, name);
      for (let seed = 0; seed < given.good + given.copies; seed++) {
        await writeWav(at(`song ${String(seed)}.wav`), seed % Math.max(1, given.good), 1);
      }
      for (let seed = 0; seed < given.bad; seed++) {
        await writeWav(at(`bad ${String(seed)}.wav`), 40 + seed, 1);
      }
      for (let seed = 0; seed < given.text; seed++) {
        await writeFile(at(`text ${String(seed)}.mp3`), 'no music\n'.repeat(100 + seed));
      }
      await bench.engine.handle('library:add-roots', { paths: [bench.music] });
      for (const step of given.steps) {
        await take(step, bench, at);
      }
      await take('resume', bench, at);
      await vi.waitFor(async () => {
        expect(await bench.engine.handle('job:running', {})).toEqual([]);
      }, 20_000);
      return bench.events.flatMap((event) => (event.kind === 'job' ? [event.event] : []));
    } finally {
      await bench.remove();
    }
  }

  async function take(step: Step, bench: Bench, at: (name: string) => string): Promise<void> {
    const { engine } = bench;
    const job = (await engine.handle('job:running', {}))[0]?.job ?? 'none';
    switch (step) {
      case 'add':
        await engine.handle('library:add-roots', { paths: [bench.music] });
        break;
      case 'rescan':
        await engine.handle('scan:start', {});
        break;
      case 'pause':
      case 'resume':
        await engine.handle('job:pause', { job, paused: step === 'pause' });
        break;
      case 'cancel':
        await engine.handle('job:cancel', { job });
        break;
      case 'ignore':
        await engine.handle('problems:ignore', { ignored: true });
        break;
      case 'leave out':
        await engine.handle('excludes:set', { ...NO_EXCLUDES, patterns: ['* 1.*'] });
        break;
      case 'mend':
        await writeWav(at('text 0.mp3'), 99, 1);
        await engine.handle('problems:retry', {});
        break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  function expectToAddUp(event: JobEvent): void {
    if (event.kind === 'item-failed' || event.ledger === null) {
      return;
    }
    const { found, indexed, failed, skipped } = event.ledger;
    const waiting = 'waiting' in event.ledger ? event.ledger.waiting : 0;
    expect(indexed + failed + skipped + waiting).toBe(found);
    expect(Math.min(found, indexed, failed, skipped, waiting)).toBeGreaterThanOrEqual(0);
    const reasons = Object.values(event.skips ?? {});
    expect(reasons.reduce((sum, count) => sum + count, 0)).toBe(skipped);
    expect(Math.min(...reasons)).toBeGreaterThanOrEqual(0);
    if (event.kind === 'progress') {
      expect(event.failed).toBe(failed);
    } else if (!event.cancelled && event.error === undefined) {
      expect(event.skips?.['not-reached']).toBe(0);
    }
  }

  it('says why files are skipped', async () => {
    const workers = obedientWorkers(models);
    workers.setQuick(true);
    const bench = await openBench({ spawnWorker: workers.spawnWorker });
    try {
      const { engine } = bench;
      const at = (name: string): string => path.join(bench.music, name);
      const none = {
        unchanged: 0,
        known: 0,
        'left-out': 0,
        ignored: 0,
        silent: 0,
        'not-reached': 0,
      };
      const rescan = async (): Promise<unknown> =>
        (await bench.run(() => engine.handle('scan:start', {}))).skips;
      for (const [seed, name] of ['one', 'two', 'copy of one'].entries()) {
        await writeWav(at(`${name}.wav`), seed % 2, 1);
      }
      await writeFile(at('text.mp3'), 'no music\n'.repeat(100));
      const first = await bench.run(() =>
        engine.handle('library:add-roots', { paths: [bench.music] }),
      );
      expect(first.skips).toEqual({ ...none, known: 1 });
      expect(await rescan()).toEqual({ ...none, unchanged: 3 });
      await rename(at('two.wav'), at('zwei.wav'));
      expect(await rescan()).toEqual({ ...none, unchanged: 2, known: 1 });
      await engine.handle('problems:ignore', { ignored: true });
      expect(await rescan()).toEqual({ ...none, unchanged: 3, ignored: 1 });
      const left = await bench.run(async () => {
        const job = await engine.handle('excludes:set', { ...NO_EXCLUDES, patterns: ['zwei.*'] });
        return job ?? 'none';
      });
      expect(left.skips).toEqual({ ...none, unchanged: 2, 'left-out': 1, ignored: 1 });
      workers.setQuick(false);
      await engine.handle('excludes:set', NO_EXCLUDES);
      await writeWav(at('three.wav'), 3, 1);
      const cancelled = await bench.run(async () => {
        const job = await engine.handle('scan:start', {});
        await vi.waitFor(() => {
          expect(workers.listening()).toHaveLength(1);
        });
        await engine.handle('job:cancel', { job });
        return job;
      });
      expect(cancelled.skips).toEqual({ ...none, unchanged: 3, ignored: 1, 'not-reached': 1 });
    } finally {
      await bench.remove();
    }
  });
});
