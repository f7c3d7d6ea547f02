import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import type { ErrorRecord } from '../../shared/errors';
import { TRACK_STATES } from '../../shared/records';
import { readFileTags } from './file-tags';
import { forkWorker } from './fork-worker';
import type { Bench, Finished } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import { mountHangingDrive, whyNoHangingDrive } from './testing/hanging-drive';
import type { HostileFolder } from './testing/hostile-files';
import { writeHostileFiles } from './testing/hostile-files';
import type { HostileCase } from './testing/hostile/hostile-case';
import { writeWav } from './testing/write-wav';
import type { SpawnWorker } from './worker-protocol';

const SEED = 46;
const FEWEST_CASES = 300;
const SONG_LIMIT_MS = 6_000;
const MOST_MEMORY = 600e6;
const BUDGET_MS = 240_000;

/** What the library says of each path in the music folder. */
interface Outcome {
  readonly isAnalysed: boolean;
  readonly problem: ErrorRecord | undefined;
}

async function outcomesIn({ engine, music }: Bench): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const { rows } = await engine.handle('library:rows', { since: 0 });
  for (const [row, id] of splitTexts(rows.id).entries()) {
    const isAnalysed = TRACK_STATES[rows.state[row] ?? 0] === 'analysed';
    for (const file of (await engine.handle('library:track', { id })).paths) {
      outcomes.set(path.relative(music, file), { isAnalysed, problem: undefined });
    }
  }
  for (const { path: file, error } of await engine.handle('problems:list', {})) {
    outcomes.set(path.relative(music, file), { isAnalysed: false, problem: error });
  }
  return outcomes;
}

function isAsExpected({ is, kinds }: HostileCase, outcome: Outcome | undefined): boolean {
  if (is === 'nothing') {
    return outcome === undefined;
  }
  const isProblem = outcome?.problem !== undefined && kinds.includes(outcome.problem.kind);
  const isSong = outcome?.isAnalysed === true;
  return is === 'song' ? isSong : is === 'problem' ? isProblem : isSong || isProblem;
}

/** Real workers, with an eye on their memory and on how many are left. */
function watchedWorkers(): { spawnWorker: SpawnWorker; peak: () => number; left: () => number } {
  let peak = 0;
  let left = 0;
  return {
    peak: () => peak,
    left: () => left,
    spawnWorker: () => {
      const worker = forkWorker();
      left++;
      worker.onMessage((message) => {
        peak = Math.max(peak, message.kind === 'heard' ? message.song.peakRssBytes : 0);
      });
      return {
        ...worker,
        onExit: (listener) => {
          worker.onExit((code) => {
            left--;
            listener(code);
          });
        },
      };
    },
  };
}

function addsUp({ ledger }: Finished): boolean {
  return ledger !== null && ledger.found === ledger.indexed + ledger.failed + ledger.skipped;
}

