import type { Transferable } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import { fromErrorRecord, MugleError } from '../../shared/errors';
import type { FromMapThread, MapTask } from './map-messages';
import { runnable, threadEntry } from './thread-entry';

/** Where the build puts the threads' program, seen from any bundle under `build/`. */
const BUNDLED_ENTRY = '../map-worker/worker.js';

/** What each thread is started with, and what becomes its own. */
export interface ThreadStart {
  readonly task: MapTask;
  readonly transfer: readonly Transferable[];
}

export interface ThreadOptions {
  readonly signal: AbortSignal;
  /** About ten times a second; `done` rises to `total`. */
  readonly onProgress: (done: number, total: number) => void;
  /** The program of the threads; ours when left out. */
  readonly entry?: URL;
}

type Result = Exclude<FromMapThread, { readonly kind: 'progress' | 'failed' }>;

/**
 * Runs threads until one of them has the result of this kind; then all are ended.
 * @param start asked for the threads unless the signal has come.
 * @throws MugleError `cancelled` when the signal comes (the threads are ended at once), what a thread said, or `internal` when one
 *   fails.
 */
export function runThreads<K extends Result['kind']>(
  kind: K,
  start: () => readonly ThreadStart[],
  { signal, onProgress, entry = ownEntry(import.meta.url) }: ThreadOptions,
): Promise<Extract<Result, { readonly kind: K }>> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const crew = start().map(
      ({ task, transfer }) =>
        // Loaders and debuggers of this thread are no business of those.
        new Worker(runnable(entry), {
          workerData: task,
          transferList: [...transfer],
          execArgv: [],
        }),
    );
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
    const onMessage = (message: FromMapThread): void => {
      if (message.kind === 'progress') {
        onProgress(message.done, message.total);
        return;
      }
      settle(() => {
        if (message.kind === kind) {
          resolve(message as Extract<Result, { readonly kind: K }>);
        } else {
          reject(message.kind === 'failed' ? fromErrorRecord(message.error) : odd(message.kind));
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

/** The worker beside the module at `from`. */
export function ownEntry(from: string): URL {
  return threadEntry(from, './tsne-worker.ts', BUNDLED_ENTRY);
}

function cancelled(): MugleError {
  return new MugleError('cancelled', 'The map was cancelled.', { stage: 'map' });
}

function odd(kind: string): MugleError {
  return crashed(`The map's worker answered with what was not asked for (${kind}).`);
}

function crashed(message: string, cause?: unknown): MugleError {
  return new MugleError('internal', message, { stage: 'map', cause });
}
