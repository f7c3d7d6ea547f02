import type { ErrorRecord } from '../../shared/errors';
import { MugleError, toErrorRecord } from '../../shared/errors';
import type {
  JobEvent,
  JobId,
  JobKind,
  JobProgress,
  OpenLedger,
  PauseReason,
  Phase,
  Skips,
} from '../../shared/progress';
import type { SpaceName } from '../../shared/records';
import { RateMeter } from './rate-meter';
import type { Account } from './scan-ledger';

/** Four times a second is smooth to the eye and nothing to the message channel. */
const PROGRESS_INTERVAL_MS = 250;

const FIRST_PHASE: Readonly<Record<JobKind, Phase>> = {
  scan: 'finding',
  map: 'laying-out',
  lists: 'learning',
};

export interface JobStep {
  readonly phase: Phase;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly ledger?: OpenLedger;
  readonly skips?: Skips;
  readonly anew?: number;
}

/** What a running job may do. */
export interface Job {
  readonly id: JobId;
  readonly signal: AbortSignal;
  progress(step: JobStep): void;
  itemFailed(error: ErrorRecord): void;
}

interface RunningJob {
  readonly job: Job;
  readonly kind: JobKind;
  readonly abort: AbortController;
  readonly reporter: ProgressReporter;
  ended: Promise<void>;
}

/** Runs the long jobs, one of a kind at a time, and tells of them: progress now and then, each failure, the end. */
export class JobBoard {
  readonly #emit: (event: JobEvent) => void;
  readonly #pausedIn: (phase: Phase) => PauseReason | null;
  readonly #running = new Map<JobId, RunningJob>();
  #count = 0;

  /** `pausedIn` says why a phase does not go on at the moment; call `pauseChanged` when it says something else. */
  constructor(
    emit: (event: JobEvent) => void,
    pausedIn: (phase: Phase) => PauseReason | null = () => null,
  ) {
    this.#emit = emit;
    this.#pausedIn = pausedIn;
  }

  /**
   * Starts a job. `run` answers with what became of its files (null for jobs without any); what it throws becomes the job's error.
   * @throws MugleError `busy` when a job of this kind is running.
   */
  start(kind: JobKind, run: (job: Job) => Promise<Account | null>, space?: SpaceName): JobId {
    if (this.find(kind) !== undefined) {
      throw new MugleError(
        'busy',
        `A ${kind} job is running already. Wait for it, or cancel it first.`,
      );
    }
    const id = `${kind}-${String(++this.#count)}`;
    const abort = new AbortController();
    const reporter = new ProgressReporter(id, kind, space, this.#emit, this.#pausedIn);
    const job: Job = {
      id,
      signal: abort.signal,
      progress: (step) => {
        reporter.step(step);
      },
      itemFailed: (error) => {
        this.#emit({ kind: 'item-failed', job: id, jobKind: kind, error });
      },
    };
    const entry: RunningJob = {
      job,
      kind,
      abort,
      reporter,
      ended: Promise.resolve(),
    };
    this.#running.set(id, entry);
    entry.ended = this.#run(entry, run, reporter, space);
    return id;
  }

  find(kind: JobKind): { readonly id: JobId; readonly space: SpaceName | undefined } | undefined {
    const entry = [...this.#running.values()].find((candidate) => candidate.kind === kind);
    return entry === undefined ? undefined : { id: entry.job.id, space: entry.reporter.last.space };
  }

  running(): JobProgress[] {
    return [...this.#running.values()].map((entry) => entry.reporter.last);
  }

  pauseChanged(): void {
    for (const { reporter } of this.#running.values()) {
      reporter.pauseChanged();
    }
  }

  /** Asks a job to stop; false when there is no such job. */
  cancel(id: JobId): boolean {
    const entry = this.#running.get(id);
    entry?.abort.abort();
    return entry !== undefined;
  }

  /** Resolves when the job has ended; at once when there is no such job. */
  async ended(id: JobId): Promise<void> {
    await this.#running.get(id)?.ended;
  }

  /** Cancels a job and waits until it has ended. */
  cancelAndWait(id: JobId): Promise<void> {
    const ended = this.ended(id);
    this.cancel(id);
    return ended;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.cancelAndWait(id)));
  }

  async #run(
    { job, kind, abort }: RunningJob,
    run: (job: Job) => Promise<Account | null>,
    reporter: ProgressReporter,
    space: SpaceName | undefined,
  ): Promise<void> {
    const startedAt = performance.now();
    // The caller learns the id before the first event names it.
    await new Promise(setImmediate);
    let account: Account | null = null;
    let error: ErrorRecord | undefined;
    try {
      account = await run(job);
    } catch (thrown) {
      if (thrown instanceof StoppedJob) {
        account = thrown.account;
        error = toErrorRecord(thrown.cause);
      } else if (!abort.signal.aborted) {
        error = toErrorRecord(thrown);
      }
    }
    reporter.close();
    this.#running.delete(job.id);
    this.#emit({
      kind: 'finished',
      job: job.id,
      jobKind: kind,
      cancelled: abort.signal.aborted,
      seconds: (performance.now() - startedAt) / 1000,
      ledger: account?.ledger ?? null,
      skips: account?.skips ?? null,
      ...(error === undefined ? {} : { error }),
      ...(space === undefined ? {} : { space }),
    });
  }
}