describe.skipIf(process.platform === 'win32')('a folder of hostile files', () => {
  const workers = watchedWorkers();
  let bench: Bench;
  let hostile: HostileFolder;
  let finished: Finished;
  let outcomes: ReadonlyMap<string, Outcome>;

  beforeAll(async () => {
    bench = await openBench({
      workers: 2,
      spawnWorker: workers.spawnWorker,
      songTimeLimitMs: () => SONG_LIMIT_MS,
    });
    hostile = await writeHostileFiles(bench.music, SEED);
    finished = await bench.run((engine) =>
      engine.handle('library:add-roots', { paths: [bench.music] }),
    );
    outcomes = await outcomesIn(bench);
  }, BUDGET_MS);
  afterAll(async () => {
    await hostile.close();
    await bench.remove();
  });

  it('is scanned to its end, every file in the ledger once', () => {
    expect(hostile.cases.length).toBeGreaterThan(FEWEST_CASES);
    expect(new Set(hostile.cases.map(({ name }) => name)).size).toBe(hostile.cases.length);
    expect(finished.error).toBeUndefined();
    expect(addsUp(finished)).toBe(true);
    expect(finished.ledger?.found).toBe(hostile.cases.filter(({ is }) => is !== 'nothing').length);
    expect(hostile.leftOut.filter((reason) => !reason.includes('only root'))).toEqual([]);
  });

  it('gives of each file what is in it, and of nothing else', () => {
    const unexpected = hostile.cases
      .filter((entry) => !isAsExpected(entry, outcomes.get(entry.name)))
      .map((entry) => ({ ...entry, outcome: outcomes.get(entry.name) }));
    expect(unexpected).toEqual([]);
    const names = new Set(hostile.cases.map(({ name }) => name));
    expect([...outcomes.keys()].filter((name) => !names.has(name))).toEqual([]);
  });

  it('tells of each problem where, what and why', () => {
    const problems = [...outcomes].flatMap(([name, { problem }]) =>
      problem === undefined ? [] : [{ name, problem }],
    );
    expect(finished.ledger?.failed).toBe(problems.length);
    const unclear = problems.filter(
      ({ name, problem }) =>
        problem.stage === undefined ||
        problem.kind === 'internal' ||
        !problem.message.includes(path.join(bench.music, name)),
    );
    expect(unclear).toEqual([]);
  });

  it('costs no more memory than any other', () => {
    expect(workers.peak()).toBeGreaterThan(0);
    expect(workers.peak()).toBeLessThan(MOST_MEMORY);
  });

  it(
    'leaves an engine that answers, and skips what it knows',
    async () => {
      await writeWav(path.join(bench.music, 'healthy.wav'), 5);
      const again = await bench.run((engine) => engine.handle('scan:start', {}));
      expect(again.ledger).toMatchObject({ indexed: 1 });
      expect(addsUp(again)).toBe(true);
      const { rows } = await bench.engine.handle('library:rows', { since: 0 });
      const id = splitTexts(rows.id)[rows.state.indexOf(TRACK_STATES.indexOf('analysed'))] ?? '';
      const list = await bench.engine.handle('similar:list', {
        query: { kind: 'songs', ids: [id] },
        limit: 5,
      });
      expect(list.items).toHaveLength(5);
    },
    BUDGET_MS,
  );

  it(
    'gives tags or a reason, whatever one asks for',
    async () => {
      for (const { name } of hostile.cases.filter((_, index) => index % 5 === 0)) {
        await readFileTags(path.join(bench.music, name)).catch((thrown: unknown) => {
          expect(thrown).toMatchObject({ name: 'MugleError' });
          expect((thrown as Error).message).toContain(path.join(bench.music, name));
        });
      }
    },
    BUDGET_MS,
  );

  it('leaves no worker when the engine is closed', async () => {
    await bench.engine.close();
    await expect.poll(() => workers.left(), { timeout: 10_000 }).toBe(0);
  });
});

describe('a song with a damaged copy', () => {
  it(
    'is listened to all the same, and the copy is told of',
    async () => {
      const bench = await openBench();
      try {
        await writeWav(path.join(bench.music, 'b.wav'), 3);
        const copy = path.join(bench.music, 'a.wav');
        await writeWav(copy, 3);
        // Its path goes between finding and listening.
        bench.engine.onEvent((event) => {
          const isListening =
            event.kind === 'job' &&
            event.event.kind === 'progress' &&
            event.event.phase === 'listening';
          if (isListening) {
            void rm(copy, { force: true });
          }
        });
        const finished = await bench.run((engine) =>
          engine.handle('library:add-roots', { paths: [bench.music] }),
        );
        expect(finished.ledger).toMatchObject({ found: 2, indexed: 1 });
        expect(addsUp(finished)).toBe(true);
      } finally {
        await bench.remove();
      }
    },
    BUDGET_MS,
  );
});

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
        expect(finished.ledger).toMatchObject({ found: 42, indexed: 2 });
        expect(addsUp(finished)).toBe(true);
        const problems = await bench.engine.handle('problems:list', {});
        expect(problems.length).toBeGreaterThanOrEqual(5);
        expect(problems.length).toBeLessThan(20);
        expect(new Set(problems.map(({ error }) => error.kind))).toEqual(new Set(['timed-out']));
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
});

describe('files that change while they are read', () => {
  it(
    'end as songs or as problems',
    async () => {
      const bench = await openBench({ workers: 2 });
      try {
        const files = Array.from({ length: 24 }, (_, at) =>
          path.join(bench.music, `${String(at)}.wav`),
        );
        for (const [seed, file] of files.entries()) {
          await writeWav(file, seed, 4);
        }
        let step = 0;
        const meddle = setInterval(() => {
          const file = files[step % files.length] ?? '';
          void (
            step % 3 === 0
              ? rm(file, { force: true })
              : step % 3 === 1
                ? writeFile(file, '')
                : writeWav(file, 100 + step, 1)
          ).catch(() => undefined);
          step++;
        }, 40);
        const finished = await bench.run((engine) =>
          engine.handle('library:add-roots', { paths: [bench.music] }),
        );
        clearInterval(meddle);
        expect(finished.error).toBeUndefined();
        expect(addsUp(finished)).toBe(true);
        for (const { error } of await bench.engine.handle('problems:list', {})) {
          expect(['file-missing', 'file-empty', 'damaged-audio', 'not-audio']).toContain(
            error.kind,
          );
        }
      } finally {
        await bench.remove();
      }
    },
    BUDGET_MS,
  );
});
