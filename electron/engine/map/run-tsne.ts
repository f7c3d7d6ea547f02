import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { fromErrorRecord, MugleError } from '../../shared/errors';
import type { FromTsneWorker, TsneTask } from './tsne-messages';

/** Where the build puts the worker, seen from any bundle under `build/`. */
const BUNDLED_ENTRY = '../map-worker/worker.js';

export interface RunTsneOptions {
  readonly seed: number;
  readonly signal: AbortSignal;
  /** About ten times a second; `done` rises to `total`. */
  readonly onProgress: (done: number, total: number) => void;
  /** The program of the worker thread; ours when left out. */
  readonly entry?: URL;
}

export interface WorkerLayout {
  /** See `Tsne`: in [−1, 1]. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Seed, perplexity, iterations, and the KL that was reached. */
  readonly params: Readonly<Record<string, number>>;
}

/**
 * Makes a map in a worker thread, so that the engine goes on answering.
 * @param vectors n × dims, L2-normalised rows; copied, not taken.
 * @throws MugleError `cancelled` when the signal comes (the thread is ended at once), `bad-request`, or `internal` when the
 *   thread fails.
 */
export function runTsneInWorker(
  vectors: Float32Array,
  dims: number,
  { seed, signal, onProgress, entry = ownEntry(import.meta.url) }: RunTsneOptions,
): Promise<WorkerLayout> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const task: TsneTask = { vectors: Float32Array.from(vectors), dims, seed };
    const worker = new Worker(runnable(entry), {
      workerData: task,
      transferList: [task.vectors.buffer],
      // Loaders and debuggers of this thread are no business of that one.
      execArgv: [],
    });
    const settle = (how: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      worker.removeAllListeners('message');
      how();
      void worker.terminate();
    };
    const onAbort = (): void => {
      settle(() => {
        reject(cancelled());
      });
    };
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (message: FromTsneWorker) => {
      if (message.kind === 'progress') {
        onProgress(message.done, message.total);
      } else {
        settle(() => {
          if (message.kind === 'failed') {
            reject(fromErrorRecord(message.error));
          } else {
            resolve({ x: message.x, y: message.y, params: message.params });
          }
        });
      }
    });
    // Both may come late, after the promise is settled: then they say nothing new.
    worker.on('error', (cause) => {
      settle(() => {
        reject(crashed(`The map's worker failed: ${cause.message}`, cause));
      });
    });
    worker.on('exit', (code) => {
      settle(() => {
        reject(crashed(`The map's worker ended with code ${code} before the map was made.`));
      });
    });
  });
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
