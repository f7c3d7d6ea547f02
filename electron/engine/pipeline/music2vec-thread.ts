import type { Transferable } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import { fromErrorRecord, MugleError } from '../../shared/errors';
import { runnable, threadEntry } from '../map/thread-entry';
import type {
  FromMusic2Vec,
  Music2VecName,
  Music2VecTask,
  Music2VecWork,
} from '../playlists/music2vec/music2vec-tasks';

const SOURCE_ENTRY = '../playlists/music2vec/music2vec-worker.ts';
const BUNDLED_ENTRY = '../lists-worker/worker.js';

export interface ThreadOptions {
  readonly signal: AbortSignal;
  /** About ten times a second; `done` rises to `total`. */
  readonly onProgress: (done: number, total: number) => void;
  /** The program of the thread; ours when left out. */
  readonly entry?: URL;
}

/**
 * Does one task of Music2Vec in a thread, so that the engine goes on answering.
 * @param transfer buffers of the task that are not needed here any more.
 * @throws MugleError `cancelled` when the signal comes (the thread is ended at once), or `internal` when the thread fails.
 */
export function runMusic2Vec<N extends Music2VecName>(
  what: N,
  task: Music2VecWork[N]['task'],
  { signal, onProgress, entry = ownEntry() }: ThreadOptions,
  transfer: readonly Transferable[] = [],
): Promise<Music2VecWork[N]['result']> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const workerData = { what, task } as Music2VecTask;
    // Loaders and debuggers of this thread are no business of that one.
    const worker = new Worker(runnable(entry), {
      workerData,
      transferList: [...transfer],
      execArgv: [],
    });
    const settle = (how: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      worker.removeAllListeners('message');
      how();
      void worker.terminate();
    };
    const fail = (error: MugleError): void => {
      settle(() => {
        reject(error);
      });
    };
    const onAbort = (): void => {
      fail(cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (message: FromMusic2Vec) => {
      switch (message.kind) {
        case 'progress':
          onProgress(message.done, message.total);
          break;
        case 'failed':
          fail(fromErrorRecord(message.error));
          break;
        case 'done':
          settle(() => {
            resolve(message.result);
          });
      }
    });
    // Both may come late, after all is settled: then they say nothing new.
    worker.on('error', (cause) => {
      fail(crashed(`The thread that learns from lists failed: ${cause.message}`, cause));
    });
    worker.on('exit', (code) => {
      fail(
        crashed(`The thread that learns from lists ended with code ${code} before it was done.`),
      );
    });
  });
}

function ownEntry(): URL {
  return threadEntry(import.meta.url, SOURCE_ENTRY, BUNDLED_ENTRY);
}

function cancelled(): MugleError {
  return new MugleError(
    'cancelled',
    'Learning from lists was cancelled. What was learned before stays.',
  );
}

function crashed(message: string, cause?: unknown): MugleError {
  return new MugleError('internal', message, { cause });
}
