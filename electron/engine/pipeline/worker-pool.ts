import { fromErrorRecord, MugleError } from '../../shared/errors';
import type {
  FromWorker,
  HeardSong,
  SpawnWorker,
  WorkerHandle,
  WorkerReady,
} from './worker-protocol';

/** What became of one song. `unavailable` says nothing about the song: no worker could be had at all. */
export type Outcome =
  | { readonly kind: 'heard'; readonly song: HeardSong }
  | { readonly kind: 'failed'; readonly error: MugleError }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unavailable'; readonly error: MugleError };

export interface PoolTask {
  readonly outcome: Promise<Outcome>;
  /** Puts a waiting song first in line. */
  hurry(): void;
  /** Takes a waiting song out; ends the worker of one that is being listened to. */
  cancel(): void;
}

export interface PoolOptions {
  /** Workers at a time, until `resize`. */
  readonly size: number;
  readonly spawnWorker: SpawnWorker;
  readonly modelsDir: string;
  /** How long one song of this size may take before its worker is ended, in milliseconds. */
  readonly timeLimitMs: (sizeBytes: number) => number;
  readonly logger: { warn(message: string): void };
}

interface Task {
  readonly number: number;
  readonly path: string;
  readonly sizeBytes: number;
  readonly settle: (outcome: Outcome) => void;
}

interface Slot {
  readonly worker: WorkerHandle;
  ready: boolean;
  task: Task | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** A minute and more of silence from a decoder is a hang; long songs get half a second more per megabyte. */
export const songTimeLimitMs = (sizeBytes: number): number =>
  Math.min(600_000, 120_000 + (sizeBytes / 1e6) * 500);

/** Loading the models takes a second or two; a worker that needs this long never comes. */
const START_LIMIT_MS = 60_000;
/** Workers that die before they are ready, in a row, until waiting songs are told that none can be had. */
const START_TRIES = 3;
/** Models hold memory; without work the processes go after this long. */
const IDLE_LIMIT_MS = 30_000;

/**
 * Analysis workers as separate processes, one song each at a time. A worker that crashes or hangs costs the
 * song it was at and is replaced.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #slots = new Set<Slot>();
  readonly #waiting: Task[] = [];
  #size: number;
  #tasks = 0;
  #failedStarts = 0;
  #closed = false;
  #idleTimer: NodeJS.Timeout | undefined;
  #ready: WorkerReady | undefined;
  #readyWaiters: { resolve: (ready: WorkerReady) => void; reject: (error: MugleError) => void }[] =
    [];

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#size = options.size;
  }

  /** As many workers from now on; with fewer, those at work finish their song first. */
  resize(size: number): void {
    this.#size = size;
    this.#pump();
  }

