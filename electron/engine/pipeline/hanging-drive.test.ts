import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { TRACK_STATES } from '../../shared/records';
import type { Bench, Finished } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import { mountHangingDrive, whyNoHangingDrive } from './testing/hanging-drive';
import { writeWav } from './testing/write-wav';

const BUDGET_MS = 240_000;

const unmountable = whyNoHangingDrive();
describe.skipIf(unmountable !== undefined)(`a drive that hangs ${unmountable ?? ''}`, () => {
  const names = Array.from({ length: 40 }, (_, at) => `song ${String(at).padStart(2, '0')}.wav`);
  const scan = async (
    drive: string,
    files: readonly string[],
  ): Promise<{
    readonly bench: Bench;
    readonly finished: Finished;
    readonly end: () => Promise<void>;
  }> => {
    const bench = await openBench({ fileTimeLimitMs: 1_200, songTimeLimitMs: () => 20_000 });
    await writeWav(path.join(bench.music, 'healthy 1.wav'), 1);
    await writeWav(path.join(bench.music, 'healthy 2.wav'), 2);
    const mountPoint = path.join(path.dirname(bench.music), drive);
    const unmount = await mountHangingDrive(mountPoint, files);
    const finished = await bench.run((engine) =>
      engine.handle('library:add-roots', { paths: [mountPoint, bench.music] }),
    );
    return {
      bench,
      finished,
      end: async () => {
        await unmount();
        await bench.remove();
      },
    };
  };

  it(
    'is given up after some songs, the other folder is scanned, the engine answers',
    async () => {
      const { bench, finished, end } = await scan('drive', names);
      try {
        // Five songs that hang are enough; the drive itself stands for those that are left.
        expect(finished.ledger).toEqual({ found: 43, indexed: 2, failed: 6, skipped: 35 });
        const problems = await bench.engine.handle('problems:list', {});
        expect(problems.map(({ error }) => error.kind).sort()).toEqual([
          'folder-unreachable',
          ...Array<string>(5).fill('timed-out'),
        ]);
        const notices = bench.events.filter(
          (event) => event.kind === 'notice' && event.error.kind === 'folder-unreachable',
        );
        expect(notices).toHaveLength(1);
        // None of the engine's own threads waits for the drive.
        await mkdir(path.join(bench.music, 'more'));
        expect(await readdir(path.join(bench.music, 'more'))).toEqual([]);
      } finally {
        await end();
      }
    },
    BUDGET_MS,
  );

  it(
    'costs single files that do not answer when they are looked at',
    async () => {
      const { bench, finished, end } = await scan('drive', ['size 1.wav', 'size 2.mp3']);
      try {
        expect(finished.ledger).toEqual({ found: 4, indexed: 2, failed: 2, skipped: 0 });
        const problems = await bench.engine.handle('problems:list', {});
        expect(problems.map(({ error }) => [error.kind, error.stage])).toEqual([
          ['timed-out', 'scan'],
          ['timed-out', 'scan'],
        ]);
      } finally {
        await end();
      }
    },
    BUDGET_MS,
  );

  it(
    'is not taken for empty: its songs stay, and are there when it answers again',
    async () => {
      const bench = await openBench({ fileTimeLimitMs: 1_200 });
      const drive = path.join(path.dirname(bench.music), 'drive');
      try {
        await mkdir(drive);
        const songs = names.slice(0, 9);
        for (const [seed, name] of songs.entries()) {
          await writeWav(path.join(drive, name), seed, 1);
        }
        const states = async (): Promise<readonly (string | undefined)[]> => {
          const { rows } = await bench.engine.handle('library:rows', { since: 0 });
          return [...rows.state].map((state) => TRACK_STATES[state]);
        };
        const scan = (): Promise<Finished> =>
          bench.run((engine) => engine.handle('library:add-roots', { paths: [drive] }));
        expect((await scan()).ledger).toMatchObject({ found: 9, indexed: 9 });
        const before = await states();
        expect(before).toEqual(songs.map(() => 'analysed'));

        const unmount = await mountHangingDrive(drive, songs);
        const silent = await scan();
        expect(silent.ledger).toEqual({ found: 10, indexed: 0, failed: 6, skipped: 4 });
        expect(await states()).toEqual(before);
        await unmount();

        expect((await scan()).ledger).toEqual({ found: 9, indexed: 0, failed: 0, skipped: 9 });
        expect(await states()).toEqual(before);
        expect(await bench.engine.handle('problems:list', {})).toEqual([]);
      } finally {
        await bench.remove();
      }
    },
    BUDGET_MS,
  );
});
