import { forkWorker } from '../fork-worker';
import type { SpawnWorker } from '../worker-protocol';

/** Real workers, with an eye on how many songs reach them. */
export function countingWorkers(): {
  readonly spawnWorker: SpawnWorker;
  readonly count: () => number;
} {
  let songs = 0;
  return {
    count: () => songs,
    spawnWorker: () => {
      const worker = forkWorker();
      return {
        ...worker,
        post: (message) => {
          songs += message.kind === 'analyse' ? 1 : 0;
          worker.post(message);
        },
      };
    },
  };
}
