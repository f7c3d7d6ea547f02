import { MugleError } from '../../shared/errors';
import type { Outcome } from './worker-pool-types';
import type { WorkerHandle } from './worker-protocol';

/** A song that is to be listened to. */
export interface Task {
  readonly number: number;
  readonly path: string;
  readonly sizeBytes: number;
  readonly settle: (outcome: Outcome) => void;
  /** A worker on another processor than the CPU ended at it. */
  isSuspect: boolean;
}

/** A worker of the pool, and the song that it is at. */
export interface Slot {
  readonly worker: WorkerHandle;
  /** Whether it was started to find out where the models run best. */
  readonly isTrial: boolean;
  /** Where it runs the models, or is to; `trial` while that is being found out. */
  provider: string;
  ready: boolean;
  task: Task | undefined;
  timer: NodeJS.Timeout | undefined;
}

export function timedOut({ path }: Task, limitMs: number): MugleError {
  return new MugleError(
    'timed-out',
    `Listening to ${path} took more than ${String(Math.round(limitMs / 1000))} s and was stopped. The file may be damaged.`,
    { path, stage: 'decode' },
  );
}

/** @param how the exit code in brackets, or nothing. */
export function crashed(task: Task | undefined, how: string): MugleError {
  return new MugleError(
    'worker-crashed',
    `The program that listens crashed${how} at ${task?.path ?? 'no song'}. The file may be damaged; try it again from the problems list.`,
    { ...(task === undefined ? {} : { path: task.path }), stage: 'decode' },
  );
}
