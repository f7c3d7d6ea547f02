import { describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import type { JobEvent } from '../../shared/progress';
import { JobBoard, StoppedJob } from './job-board';
import { ScanLedger } from './scan-ledger';

describe('job board', () => {
  const collect = (): { board: JobBoard; events: JobEvent[] } => {
    const events: JobEvent[] = [];
    return { board: new JobBoard((event) => events.push(event)), events };
  };

  it('tells progress at most four times a second but never loses the last', async () => {
    const { board, events } = collect();
    const id = board.start('scan', async (job) => {
      for (let done = 0; done <= 1000; done++) {
        job.progress({ phase: 'listening', done, total: 1000, failed: 0 });
      }
      await Promise.resolve();
      const counted = new ScanLedger();
      counted.found++;
      counted.indexed++;
      return counted.settled();
    });
    await board.ended(id);
    const progress = events.filter((event) => event.kind === 'progress');
    expect(progress.length).toBeLessThan(10);
    expect(progress.at(-1)).toMatchObject({ done: 1000, total: 1000 });
    expect(events.at(-1)).toMatchObject({
      kind: 'finished',
      job: id,
      cancelled: false,
      ledger: { found: 1 },
    });
    expect(board.running()).toEqual([]);
  });

  it('runs one job of a kind at a time, and others beside it', async () => {
    const { board } = collect();
    const untilCancelled = (job: { signal: AbortSignal }): Promise<null> =>
      new Promise((resolve) => {
        job.signal.addEventListener('abort', () => {
          resolve(null);
        });
      });
    const scan = board.start('scan', untilCancelled);
    expect(() => board.start('scan', untilCancelled)).toThrow(MugleError);
    const map = board.start('map', untilCancelled, 'genre');
    await new Promise(setImmediate);
    expect(board.running().map(({ job, space }) => [job, space])).toEqual([
      [scan, undefined],
      [map, 'genre'],
    ]);
    expect(board.cancel('nothing')).toBe(false);
    await board.close();
    expect(board.running()).toEqual([]);
  });

  it('tells why a job stopped, with its ledger', async () => {
    const { board, events } = collect();
    const counted = new ScanLedger();
    counted.found = 3;
    counted.indexed = 1;
    counted.skip('known');
    await board.ended(
      board.start('scan', () =>
        Promise.reject(new StoppedJob(counted.settled(), new MugleError('disk-full', 'full'))),
      ),
    );
    expect(events.at(-1)).toMatchObject({
      ledger: { found: 3, indexed: 1, failed: 0, skipped: 2 },
      skips: { known: 1, 'not-reached': 1, unchanged: 0 },
      error: { kind: 'disk-full', message: 'full' },
    });
  });
});
