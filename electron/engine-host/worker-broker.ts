import type { DuplexPort, FromWorker, SpawnWorker, ToWorker, WorkerHandle } from '../engine/index';
import type { FromHost } from '../shared/ipc/host-protocol';

interface Brokered {
  port: DuplexPort | undefined;
  /** What was sent before the port came. */
  readonly unsent: ToWorker[];
  readonly messageListeners: ((message: FromWorker) => void)[];
  readonly exitListeners: ((code: number | null) => void)[];
}

/**
 * Gets analysis workers from main: only main can start utility processes, and a packaged app has no plain Node
 * to fork. The worker's end of a channel comes back as a port, so songs and vectors never pass through main.
 */
export class WorkerBroker {
  readonly #post: (message: FromHost) => void;
  readonly #workers = new Map<number, Brokered>();
  #count = 0;

  constructor(post: (message: FromHost) => void) {
    this.#post = post;
  }

  readonly spawn: SpawnWorker = (): WorkerHandle => {
    const id = ++this.#count;
    const worker: Brokered = {
      port: undefined,
      unsent: [],
      messageListeners: [],
      exitListeners: [],
    };
    this.#workers.set(id, worker);
    this.#post({ kind: 'spawn-worker', id });
    return {
      post: (message) => {
        if (worker.port === undefined) {
          worker.unsent.push(message);
        } else {
          worker.port.post(message);
        }
      },
      onMessage: (listener) => {
        worker.messageListeners.push(listener);
      },
      onExit: (listener) => {
        worker.exitListeners.push(listener);
      },
      kill: () => {
        if (this.#workers.has(id)) {
          this.#post({ kind: 'kill-worker', id });
        }
      },
    };
  };

  /** Main's answer to `spawn-worker`. */
  connect(id: number, port: DuplexPort): void {
    const worker = this.#workers.get(id);
    if (worker === undefined) {
      port.close();
      return;
    }
    worker.port = port;
    port.onMessage((message) => {
      for (const listener of worker.messageListeners) {
        listener(message as FromWorker);
      }
    });
    for (const message of worker.unsent.splice(0)) {
      port.post(message);
    }
  }

  /** Main says that the worker's process has ended, or could not be started. */
  exited(id: number, code: number | null): void {
    const worker = this.#workers.get(id);
    this.#workers.delete(id);
    worker?.port?.close();
    for (const listener of worker?.exitListeners ?? []) {
      listener(code);
    }
  }
}
