import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import type { ErrorRecord } from '../../shared/errors';
import { TRACK_STATES } from '../../shared/records';
import { doFileJob } from './file-jobs';
import { forkWorker } from './fork-worker';
import type { Bench, Finished } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import type { MemoryPeaks } from './testing/watch-memory';
import { watchMemory } from './testing/watch-memory';
import type { HostileFolder } from './testing/hostile-files';
import { writeHostileFiles } from './testing/hostile-files';
import type { HostileCase } from './testing/hostile/hostile-case';
import { writeWav } from './testing/write-wav';
import type { SpawnWorker } from './worker-protocol';

const SEED = 46;
const noPart = (): void => undefined;
const FEWEST_CASES = 300;
const SONG_LIMIT_MS = 6_000;
/** Of a worker or the reader; of the process with the engine and this test; of all at the same moment. */
const MOST_MEMORY = { worker: 600e6, own: 700e6, together: 1.2e9 } as const;
/** Where memory of other processes can be seen. */
const seesMemory = process.platform === 'linux';
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

/** Real workers, with an eye on how many are left. */
function watchedWorkers(): { spawnWorker: SpawnWorker; left: () => number } {
  let left = 0;
  return {
    left: () => left,
    spawnWorker: () => {
      const worker = forkWorker();
      left++;
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

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function tellOf({ cases }: HostileFolder, { seconds }: Finished, peaks: MemoryPeaks): void {
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(0);
  process.stdout.write(
    `${String(cases.length)} hostile cases in ${seconds.toFixed(1)} s; most memory in MB: engine and test ${mb(peaks.own)}, a worker ${mb(peaks.worker)}, together ${mb(peaks.together)}\n`,
  );
}

function addsUp({ ledger }: Finished): boolean {
  return ledger !== null && ledger.found === ledger.indexed + ledger.failed + ledger.skipped;
}

describe.skipIf(process.platform === 'win32')('a folder of hostile files', () => {
  const workers = watchedWorkers();
  let bench: Bench;
  let hostile: HostileFolder;
  let finished: Finished;
  let memory: MemoryPeaks;
  let outcomes: ReadonlyMap<string, Outcome>;

  beforeAll(async () => {
    bench = await openBench({
      workers: 2,
      spawnWorker: workers.spawnWorker,
      songTimeLimitMs: () => SONG_LIMIT_MS,
    });
    hostile = await writeHostileFiles(bench.music, SEED);
    // The files were written by this process too.
    collectGarbage();
    const endWatch = watchMemory();
    finished = await bench.run((engine) =>
      engine.handle('library:add-roots', { paths: [bench.music] }),
    );
    memory = endWatch();
    tellOf(hostile, finished, memory);
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
    expect(memory.own).toBeLessThan(MOST_MEMORY.own);
    if (seesMemory) {
      expect(memory.worker).toBeGreaterThan(0);
    }
    expect(memory.worker).toBeLessThan(MOST_MEMORY.worker);
    expect(memory.together).toBeLessThan(MOST_MEMORY.together);
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
        await doFileJob({ what: 'tags', path: path.join(bench.music, name) }, noPart).catch(
          (thrown: unknown) => {
            expect(thrown).toMatchObject({ name: 'MugleError' });
            expect((thrown as Error).message).toContain(path.join(bench.music, name));
          },
        );
      }
    },
    BUDGET_MS,
  );

  it('leaves no worker when the engine is closed', async () => {
    await bench.engine.close();
    await expect.poll(() => workers.left(), { timeout: 10_000 }).toBe(0);
  });
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
