import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import type { Transferable } from 'node:worker_threads';
import { MessageChannel, Worker } from 'node:worker_threads';
import { fromErrorRecord, MugleError } from '../../shared/errors';
import { createControl } from './crew';
import type { FromTsneWorker, HelpTask, TsneTask } from './tsne-messages';

/** Where the build puts the worker, seen from any bundle under `build/`. */
const BUNDLED_ENTRY = '../map-worker/worker.js';

export interface RunTsneOptions {
  readonly seed: number;
  readonly signal: AbortSignal;
  /** About ten times a second; `done` rises to `total`. */
  readonly onProgress: (done: number, total: number) => void;
  /** They do not change the map. As many as there are cores, up to 4, and one for a small map, when left out. */
  readonly threads?: number;
  /** At most so many rounds; see `TsneOptions`. */
  readonly iterations?: number;
  /** The program of the worker threads; ours when left out. */
  readonly entry?: URL;
}

export interface WorkerLayout {
  /** See `Tsne`: in [−1, 1]. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** How far each point can be trusted, in [0, 1]; see `trustOf`. */
  readonly trust: Float32Array;
  /** Seed, perplexity, iterations, and the KL that was reached. */
  readonly params: Readonly<Record<string, number>>;
}

/** With fewer vectors the threads would wait for each other more than they work. */
const FEWEST_SHARED = 2000;
const MOST_THREADS = 4;

/**
 * Makes a map in worker threads, so that the engine goes on answering.
 * @param vectors n × dims finite values; copied, not taken.
 * @throws MugleError `cancelled` when the signal comes (the threads are ended at once), `bad-request`, or `internal` when a
 *   thread fails.
 */
export function runTsneInWorker(
  vectors: Float32Array,
  dims: number,
  options: RunTsneOptions,
): Promise<WorkerLayout> {
  const { signal, onProgress } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const crew = startThreads(vectors, dims, options);
    const settle = (how: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      for (const worker of crew) {
        worker.removeAllListeners('message');
      }
      how();
      for (const worker of crew) {
        void worker.terminate();
      }
    };
    const onAbort = (): void => {
      settle(() => {
        reject(cancelled());
      });
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const onMessage = (message: FromTsneWorker): void => {
      if (message.kind === 'progress') {
        onProgress(message.done, message.total);
        return;
      }
      settle(() => {
        if (message.kind === 'failed') {
          reject(fromErrorRecord(message.error));
        } else {
          const { x, y, trust, params } = message;
          resolve({ x, y, trust, params });
        }
      });
    };
    for (const worker of crew) {
      worker.on('message', onMessage);
      onFailure(worker, (error) => {
        settle(() => {
          reject(error);
        });
      });
    }
  });
}

/** Tells how a thread ended. Both may come late, after all is settled: then they say nothing new. */
function onFailure(worker: Worker, tell: (error: MugleError) => void): void {
  worker.on('error', (cause) => {
    tell(crashed(`The map's worker failed: ${cause.message}`, cause));
  });
  worker.on('exit', (code) => {
    tell(crashed(`The map's worker ended with code ${code} before the map was made.`));
  });
}

function threadsFor(n: number): number {
  return n < FEWEST_SHARED ? 1 : Math.min(MOST_THREADS, availableParallelism());
}

/** The thread that makes the map, and those that help it. */
function startThreads(vectors: Float32Array, dims: number, options: RunTsneOptions): Worker[] {
  const { seed, iterations, entry = ownEntry(import.meta.url) } = options;
  const threads = options.threads ?? threadsFor(vectors.length / dims);
  const control = createControl();
  const channels = Array.from({ length: threads - 1 }, () => new MessageChannel());
  const helpers = channels.map(({ port1 }) => port1);
  const own = Float32Array.from(vectors);
  const rounds = iterations === undefined ? {} : { iterations };
  const lead: TsneTask = { role: 'lead', vectors: own, dims, seed, ...rounds, control, helpers };
  const start = (workerData: TsneTask | HelpTask, transferList: Transferable[]): Worker =>
    // Loaders and debuggers of this thread are no business of those.
    new Worker(runnable(entry), { workerData, transferList, execArgv: [] });
  return [
    start(lead, [own.buffer, ...helpers]),
    ...channels.map(({ port2 }) => start({ role: 'help', control, port: port2 }, [port2])),
  ];
}

/**
 * The worker beside the module at `from`. A worker thread starts from a plain file: one that is named inside an Electron archive
 * lies unpacked beside it.
 */
export function ownEntry(from: string): URL {
  const entry = new URL(from.endsWith('.ts') ? './tsne-worker.ts' : BUNDLED_ENTRY, from);
  return new URL(entry.href.replace(/\/app\.asar\//, '/app.asar.unpacked/'));
}

/** From source the thread loads TypeScript first: the `--import` of a process does not reach its threads. */
function runnable(entry: URL): URL {
  if (!entry.pathname.endsWith('.ts')) {
    return entry;
  }
  const manifest = createRequire(import.meta.url).resolve('tsx/package.json');
  const tsx = new URL('./dist/esm/api/index.mjs', pathToFileURL(manifest)).href;
  const program = `import { register } from ${JSON.stringify(tsx)}; register(); await import(${JSON.stringify(entry.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}

function cancelled(): MugleError {
  return new MugleError('cancelled', 'The map was cancelled.', { stage: 'map' });
}

function crashed(message: string, cause?: unknown): MugleError {
  return new MugleError('internal', message, { stage: 'map', cause });
}
