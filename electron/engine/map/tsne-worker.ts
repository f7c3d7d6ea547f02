import { parentPort, workerData } from 'node:worker_threads';
import { toErrorRecord } from '../../shared/errors';
import { tsne } from './tsne';
import type { FromTsneWorker, TsneTask } from './tsne-messages';

/** More often nobody could see. */
const PROGRESS_INTERVAL_MS = 100;

/** A worker thread that makes one map and ends. Its thread is what makes the map cancellable: it is terminated. */
function post(message: FromTsneWorker, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function work({ vectors, dims, seed }: TsneTask): void {
  let nextAt = 0;
  const onProgress = (done: number, total: number): void => {
    const now = performance.now();
    if (now >= nextAt || done === total) {
      nextAt = now + PROGRESS_INTERVAL_MS;
      post({ kind: 'progress', done, total });
    }
  };
  try {
    const { x, y, ...params } = tsne(vectors, dims, { seed, onProgress });
    post({ kind: 'laid-out', x, y, params: { seed, ...params } }, [x.buffer, y.buffer]);
  } catch (thrown) {
    post({ kind: 'failed', error: toErrorRecord(thrown, { stage: 'map' }) });
  }
}

work(workerData as TsneTask);