  /** What the workers run on; starts one when none has been up yet. @throws MugleError when none can be had. */
  report(): Promise<WorkerReady> {
    if (this.#ready !== undefined) {
      return Promise.resolve(this.#ready);
    }
    return new Promise((resolve, reject) => {
      this.#readyWaiters.push({ resolve, reject });
      if (this.#slots.size === 0) {
        this.#spawn();
      }
    });
  }

  /** Queues one song; `urgent` goes first. */
  analyse(path: string, sizeBytes: number, urgent: boolean): PoolTask {
    let settle: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => {
      settle = resolve;
    });
    const task: Task = { number: this.#tasks++, path, sizeBytes, settle };
    if (this.#closed) {
      settle({ kind: 'cancelled' });
    } else if (urgent) {
      this.#waiting.unshift(task);
    } else {
      this.#waiting.push(task);
    }
    this.#pump();
    return {
      outcome,
      hurry: () => {
        if (this.#take(task)) {
          this.#waiting.unshift(task);
        }
      },
      cancel: () => {
        this.#cancel(task);
      },
    };
  }

  /** Ends all workers; what waits is cancelled. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#idleTimer);
    this.#giveUp({ kind: 'cancelled' }, new MugleError('cancelled', 'The engine is closing.'));
    for (const slot of [...this.#slots]) {
      this.#drop(slot, { kind: 'cancelled' });
    }
  }

  #pump(): void {
    for (const slot of this.#slots) {
      if (slot.ready && slot.task === undefined) {
        if (this.#slots.size > this.#size) {
          this.#drop(slot, { kind: 'cancelled' });
          continue;
        }
        const task = this.#waiting.shift();
        if (task !== undefined) {
          this.#assign(slot, task);
        }
      }
    }
    const starting = [...this.#slots].filter((slot) => !slot.ready).length;
    for (
      let missing = this.#waiting.length - starting;
      missing > 0 && this.#slots.size < this.#size;
      missing--
    ) {
      this.#spawn();
    }
    this.#watchIdle();
  }

  #assign(slot: Slot, task: Task): void {
    slot.task = task;
    const limitMs = this.#options.timeLimitMs(task.sizeBytes);
    slot.timer = setTimeout(() => {
      const seconds = String(Math.round(limitMs / 1000));
      const error = new MugleError(
        'timed-out',
        `Listening to ${task.path} took more than ${seconds} s and was stopped. The file may be damaged.`,
        { path: task.path, stage: 'decode' },
      );
      this.#drop(slot, { kind: 'failed', error });
    }, limitMs);
    slot.worker.post({ kind: 'analyse', task: task.number, path: task.path });
  }

  #spawn(): void {
    const slot: Slot = {
      worker: this.#options.spawnWorker(),
      ready: false,
      task: undefined,
      timer: undefined,
    };
    this.#slots.add(slot);
    slot.worker.onMessage((message) => {
      this.#hear(slot, message);
    });
    slot.worker.onExit((code) => {
      this.#exited(slot, code);
    });
    slot.timer = setTimeout(() => {
      this.#options.logger.warn('An analysis worker did not start in time and was stopped.');
      slot.worker.kill();
      this.#exited(slot, null);
    }, START_LIMIT_MS);
    // One thread each: many songs at a time use the cores better than many threads on one.
    slot.worker.post({ kind: 'init', modelsDir: this.#options.modelsDir, threads: 1 });
  }

  #hear(slot: Slot, message: FromWorker): void {
    if (!this.#slots.has(slot)) {
      return;
    }
    switch (message.kind) {
      case 'ready':
        clearTimeout(slot.timer);
        slot.ready = true;
        this.#failedStarts = 0;
        this.#ready = message;
        for (const waiter of this.#readyWaiters.splice(0)) {
          waiter.resolve(message);
        }
        break;
      case 'broken': {
        const error = fromErrorRecord(message.error);
        this.#drop(slot, { kind: 'unavailable', error });
        this.#giveUp({ kind: 'unavailable', error }, error);
        break;
      }
      case 'heard':
        this.#finish(slot, message.task, { kind: 'heard', song: message.song });
        break;
      case 'failed':
        this.#finish(slot, message.task, { kind: 'failed', error: fromErrorRecord(message.error) });
        break;
      default:
        // Of no interest to one who listens.
        break;
    }
    this.#pump();
  }

  #finish(slot: Slot, number: number, outcome: Outcome): void {
    if (slot.task?.number === number) {
      clearTimeout(slot.timer);
      const { task } = slot;
      slot.task = undefined;
      task.settle(outcome);
    }
  }

  #exited(slot: Slot, code: number | null): void {
    if (!this.#slots.has(slot)) {
      return;
    }
    const { task, ready } = slot;
    const how = code === null ? '' : ` (exit code ${String(code)})`;
    this.#options.logger.warn(
      `An analysis worker ended unexpectedly${how}${task === undefined ? '' : ` at ${task.path}`}.`,
    );
    const where = task === undefined ? {} : { path: task.path };
    this.#drop(slot, {
      kind: 'failed',
      error: new MugleError(
        'worker-crashed',
        `The program that listens crashed${how} at ${task?.path ?? 'no song'}. The file may be damaged; try it again from the problems list.`,
        { ...where, stage: 'decode' },
      ),
    });
    if (!ready && ++this.#failedStarts >= START_TRIES) {
      this.#failedStarts = 0;
      const error = new MugleError(
        'worker-crashed',
        `The program that listens does not start${how}. Reinstall OK Mugle, or look at its log.`,
        { stage: 'embed' },
      );
      this.#giveUp({ kind: 'unavailable', error }, error);
    } else if (!ready && this.#waiting.length === 0 && this.#readyWaiters.length > 0) {
      this.#spawn();
    }
    this.#pump();
  }

  /** Takes a worker out and ends it; its song, if any, gets the outcome. */
  #drop(slot: Slot, outcome: Outcome): void {
    this.#slots.delete(slot);
    clearTimeout(slot.timer);
    slot.worker.kill();
    slot.task?.settle(outcome);
    slot.task = undefined;
    if (!this.#closed && outcome.kind === 'failed') {
      this.#pump();
    }
  }

  #giveUp(outcome: Outcome, error: MugleError): void {
    for (const task of this.#waiting.splice(0)) {
      task.settle(outcome);
    }
    for (const waiter of this.#readyWaiters.splice(0)) {
      waiter.reject(error);
    }
  }

  #cancel(task: Task): void {
    if (this.#take(task)) {
      task.settle({ kind: 'cancelled' });
      return;
    }
    for (const slot of this.#slots) {
      if (slot.task === task) {
        this.#drop(slot, { kind: 'cancelled' });
        this.#pump();
        return;
      }
    }
  }

  #take(task: Task): boolean {
    const at = this.#waiting.indexOf(task);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
    }
    return at >= 0;
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer);
    const busy =
      this.#waiting.length > 0 ||
      [...this.#slots].some((slot) => !slot.ready || slot.task !== undefined);
    if (!busy && this.#slots.size > 0 && !this.#closed) {
      this.#idleTimer = setTimeout(() => {
        for (const slot of [...this.#slots]) {
          this.#drop(slot, { kind: 'cancelled' });
        }
      }, IDLE_LIMIT_MS);
      this.#idleTimer.unref();
    }
  }
}
