import { afterEach, describe, expect, it } from 'vitest';
import { FileReader } from './file-reader';
import { forkEntry } from './fork-worker';

const ODD_WORKER = new URL('./testing/odd-worker.ts', import.meta.url);

describe('file reader', () => {
  const open: FileReader[] = [];
  const start = (timeLimitMs: number): { reader: FileReader; spawned: () => number } => {
    let spawned = 0;
    const reader = new FileReader({
      spawnWorker: () => {
        spawned++;
        return forkEntry(ODD_WORKER);
      },
      timeLimitMs,
      logger: { warn: () => undefined },
    });
    open.push(reader);
    return { reader, spawned: () => spawned };
  };
  const outcomes = async (reader: FileReader, paths: readonly string[]): Promise<string[]> => {
    const ends = await Promise.allSettled(
      paths.map((path) => reader.do({ what: 'cover', path }) as Promise<unknown>),
    );
    return ends.map((end) =>
      end.status === 'fulfilled' ? String(end.value) : (end.reason as { kind: string }).kind,
    );
  };
  afterEach(() => {
    for (const reader of open.splice(0)) {
      reader.close();
    }
  });

  it('loses only the file at which its process crashes', async () => {
    const { reader } = start(30_000);
    const paths = ['a', 'b', 'segv', 'c', 'd', 'e'];
    expect(await outcomes(reader, paths)).toEqual(['a', 'b', 'worker-crashed', 'c', 'd', 'e']);
  });

  it('loses only the files that hang, more of them than it has lanes', async () => {
    const { reader, spawned } = start(3_000);
    const paths = ['hang 1', 'hang 2', 'a', 'hang 3', 'hang 4', 'hang 5', 'b', 'c'];
    const lost = 'timed-out';
    expect(await outcomes(reader, paths)).toEqual([lost, lost, 'a', lost, lost, lost, 'b', 'c']);
    expect(spawned()).toBeGreaterThan(1);
    await expect(reader.do({ what: 'cover', path: 'hang 6' })).rejects.toMatchObject({
      path: 'hang 6',
      stage: 'tags',
      message: expect.stringContaining('hang 6 did not answer within 3 s') as unknown,
    });
  });

  it('loses only the file at which its process is busy for ever, not those beside it', async () => {
    const { reader } = start(4_000);
    const paths = ['a', 'loop', 'b', 'c', 'd'];
    expect(await outcomes(reader, paths)).toEqual(['a', 'timed-out', 'b', 'c', 'd']);
  });

  it('does not let a file that hangs and is cancelled hold up those that come after it', async () => {
    const limitMs = 20_000;
    const { reader, spawned } = start(limitMs);
    expect(await outcomes(reader, ['a'])).toEqual(['a']);
    const abort = new AbortController();
    const loop = reader.do({ what: 'cover', path: 'loop' }, abort.signal);
    const beside = outcomes(reader, ['b', 'c']);
    await new Promise((resolve) => setTimeout(resolve, limitMs / 4));
    const cancelledAt = performance.now();
    abort.abort();
    await expect(loop).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await beside).toEqual(['b', 'c']);
    expect(await outcomes(reader, ['d'])).toEqual(['d']);
    expect(performance.now() - cancelledAt).toBeLessThan(limitMs / 2);
    expect(spawned()).toBe(2);
  }, 60_000);

  it('gives the lane of a file that is cancelled to the next one', async () => {
    const limitMs = 30_000;
    const { reader } = start(limitMs);
    expect(await outcomes(reader, ['a'])).toEqual(['a']);
    const abort = new AbortController();
    const lanes = ['hang 1', 'hang 2', 'hang 3', 'hang 4'].map((path) =>
      reader.do({ what: 'cover', path }, abort.signal).catch((thrown: unknown) => thrown),
    );
    const next = outcomes(reader, ['b']);
    const startedAt = performance.now();
    setTimeout(() => {
      abort.abort();
    }, 200);
    expect(await next).toEqual(['b']);
    expect(performance.now() - startedAt).toBeLessThan(limitMs / 2);
    expect(await Promise.all(lanes)).toMatchObject(Array(4).fill({ kind: 'cancelled' }));
  }, 60_000);

  it('says so when no process can be had', async () => {
    const reader = new FileReader({
      spawnWorker: () => forkEntry(new URL('./testing/not-there.ts', import.meta.url)),
      timeLimitMs: 30_000,
      logger: { warn: () => undefined },
    });
    open.push(reader);
    expect(await outcomes(reader, ['a', 'b'])).toEqual(['engine-down', 'engine-down']);
  });

  it('ends what waits when it is cancelled or closed', async () => {
    const { reader } = start(30_000);
    const abort = new AbortController();
    const hung = reader.do({ what: 'cover', path: 'hang' }, abort.signal);
    abort.abort();
    await expect(hung).rejects.toMatchObject({ kind: 'cancelled' });
    const closed = reader.do({ what: 'cover', path: 'hang' });
    reader.close();
    await expect(closed).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
