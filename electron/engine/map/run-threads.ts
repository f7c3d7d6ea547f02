import type { Transferable } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import type { ErrorRecord, MugleError } from '../../shared/errors';
import { fromErrorRecord } from '../../shared/errors';
import { runnable } from './thread-entry';

/** What each thread is started with, and what becomes its own. */
export interface ThreadStart<T> {
  readonly task: T;
  readonly transfer: readonly Transferable[];
}

export interface ThreadOptions {
  readonly signal: AbortSignal;
  /** About ten times a second; `done` rises to `total`. */
  readonly onProgress: (done: number, total: number) => void;
  /** The program of the threads; ours when left out. */
  readonly entry?: URL;
}

/** What is said when threads end without a result. */
export interface ThreadErrors {
  cancelled(): MugleError;
  /** @param how what became of a thread, as the end of a sentence that begins with it. */
  failed(how: string, cause?: unknown): MugleError;
}

/** What any thread says; every other kind is a result and ends the work. */
export type FromThread =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };

/**
 * Runs threads until one of them has a result of this kind; then all are ended.
 * @param start asked for the threads unless the signal has come.
 * @throws MugleError `errors.cancelled()` when the signal comes (the threads are ended at once), what a thread said, or
 *   `errors.failed()` when one fails.
 */
export function runThreads<R extends { readonly kind: string }, K extends R['kind']>(
  kind: K,
  start: () => readonly ThreadStart<unknown>[],
  { signal, onProgress, entry }: Required<ThreadOptions>,
  errors: ThreadErrors,
): Promise<Extract<R, { readonly kind: K }>> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(errors.cancelled());
      return;
    }
    const crew = start().map((thread) => begun(thread, entry));
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
    const fail = (error: MugleError): void => {
      settle(() => {
        reject(error);
      });
    };
    const onAbort = (): void => {
      fail(errors.cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const onMessage = (message: FromThread | R): void => {
      if (isProgress(message)) {
        onProgress(message.done, message.total);
      } else if (isFailed(message)) {
        fail(fromErrorRecord(message.error));
      } else if (message.kind === kind) {
        settle(() => {
          resolve(message as Extract<R, { readonly kind: K }>);
        });
      } else {
        fail(errors.failed(`answered with what was not asked for (${message.kind})`));
      }
    };
    for (const worker of crew) {
      worker.on('message', onMessage);
      // Both may come late, after all is settled: then they say nothing new.
      worker.on('error', (cause) => {
        fail(errors.failed(`failed: ${cause.message}`, cause));
      });
      worker.on('exit', (code) => {
        fail(errors.failed(`ended with code ${code} before it was done`));
      });
    }
  });
}

function begun({ task, transfer }: ThreadStart<unknown>, entry: URL): Worker {
  return new Worker(runnable(entry), {
    workerData: task,
    transferList: [...transfer],
    // Loaders and debuggers of this thread are no business of those.
    execArgv: [],
  });
}

type Progress = Extract<FromThread, { readonly kind: 'progress' }>;
type Failed = Extract<FromThread, { readonly kind: 'failed' }>;

function isProgress(message: { readonly kind: string }): message is Progress {
  return message.kind === 'progress';
}

function isFailed(message: { readonly kind: string }): message is Failed {
  return message.kind === 'failed';
}
