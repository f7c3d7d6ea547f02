import { rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { TRACK_STATES } from '../../shared/records';
import { forkWorker } from './fork-worker';
import { openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';
import type { SpawnWorker } from './worker-protocol';

const BUDGET_MS = 120_000;
const SONG_SECONDS = 3;

/** Real workers; something happens to the first song at the moment it is handed to one. */
function meddlingWorkers(meddle: (file: string) => void): {
  readonly spawnWorker: SpawnWorker;
  readonly given: readonly string[];
} {
  const given: string[] = [];
  return {
    given,
    spawnWorker: () => {
      const worker = forkWorker();
      return {
        ...worker,
        post: (message) => {
          if (message.kind === 'analyse') {
            if (given.length === 0) {
              meddle(message.path);
            }
            given.push(message.path);
          }
          worker.post(message);
        },
      };
    },
  };
}

describe('a song at two paths', () => {
  it.each([
    {
      what: 'deleted',
      meddle: (file: string): void => {
        rmSync(file);
      },
      kind: 'file-missing',
      // Nothing is at its path any more.
      later: { found: 1, indexed: 0, failed: 0, skipped: 1 },
    },
    {
      what: 'overwritten',
      meddle: (file: string): void => {
        writeFileSync(file, Buffer.alloc(statSync(file).size, 'no sound at all '));
      },
      kind: 'not-audio',
      later: { found: 2, indexed: 0, failed: 1, skipped: 1 },
    },
  ])(
    'is listened to at the other one when the first is $what while it is read',
    async ({ meddle, kind, later }) => {
      const workers = meddlingWorkers(meddle);
      const bench = await openBench({ spawnWorker: workers.spawnWorker });
      try {
        const copies = ['a.wav', 'b.wav'].map((name) => path.join(bench.music, name));
        for (const copy of copies) {
          await writeWav(copy, SONG_SECONDS);
        }
        const finished = await bench.run((engine) =>
          engine.handle('library:add-roots', { paths: [bench.music] }),
        );
        // Both were tried, the damaged one first: nothing else was listened to.
        expect([...workers.given].sort()).toEqual(copies);
        const [bad] = workers.given;
        expect(finished.ledger).toEqual({ found: 2, indexed: 1, failed: 1, skipped: 0 });
        const told = bench.events.flatMap((event) =>
          event.kind === 'job' && event.event.kind === 'item-failed' ? [event.event.error] : [],
        );
        expect(told).toMatchObject([{ kind, path: bad, stage: 'decode' }]);
        expect(await bench.engine.handle('problems:list', {})).toMatchObject([
          { path: bad, error: { kind, stage: 'decode' } },
        ]);
        const { rows } = await bench.engine.handle('library:rows', { since: 0 });
        expect([...rows.state].map((state) => TRACK_STATES[state])).toEqual(['analysed']);

        const again = await bench.run((engine) => engine.handle('scan:start', {}));
        expect(again.ledger).toEqual(later);
        expect(workers.given).toHaveLength(2);
      } finally {
        await bench.remove();
      }
    },
    BUDGET_MS,
  );
});
