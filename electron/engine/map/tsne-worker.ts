import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { toErrorRecord } from '../../shared/errors';
import { help, leadCrew } from './crew';
import type { FromMapThread, MapTask, PlaceTask, TsneTask } from './map-messages';
import { placeSongs } from './place-songs';
import { tsne } from './tsne';

/** More often nobody could see. */
const PROGRESS_INTERVAL_MS = 100;

function post(message: FromMapThread, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

/** Tells of progress now and then. */
function reporter(): (done: number, total: number) => void {
  let nextAt = 0;
  return (done, total) => {
    const now = performance.now();
    if (now >= nextAt || done === total) {
      nextAt = now + PROGRESS_INTERVAL_MS;
      post({ kind: 'progress', done, total });
    }
  };
}

function lead({ vectors, dims, control, helpers, seed, ...rounds }: TsneTask): void {
  const crew = leadCrew(control, helpers);
  const { x, y, trust, ...params } = tsne(vectors, dims, {
    seed,
    ...(rounds.iterations === undefined ? {} : { iterations: rounds.iterations }),
    onProgress: reporter(),
    crew,
  });
  post({ kind: 'laid-out', x, y, trust, params: { seed, ...params } }, [
    x.buffer,
    y.buffer,
    trust.buffer,
  ]);
}

function place({ map, dims, fresh }: PlaceTask): void {
  post({ kind: 'placed', placed: placeSongs(map, dims, fresh, reporter()) });
}

function work(task: MapTask): void {
  switch (task.role) {
    case 'lead':
      lead(task);
      break;
    case 'place':
      place(task);
      break;
    case 'help':
      help(task.control, task.port);
  }
}

/** Elsewhere than on Linux this would be the priority of the whole process, which answers the window. */
function stepBack(): void {
  const low = os.constants.priority.PRIORITY_BELOW_NORMAL;
  // A program that was started with a lower one may not raise it.
  if (process.platform === 'linux' && os.getPriority() < low) {
    os.setPriority(low);
  }
}

/*
 * A thread that makes one map, helps another to make it, or puts new songs on one; then it ends. That it is a thread is what makes this
 * cancellable: it is terminated.
 */
try {
  stepBack();
  work(workerData as MapTask);
} catch (thrown) {
  post({ kind: 'failed', error: toErrorRecord(thrown, { stage: 'map' }) });
}
