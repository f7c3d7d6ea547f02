import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TRACK_STATES } from '../../shared/records';
import { splitTexts } from '../../shared/text-column';
import { forkEntry, forkWorker } from './fork-worker';
import type { Bench, Finished } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';

const UNPRIVILEGED = new URL('./testing/unprivileged-worker.ts', import.meta.url);
/** Root may read everything: the processes that read files are somebody else's then. */
const isRoot = process.getuid?.() === 0;
const BUDGET_MS = 120_000;

describe.skipIf(process.platform === 'win32')('files and folders that may not be read', () => {
  let bench: Bench;
  const at = (name: string): string => path.join(bench.music, name);
  const lock = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) {
      await chmod(at(name), 0o000);
    }
  };
  const unlock = async (): Promise<void> => {
    await chmod(at('locked.wav'), 0o644);
    await chmod(at('closed'), 0o755);
    await chmod(at('names only'), 0o755);
  };

  beforeEach(async () => {
    bench = await openBench({
      spawnWorker: () => (isRoot ? forkEntry(UNPRIVILEGED) : forkWorker()),
    });
    await chmod(path.dirname(bench.music), 0o755);
    await mkdir(at('closed'));
    await mkdir(at('names only'));
    const names = ['open.wav', 'locked.wav', 'closed/a.wav', 'closed/b.wav', 'names only/c.wav'];
    for (const [seed, name] of names.entries()) {
      await writeWav(at(name), seed, 3);
    }
  });
  afterEach(async () => {
    await unlock();
    await bench.remove();
  });

  const scan = (): Promise<Finished> =>
    bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));

  async function problems(): Promise<readonly (readonly [string, string, string | undefined])[]> {
    const list = await bench.engine.handle('problems:list', {});
    for (const { path: file, error } of list) {
      expect(error.message).toContain(file);
      expect(error.message).toContain('Check its permissions');
    }
    return list
      .map(
        ({ path: file, error }) =>
          [path.relative(bench.music, file), error.kind, error.stage] as const,
      )
      .sort();
  }

  async function states(): Promise<Readonly<Record<string, string | undefined>>> {
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    return Object.fromEntries(
      splitTexts(rows.title).map((title, row) => [title, TRACK_STATES[rows.state[row] ?? 0]]),
    );
  }

  it(
    'are in the ledger with the reason, and are songs once they may be read',
    async () => {
      await lock('locked.wav', 'closed');
      await chmod(at('names only'), 0o444);
      const first = await scan();
      expect(first.error).toBeUndefined();
      expect(await problems()).toEqual([
        ['closed', 'folder-unreadable', 'scan'],
        ['locked.wav', 'file-unreadable', 'scan'],
        ['names only/c.wav', 'file-unreadable', 'scan'],
      ]);
      expect(first.ledger).toEqual({ found: 4, indexed: 1, failed: 3, skipped: 0 });
      expect(await states()).toEqual({ open: 'analysed' });

      await unlock();
      const second = await scan();
      expect(second.ledger).toEqual({ found: 5, indexed: 4, failed: 0, skipped: 1 });
      expect(await problems()).toEqual([]);
      expect(Object.values(await states())).toEqual(Array(5).fill('analysed'));
    },
    BUDGET_MS,
  );

  it(
    'are not taken for deleted',
    async () => {
      expect((await scan()).ledger).toEqual({ found: 5, indexed: 5, failed: 0, skipped: 0 });
      const before = await states();
      await lock('locked.wav', 'closed');
      const locked = await scan();
      // A song that is known is not opened again while its file is as it was.
      expect(locked.ledger).toEqual({ found: 4, indexed: 0, failed: 1, skipped: 3 });
      expect(await problems()).toEqual([['closed', 'folder-unreadable', 'scan']]);
      expect(await states()).toEqual(before);
    },
    BUDGET_MS,
  );
});
