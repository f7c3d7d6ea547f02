import { fromErrorRecord, MugleError } from '../../shared/errors';
import type { FileAnswers, FileJob, FoundPart } from './file-jobs';
import type { FromWorker, SpawnWorker, WorkerHandle } from './worker-protocol';

export interface FileReaderOptions {
  readonly spawnWorker: SpawnWorker;
  /** How long a file may give no sign of life, in milliseconds. */
  readonly timeLimitMs: number;
  readonly logger: { warn(message: string): void };
}

interface Task {
  readonly number: number;
  readonly job: FileJob;
  readonly onPart: (part: FoundPart) => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: MugleError) => void;
  timer: NodeJS.Timeout | undefined;
  /** Of the last sign of life. */
  heardAt: number;
  /** A process crashed or hung while it was read with others: next time it is read alone. */
  suspect: boolean;
  /** Stops waiting for the caller's signal. */
  readonly forget: () => void;
}

/** As many as Node reads at a time: one more would wait behind a file that hangs. */
const LANES = 4;
/** Files that hang together began together, give or take. */
const NEARLY = 0.8;
/** One without an answer for this share of its time may hang. */
const HARDLY = 0.2;
/** One that has had its time in company gets this share of it alone. */
const SECOND_CHANCE = 1 / 3;
const START_TRIES = 3;
const START_LIMIT_MS = 60_000;
const IDLE_LIMIT_MS = 30_000;

/**
 * Reads files and folders in a process of its own, several at a time. A file that does not answer in time is given up
 * and costs the process; what else was being read is read again by the next one.
 */
export class FileReader {
  readonly #options: FileReaderOptions;
  readonly #waiting: Task[] = [];
  readonly #reading = new Map<number, Task>();
  #worker: WorkerHandle | undefined;
  #isUp = false;
  #startTimer: NodeJS.Timeout | undefined;
  #failedStarts = 0;
  #tasks = 0;
  #closed = false;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: FileReaderOptions) {
    this.#options = options;
  }

  get timeLimitMs(): number {
    return this.#options.timeLimitMs;
  }

  /**
   * @throws MugleError what the job throws; `timed-out` when the drive does not answer; `worker-crashed`;
   *   `engine-down` when no process can be had; `cancelled`.
   */
  do<J extends FileJob>(
    job: J,
    signal?: AbortSignal,
    onPart: (part: FoundPart) => void = () => undefined,
  ): Promise<FileAnswers[J['what']]> {
    return new Promise((resolve, reject) => {
      const task: Task = {
        number: this.#tasks++,
        job,
        onPart,
        resolve: resolve as (value: unknown) => void,
        reject,
        timer: undefined,
        heardAt: 0,
        suspect: false,
        forget: () => signal?.removeEventListener('abort', cancel),
      };
      const cancel = (): void => {
        this.#cancel(task);
      };
      if (this.#closed || signal?.aborted === true) {
        reject(cancelled());
        return;
      }
      signal?.addEventListener('abort', cancel);
      this.#waiting.push(task);
      this.#pump();
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#idleTimer);
    for (const task of [...this.#waiting, ...this.#reading.values()]) {
      this.#cancel(task);
    }
    this.#endWorker();
  }

  #pump(): void {
    const isAlone = [...this.#reading.values()].some(({ suspect }) => suspect);
    while (!isAlone && this.#waiting.length > 0 && this.#reading.size < LANES) {
      const next = this.#waiting[0];
      if (next === undefined || (next.suspect && this.#reading.size > 0)) {
        break;
      }
      this.#waiting.shift();
      this.#start(next);
      if (next.suspect) {
        break;
      }
    }
    this.#watchIdle();
  }

  #start(task: Task): void {
    this.#reading.set(task.number, task);
    task.heardAt = performance.now();
    this.#worker ??= this.#spawn();
    if (this.#isUp) {
      this.#time(task);
    }
    this.#worker.post({ kind: 'file-job', task: task.number, job: task.job });
  }

  #time(task: Task): void {
    task.heardAt = performance.now();
    task.timer = setTimeout(
      () => {
        this.#giveUp(task);
      },
      this.#options.timeLimitMs * (task.suspect ? SECOND_CHANCE : 1),
    );
  }

  #spawn(): WorkerHandle {
    const worker = this.#options.spawnWorker();
    this.#isUp = false;
    this.#startTimer = setTimeout(() => {
      worker.kill();
      this.#exited(null);
    }, START_LIMIT_MS);
    worker.onMessage((message) => {
      if (worker !== this.#worker) {
        return;
      }
      if (message.kind === 'up') {
        this.#up();
      }
      this.#hear(message);
    });
    worker.onExit((code) => {
      if (worker === this.#worker) {
        this.#exited(code);
      }
    });
    return worker;
  }

  /** Only now do the files begin to take their time. */
  #up(): void {
    this.#isUp = true;
    this.#failedStarts = 0;
    clearTimeout(this.#startTimer);
    for (const task of this.#reading.values()) {
      this.#time(task);
    }
  }

  #hear(message: FromWorker): void {
    const task = 'task' in message ? this.#reading.get(message.task) : undefined;
    if (task === undefined) {
      return;
    }
    switch (message.kind) {
      case 'part':
        if (message.part.waitsFor.length === 0) {
          task.heardAt = performance.now();
          task.timer?.refresh();
        }
        task.onPart(message.part);
        break;
      case 'done':
        this.#settle(task);
        task.resolve(message.value);
        break;
      case 'failed':
        this.#settle(task);
        task.reject(fromErrorRecord(message.error));
        break;
      default:
        break;
    }
    this.#pump();
  }

  /** A file is out of time. When others are too, each is tried alone: one of them may hold up the rest. */
  #giveUp(last: Task): void {
    const { timeLimitMs } = this.#options;
    const since = performance.now() - timeLimitMs * NEARLY;
    this.#endWorker();
    const reading = [...this.#reading.values()];
    const late = reading.filter((task) => task === last || task.heardAt <= since);
    for (const task of reading.reverse()) {
      if (late.length === 1 && task === last) {
        this.#settle(task);
        task.reject(outOfTime(task.job, timeLimitMs));
      } else {
        task.suspect ||= late.includes(task);
        this.#putBack(task);
      }
    }
    this.#pump();
  }

  #exited(code: number | null): void {
    const how = code === null ? '' : ` (exit code ${String(code)})`;
    this.#options.logger.warn(`The process that reads files ended unexpectedly${how}.`);
    this.#worker = undefined;
    clearTimeout(this.#startTimer);
    const reading = [...this.#reading.values()];
    const isDown = !this.#isUp && ++this.#failedStarts >= START_TRIES;
    for (const task of reading.reverse()) {
      if (task.suspect && this.#isUp) {
        this.#settle(task);
        task.reject(crashed(task.job, how));
      } else {
        task.suspect = true;
        this.#putBack(task);
      }
    }
    if (isDown) {
      this.#failedStarts = 0;
      for (const task of this.#waiting.splice(0)) {
        this.#settle(task);
        task.reject(down(how));
      }
    }
    this.#pump();
  }

  #putBack(task: Task): void {
    clearTimeout(task.timer);
    this.#reading.delete(task.number);
    this.#waiting.unshift(task);
  }

  #settle(task: Task): void {
    clearTimeout(task.timer);
    this.#reading.delete(task.number);
    task.forget();
  }

  #cancel(task: Task): void {
    const at = this.#waiting.indexOf(task);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
    }
    const isReading = this.#reading.has(task.number);
    // What a process is at is left to end by itself, if it soon does; nobody listens to it any more.
    if (isReading || at >= 0) {
      this.#settle(task);
      task.reject(cancelled());
    }
    const seemsHung = performance.now() - task.heardAt > this.#options.timeLimitMs * HARDLY;
    if (isReading && seemsHung && task.job.what !== 'find') {
      this.#beginAnew();
    } else if (task.job.what === 'find' && this.#reading.size === 0) {
      // It might go on for minutes.
      this.#endWorker();
    }
    if (isReading) {
      this.#pumpSoon();
    }
  }

  /** A lane is free. Those that hang with what was cancelled are often cancelled with it. */
  #pumpSoon(): void {
    setImmediate(() => {
      if (!this.#closed) {
        this.#pump();
      }
    });
  }

  /** What hangs would hold up those that come after it: the others go to a new process. */
  #beginAnew(): void {
    this.#endWorker();
    for (const task of [...this.#reading.values()].reverse()) {
      this.#putBack(task);
    }
  }

  #endWorker(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    clearTimeout(this.#startTimer);
    worker?.kill();
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#worker !== undefined && this.#reading.size === 0 && this.#waiting.length === 0) {
      this.#idleTimer = setTimeout(() => {
        this.#endWorker();
      }, IDLE_LIMIT_MS);
      this.#idleTimer.unref();
    }
  }
}

