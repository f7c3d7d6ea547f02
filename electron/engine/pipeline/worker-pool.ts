import { fromErrorRecord, MugleError } from '../../shared/errors';
import type { ProcessorReport } from '../../shared/ipc/scan-contract';
import { ProcessorChoice } from './processor-choice';
import type { Outcome, PoolOptions, PoolTask } from './worker-pool-types';
import type { FromWorker } from './worker-protocol';
import type { Slot, Task } from './worker-slot';
import { crashed, timedOut } from './worker-slot';

/** Loading the models takes a second or two; a worker that needs this long never comes. */
const START_LIMIT_MS = 60_000;
/** Workers that die before they are ready, in a row, until waiting songs are told that none can be had. */
const START_TRIES = 3;
/** So many songs are listened to before another processor is tried: it takes a few seconds. */
const SONGS_BEFORE_TRIAL = 8;
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
  #heard = 0;
  readonly #choice: ProcessorChoice;
  readonly #reportWaiters: {
    resolve: (processor: ProcessorReport) => void;
    reject: (error: MugleError) => void;
  }[] = [];

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#size = options.size;
    this.#choice = new ProcessorChoice(options.providers);
  }

  /** Tries these from now on instead of those before; with none the CPU does all. */
  useProviders(providers: readonly string[]): void {
    this.#choice.want(providers);
    this.#pump();
  }

  /** As many workers from now on; with fewer, those at work finish their song first. */
  resize(size: number): void {
    this.#size = size;
    this.#pump();
  }

  /** What the workers run on; finds out when that is not known yet. @throws MugleError when no worker can be had. */
  report(): Promise<ProcessorReport> {
    return new Promise((resolve, reject) => {
      this.#reportWaiters.push({ resolve, reject });
      this.#answerReports();
      this.#pump();
    });
  }

  #answerReports(): void {
    const { report } = this.#choice;
    if (report !== undefined) {
      for (const waiter of this.#reportWaiters.splice(0)) {
        waiter.resolve(report);
      }
    }
  }

  /** Queues one song; `urgent` goes first. */
  analyse(path: string, sizeBytes: number, urgent: boolean): PoolTask {
    let settle: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => {
      settle = resolve;
    });
    const task: Task = { number: this.#tasks++, path, sizeBytes, settle, isSuspect: false };
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
    this.#handOut();
    this.#hireMissing();
    this.#watchIdle();
  }

  #handOut(): void {
    for (const slot of [...this.#slots].filter(({ ready, task }) => ready && task === undefined)) {
      if (slot.provider !== this.#choice.provider || this.#staff() > this.#size) {
        this.#drop(slot, { kind: 'cancelled' });
        continue;
      }
      const task = this.#waiting.shift();
      if (task !== undefined) {
        this.#assign(slot, task);
      }
    }
  }

  #hireMissing(): void {
    if (this.#closed) {
      return;
    }
    const isAsked = this.#reportWaiters.length > 0;
    const all = [...this.#slots].filter(({ isTrial, ready }) => ready || !isTrial);
    const wanted = Math.max(this.#waiting.length, isAsked && all.length === 0 ? 1 : 0);
    const starting = all.filter(({ ready }) => !ready).length;
    for (let missing = wanted - starting; missing > 0 && this.#staff() < this.#size; missing--) {
      this.#spawn();
    }
    if (this.#choice.isUntried && (isAsked || this.#heard >= SONGS_BEFORE_TRIAL)) {
      this.#try();
    }
  }

  /** Workers where they are to be. One that tries a processor, and those that finish their song where none is to run, come on top. */
  #staff(): number {
    const { provider } = this.#choice;
    return [...this.#slots].filter((slot) => slot.provider === provider).length;
  }

  #assign(slot: Slot, task: Task): void {
    slot.task = task;
    const limitMs = this.#options.timeLimitMs(task.sizeBytes);
    slot.timer = setTimeout(() => {
      this.#loseAt(slot, timedOut(task, limitMs));
    }, limitMs);
    slot.worker.post({ kind: 'analyse', task: task.number, path: task.path });
  }

  #spawn(): void {
    const { provider } = this.#choice;
    const slot = this.#hire({ provider, isTrial: false });
    // One thread each: many songs at a time use the cores better than many threads on one.
    const { modelsDir } = this.#options;
    slot.worker.post({ kind: 'init', modelsDir, threads: 1, provider });
  }

  #try(): void {
    const { providers } = this.#choice;
    this.#choice.beginTrial();
    const slot = this.#hire({ provider: 'trial', isTrial: true });
    slot.worker.post({ kind: 'try', modelsDir: this.#options.modelsDir, threads: 1, providers });
  }

  #hire(kind: Pick<Slot, 'provider' | 'isTrial'>): Slot {
    const worker = this.#options.spawnWorker({ quiet: kind.isTrial });
    const slot: Slot = { ...kind, worker, ready: false, task: undefined, timer: undefined };
    this.#slots.add(slot);
    worker.onMessage((message) => {
      this.#hear(slot, message);
    });
    worker.onExit((code) => {
      this.#exited(slot, code);
    });
    slot.timer = setTimeout(() => {
      this.#options.logger.warn('An analysis worker did not start in time and was stopped.');
      worker.kill();
      this.#exited(slot, null);
    }, START_LIMIT_MS);
    return slot;
  }

  #hear(slot: Slot, message: FromWorker): void {
    if (!this.#slots.has(slot)) {
      return;
    }
    switch (message.kind) {
      case 'ready':
        this.#logTrial(slot, message.processor);
        clearTimeout(slot.timer);
        slot.ready = true;
        this.#failedStarts = 0;
        this.#runsOn(slot, message.processor);
        break;
      case 'tried':
        this.#logTrial(slot, message.processor);
        this.#runsOn(slot, message.processor);
        this.#drop(slot, { kind: 'cancelled' });
        break;
      case 'moved':
        this.#runsOn(slot, message.processor);
        break;
      case 'broken': {
        const error = fromErrorRecord(message.error);
        this.#drop(slot, { kind: 'unavailable', error });
        if (slot.isTrial) {
          // What it could not do says nothing of the workers on the CPU.
          this.#trialFailed(error.message);
        } else {
          this.#giveUp({ kind: 'unavailable', error }, error);
        }
        break;
      }
      case 'heard':
        this.#heard++;
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

  #logTrial({ isTrial }: Slot, { provider, rejected }: ProcessorReport): void {
    if (isTrial) {
      const others = rejected.map((one) => `${one.provider} ${one.kind}: ${one.reason}`);
      this.#options.logger.info(`The models run on ${provider}. ${others.join('; ')}`);
    }
  }

  #runsOn(slot: Slot, processor: ProcessorReport): void {
    if (this.#choice.heard(processor, slot.provider)) {
      this.#lost(processor);
    }
    slot.provider = processor.provider;
    this.#answerReports();
  }

  #lost(report: ProcessorReport | undefined): void {
    const [lost] = report?.rejected ?? [];
    const text = `${lost?.provider ?? 'A processor'} failed at listening, the CPU goes on: ${lost?.reason ?? ''}`;
    this.#options.logger.warn(text);
    this.#options.processorLost(new MugleError('model-failed', text, { stage: 'embed' }));
  }

  #finish(slot: Slot, number: number, outcome: Outcome): void {
    if (slot.task?.number === number) {
      clearTimeout(slot.timer);
      const { task } = slot;
      slot.task = undefined;
      this.#settle(task, outcome);
    }
  }

  #settle(task: Task, outcome: Outcome): void {
    const isBroken =
      outcome.kind === 'failed' && ['worker-crashed', 'timed-out'].includes(outcome.error.kind);
    const wasAnswered = outcome.kind === 'heard' || (outcome.kind === 'failed' && !isBroken);
    if (task.isSuspect && this.#choice.judge(!wasAnswered)) {
      this.#lost(this.#choice.report);
    }
    task.settle(outcome);
  }

  /** A worker is at its end with its song. On the CPU that is the song's fault; elsewhere the CPU listens to it first. */
  #loseAt(slot: Slot, error: MugleError): void {
    const { task } = slot;
    if (task === undefined || slot.provider === 'cpu' || task.isSuspect || this.#closed) {
      this.#drop(slot, { kind: 'failed', error });
      return;
    }
    this.#options.logger.warn(`${error.message} It is tried on the CPU.`);
    slot.task = undefined;
    task.isSuspect = true;
    this.#choice.suspect();
    this.#waiting.unshift(task);
    this.#drop(slot, { kind: 'cancelled' });
    this.#pump();
  }

  #exited(slot: Slot, code: number | null): void {
    if (!this.#slots.has(slot)) {
      return;
    }
    const { task, ready, isTrial } = slot;
    const how = code === null ? '' : ` (exit code ${String(code)})`;
    this.#options.logger.warn(
      `An analysis worker ended unexpectedly${how}${task === undefined ? '' : ` at ${task.path}`}.`,
    );
    this.#loseAt(slot, crashed(task, how));
    if (!ready) {
      this.#notStarted(isTrial, how);
    }
    this.#pump();
  }

  #trialFailed(reason: string): void {
    this.#options.logger.warn(`The models stay on the CPU: ${reason}`);
    this.#choice.trialFailed(reason);
    this.#answerReports();
  }

  #notStarted(isTrial: boolean, how: string): void {
    if (isTrial) {
      this.#trialFailed(`the process that tried it ended${how}`);
    } else if (this.#choice.lose(`the process ended at its start${how}`)) {
      this.#lost(this.#choice.report);
    } else if (++this.#failedStarts >= START_TRIES) {
      this.#failedStarts = 0;
      const error = new MugleError(
        'worker-crashed',
        `The program that listens does not start${how}. Reinstall OK Mugle, or look at its log.`,
        { stage: 'embed' },
      );
      this.#giveUp({ kind: 'unavailable', error }, error);
    }
  }

  /** Takes a worker out and ends it; its song, if any, gets the outcome. */
  #drop(slot: Slot, outcome: Outcome): void {
    this.#slots.delete(slot);
    clearTimeout(slot.timer);
    slot.worker.kill();
    const { task } = slot;
    slot.task = undefined;
    if (task !== undefined) {
      this.#settle(task, outcome);
    }
    if (!this.#closed && outcome.kind === 'failed') {
      this.#pump();
    }
  }

  #giveUp(outcome: Outcome, error: MugleError): void {
    for (const task of this.#waiting.splice(0)) {
      this.#settle(task, outcome);
    }
    for (const waiter of this.#reportWaiters.splice(0)) {
      waiter.reject(error);
    }
  }

  #cancel(task: Task): void {
    if (this.#take(task)) {
      this.#settle(task, { kind: 'cancelled' });
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
