import path from 'node:path';
import type { Engine } from '../../electron/engine/index';
import { createEngine } from '../../electron/engine/index';
import type { JobEvent } from '../../electron/shared/progress';

const TIMES = 3;

export interface RescanTask {
  readonly scratch: string;
  readonly libraryDir: string;
  readonly modelsDir: string;
  readonly tracks: number;
}

export interface RescanMeasured {
  readonly openSeconds: number;
  readonly openCpuSeconds: number;
  /** The slowest of the runs. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Memory of the engine's process as it has opened, and watching its folders with nothing to do. */
  readonly openRssMb: number;
  readonly idleRssMb: number;
  /** CPU time of the engine while it watches its folders with nothing to do, of one core. */
  readonly idleCpuPercent: number;
  readonly runs: readonly { readonly seconds: number; readonly cpuSeconds: number }[];
}

const cpuNow = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const rssMb = (): number => process.memoryUsage().rss / 1e6;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function measure({ scratch, tracks, ...task }: RescanTask): Promise<RescanMeasured> {
  const opening = performance.now();
  const cpuBefore = cpuNow();
  const engine = await createEngine({
    ...task,
    watch: true,
    cacheDir: path.join(scratch, 'cache'),
    logger: { info: () => undefined, warn: (text) => process.stderr.write(`${text}\n`) },
  });
  const openSeconds = (performance.now() - opening) / 1000;
  const openCpuSeconds = cpuNow() - cpuBefore;
  const openRssMb = rssMb();
  try {
    // Sets up the watch and searches the folders once by itself.
    await scanEnd(engine);
    const runs = await rescan(engine, tracks);
    return {
      openSeconds,
      openCpuSeconds,
      seconds: Math.max(...runs.map((run) => run.seconds)),
      cpuSeconds: Math.max(...runs.map((run) => run.cpuSeconds)),
      openRssMb,
      ...(await measureIdle()),
      runs,
    };
  } finally {
    await engine.close();
  }
}

async function rescan(
  engine: Engine,
  tracks: number,
): Promise<{ seconds: number; cpuSeconds: number }[]> {
  const runs: { seconds: number; cpuSeconds: number }[] = [];
  for (let run = 0; run < TIMES; run++) {
    const before = cpuNow();
    const { ledger, seconds } = await scan(engine);
    if (ledger?.skipped !== tracks) {
      throw new Error(`not all was left alone: ${JSON.stringify(ledger)}`);
    }
    runs.push({ seconds, cpuSeconds: cpuNow() - before });
  }
  return runs;
}

/** What is left over from the scan may settle first. */
async function measureIdle(): Promise<{ idleRssMb: number; idleCpuPercent: number }> {
  await wait(10_000);
  const before = cpuNow();
  const started = performance.now();
  await wait(10_000);
  const seconds = (performance.now() - started) / 1000;
  return { idleRssMb: rssMb(), idleCpuPercent: ((cpuNow() - before) / seconds) * 100 };
}

type Finished = Extract<JobEvent, { kind: 'finished' }>;

async function scan(engine: Engine): Promise<Finished> {
  const ended = scanEnd(engine);
  await engine.handle('scan:start', {});
  return ended;
}

function scanEnd(engine: Engine): Promise<Finished> {
  return new Promise((resolve) => {
    const unlisten = engine.onEvent((event) => {
      if (event.kind === 'job' && event.event.kind === 'finished') {
        unlisten();
        resolve(event.event);
      }
    });
  });
}

process.stdout.write(
  JSON.stringify(await measure(JSON.parse(process.argv[2] ?? '{}') as RescanTask)),
);