function placeOf(job: FileJob): string {
  return job.what === 'find' ? (job.roots[0] ?? '') : job.path;
}

function outOfTime(job: FileJob, limitMs: number): MugleError {
  const path = placeOf(job);
  const stage = stageOf(job);
  const message = noAnswer(path, limitMs, stage === 'decode' ? 'try' : 'scan');
  return new MugleError('timed-out', message, { path, stage });
}

/** What is said of a file or folder on a drive that hangs. */
export function noAnswer(path: string, limitMs: number, what: 'scan' | 'try' = 'scan'): string {
  const seconds = String(Math.max(1, Math.round(limitMs / 1000)));
  return `${path} did not answer within ${seconds} s. Check the drive or the network it is on, then ${what} again.`;
}

function crashed(job: FileJob, how: string): MugleError {
  const path = placeOf(job);
  return new MugleError(
    'worker-crashed',
    `The program that reads files crashed${how} at ${path}. The file may be damaged; try it again from the problems list.`,
    { path, stage: stageOf(job) },
  );
}

function down(how: string): MugleError {
  return new MugleError(
    'engine-down',
    `The program that reads files does not start${how}. Reinstall OK Mugle, or look at its log.`,
    { stage: 'scan' },
  );
}

function cancelled(): MugleError {
  return new MugleError('cancelled', 'Reading was cancelled.', { stage: 'scan' });
}

function stageOf({ what }: FileJob): 'tags' | 'scan' | 'decode' {
  switch (what) {
    case 'song':
    case 'tags':
    case 'cover':
      return 'tags';
    case 'look-to-play':
    case 'bytes':
    case 'wav':
      return 'decode';
    default:
      return 'scan';
  }
}
