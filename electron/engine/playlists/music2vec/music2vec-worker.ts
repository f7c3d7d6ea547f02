import { parentPort, workerData } from 'node:worker_threads';
import { toErrorRecord } from '../../../shared/errors';
import type { FromMusic2Vec, Learned, Music2VecTask } from './music2vec-tasks';
import { doMusic2Vec } from './music2vec-tasks';
import type { Predictions } from './predict-vectors';

/** More often nobody could see. */
const PROGRESS_INTERVAL_MS = 100;
/** The clock is looked at no more often than this many items. */
const LOOK_EVERY = 64;

function post(message: FromMusic2Vec, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function buffersOf(result: Learned | Predictions): ArrayBuffer[] {
  return 'pairs' in result ? [result.vectors.buffer, result.pairs.buffer] : [result.vectors.buffer];
}

/* A thread that does one task; then it ends. That it is a thread is what makes it cancellable: it is terminated. */
let nextAt = 0;
try {
  const result = doMusic2Vec(workerData as Music2VecTask, (done, total) => {
    if (done % LOOK_EVERY === 0 || done === total) {
      const now = performance.now();
      if (now >= nextAt || done === total) {
        nextAt = now + PROGRESS_INTERVAL_MS;
        post({ kind: 'progress', done, total });
      }
    }
  });
  post({ kind: 'done', result }, buffersOf(result));
} catch (thrown) {
  post({ kind: 'failed', error: toErrorRecord(thrown) });
}
