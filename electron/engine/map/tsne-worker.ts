import { parentPort, workerData } from 'node:worker_threads';
import { toErrorRecord } from '../../shared/errors';
import { help, leadCrew } from './crew';
import { tsne } from './tsne';
import type { FromTsneWorker, HelpTask, TsneTask } from './tsne-messages';

/** More often nobody could see. */
const PROGRESS_INTERVAL_MS = 100;

function post(message: FromTsneWorker, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function lead({ vectors, dims, control, helpers, seed, ...rounds }: TsneTask): void {
  let nextAt = 0;
  const onProgress = (done: number, total: number): void => {
    const now = performance.now();
    if (now >= nextAt || done === total) {
      nextAt = now + PROGRESS_INTERVAL_MS;
      post({ kind: 'progress', done, total });
    }
  };
  try {
    const crew = leadCrew(control, helpers);
    const { x, y, trust, ...params } = tsne(vectors, dims, {
      seed,
      ...(rounds.iterations === undefined ? {} : { iterations: rounds.iterations }),
      onProgress,
      crew,
    });
    post({ kind: 'laid-out', x, y, trust, params: { seed, ...params } }, [
      x.buffer,
      y.buffer,
      trust.buffer,
    ]);
  } catch (thrown) {
    post({ kind: 'failed', error: toErrorRecord(thrown, { stage: 'map' }) });
  }
}

/*
 * A thread that makes one map, or helps another to make it; then it ends. That it is a thread is what makes the map cancellable:
 * it is terminated. What a helper throws ends it, and the one who started the threads hears of that.
 */
const task = workerData as TsneTask | HelpTask;
if (task.role === 'lead') {
  lead(task);
} else {
  help(task.control, task.port);
}
