import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { forkWorker } from './fork-worker';
import type { Bench } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';
import type { SpawnWorker } from './worker-protocol';

/** Real decoding and real models take their time on a small machine. */
const BUDGET_MS = 120_000;

/** The processes that this one has started; /proc tells. */
function children(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        // The name in brackets may hold anything; the parent is the second field after it.
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return Number(stat.split(') ').at(-1)?.split(' ')[1]) === process.pid;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Real workers, of which the one that is given the song of this name is ended as by a bug in a decoder. */
function segfaultingAt(name: string): SpawnWorker {
  let isDone = false;
  return () => {
    const before = children();
    const worker = forkWorker();
    const [pid] = children().filter((child) => !before.includes(child));
    if (pid === undefined) {
      throw new Error('the worker has no process');
    }
    return {
      ...worker,
      post: (message) => {
        worker.post(message);
        if (message.kind === 'analyse' && message.path.endsWith(name) && !isDone) {
          isDone = true;
          process.kill(pid, 'SIGSEGV');
        }
      },
    };
  };
}

describe.runIf(process.platform === 'linux')(
  'a worker that segfaults (skipped unless on Linux)',
  () => {
    let bench: Bench | undefined;
    afterEach(() => bench?.remove());

    it(
      'in a scan costs its song and no other, and that one is heard when it is tried again',
      async () => {
        bench = await openBench({ spawnWorker: segfaultingAt('2.wav') });
        const { engine, music } = bench;
        for (let seed = 1; seed <= 4; seed++) {
          await writeWav(path.join(music, `${String(seed)}.wav`), seed);
        }
        const scan = await bench.run(() => engine.handle('library:add-roots', { paths: [music] }));
        expect(scan).toMatchObject({
          cancelled: false,
          ledger: { found: 4, indexed: 3, failed: 1, skipped: 0 },
        });
        expect(scan.error).toBeUndefined();
        const [problem, ...others] = await engine.handle('problems:list', {});
        expect(problem).toMatchObject({
          path: path.join(music, '2.wav'),
          error: { kind: 'worker-crashed' },
        });
        expect(others).toEqual([]);
        const again = await bench.run(() => engine.handle('problems:retry', {}));
        expect(again.ledger).toEqual({ found: 1, indexed: 1, failed: 0, skipped: 0 });
        expect(await engine.handle('problems:list', {})).toEqual([]);
        const { rows } = await engine.handle('library:rows', { since: 0 });
        expect([...rows.state]).toEqual([1, 1, 1, 1]);
      },
      BUDGET_MS,
    );
  },
);
