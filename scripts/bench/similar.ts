import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../electron/engine/index';
import { seededRandom } from '../../electron/shared/seeded-random';
import { quantile } from './quantile';
import { fillLibrary, syntheticId } from './synthetic-library';

const QUERIES = 200;
/** Not counted: the first queries also pay for compiling. */
const WARM_UP = 20;
const LIMIT = 50;
/** Looks at what was played of every song. */
const TUNED = {
  ranking: { by: 'balanced', familiarity: 0.5, era: 0.5 },
  limits: { notPlayedFor: 30 },
} as const;

export interface SimilarBenchOptions {
  /** Songs of each library; 10,000 and 100,000 when left out. */
  readonly rows?: readonly number[];
  readonly tell?: (text: string) => void;
}

interface SimilarRun {
  readonly rows: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The same with wishes and a limit that look at what was played, about a song that was not asked about before. */
  readonly tunedP95Ms: number;
  /** The list of a song that is there already, after a slider or a limit was moved. */
  readonly retunedP95Ms: number;
  /** Writing the library through the store. */
  readonly fillSeconds: number;
  /** Opening the engine over it, as the app does when it starts. */
  readonly openSeconds: number;
}

/** The runs, and the figures of the largest. */
export interface SimilarBenchResult {
  readonly rows: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly runs: readonly SimilarRun[];
}

/** Asks a real engine over a real library of synthetic songs for the 50 most similar songs, as a window does. */
export async function runSimilarBench(
  options: SimilarBenchOptions = {},
): Promise<SimilarBenchResult> {
  const { rows: sizes = [10_000, 100_000], tell = (): void => undefined } = options;
  const runs: SimilarRun[] = [];
  for (const rows of [...sizes].sort((a, b) => a - b)) {
    runs.push(await measureLibrary(rows, tell));
  }
  const { rows, p50Ms, p95Ms } = runs.at(-1)!;
  return { rows, p50Ms, p95Ms, runs };
}

async function measureLibrary(rows: number, tell: (text: string) => void): Promise<SimilarRun> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-bench-'));
  const libraryDir = path.join(scratch, 'library.lance');
  try {
    tell(`Filling a library with ${rows} songs`);
    const filling = performance.now();
    await fillLibrary(libraryDir, rows);
    const fillSeconds = (performance.now() - filling) / 1000;
    tell('Opening it');
    const opening = performance.now();
    const engine = await createEngine({
      libraryDir,
      cacheDir: path.join(scratch, 'cache'),
      modelsDir: fileURLToPath(new URL('../../native-models', import.meta.url)),
      logger: { info: () => undefined, warn: tell },
    });
    const openSeconds = (performance.now() - opening) / 1000;
    try {
      tell(`Asking ${QUERIES} times`);
      const random = seededRandom(1);
      const times: number[] = [];
      const tuned: number[] = [];
      const retuned: number[] = [];
      const ask = async (list: number[], of: string, how: object): Promise<void> => {
        const started = performance.now();
        await engine.handle('similar:list', {
          query: { kind: 'songs', ids: [of] },
          limit: LIMIT,
          ...how,
        });
        list.push(performance.now() - started);
      };
      for (let query = 0; query < WARM_UP + QUERIES; query++) {
        const any = (): string => syntheticId(Math.floor(random() * rows));
        const [one, other] = [any(), any()];
        const isWarm = query >= WARM_UP;
        await ask(isWarm ? times : [], one, {});
        await ask(isWarm ? retuned : [], one, TUNED);
        await ask(isWarm ? tuned : [], other, TUNED);
      }
      return {
        rows,
        p50Ms: quantile(times, 0.5),
        p95Ms: quantile(times, 0.95),
        tunedP95Ms: quantile(tuned, 0.95),
        retunedP95Ms: quantile(retuned, 0.95),
        fillSeconds,
        openSeconds,
      };
    } finally {
      await engine.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