/** Carries the account of a job that had to stop early, and why it did. */
export class StoppedJob extends Error {
  readonly account: Account;

  constructor(account: Account, cause: unknown) {
    super('the job stopped early', { cause });
    this.account = account;
  }
}

class ProgressReporter {
  last: JobProgress;
  readonly #emit: (event: JobEvent) => void;
  readonly #pausedIn: (phase: Phase) => PauseReason | null;
  readonly #meter = new RateMeter();
  #sentAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    id: JobId,
    kind: JobKind,
    space: SpaceName | undefined,
    emit: (event: JobEvent) => void,
    pausedIn: (phase: Phase) => PauseReason | null,
  ) {
    this.#emit = emit;
    this.#pausedIn = pausedIn;
    this.last = {
      kind: 'progress',
      job: id,
      jobKind: kind,
      phase: FIRST_PHASE[kind],
      done: 0,
      total: 0,
      ratePerMinute: 0,
      secondsLeft: null,
      failed: 0,
      paused: null,
      ledger: null,
      skips: null,
      ...(space === undefined ? {} : { space }),
    };
  }

  step(step: JobStep): void {
    const now = performance.now();
    const newPhase = step.phase !== this.last.phase;
    if (newPhase) {
      this.#meter.restart();
    }
    const paused = this.#holdMeter(now, step.phase);
    this.#meter.add(now, step.done);
    const perSecond = this.#meter.perSecond;
    const left =
      perSecond > 0 && step.total > 0 ? Math.max(0, step.total - step.done) / perSecond : null;
    this.last = {
      ...this.last,
      ...step,
      paused,
      ratePerMinute: perSecond * 60,
      secondsLeft: left,
    };
    if (newPhase || now - this.#sentAt >= PROGRESS_INTERVAL_MS) {
      this.#send();
    } else {
      this.#timer ??= setTimeout(
        () => {
          this.#send();
        },
        PROGRESS_INTERVAL_MS - (now - this.#sentAt),
      );
    }
  }

  /** Told at once: whoever pressed the button waits for it. */
  pauseChanged(): void {
    const paused = this.#holdMeter(performance.now(), this.last.phase);
    if (paused !== this.last.paused) {
      this.last = { ...this.last, paused };
      this.#send();
    }
  }

  #holdMeter(now: number, phase: Phase): PauseReason | null {
    const paused = this.#pausedIn(phase);
    if (paused === null) {
      this.#meter.goOn(now);
    } else {
      this.#meter.hold(now);
    }
    return paused;
  }

  /** Sends what was held back. */
  close(): void {
    if (this.#timer !== undefined) {
      this.#send();
    }
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sentAt = performance.now();
    this.#emit(this.last);
  }
}
