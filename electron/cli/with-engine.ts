import path from 'node:path';
import type { Engine } from '../engine/index';
import { createEngine } from '../engine/index';
import { fromErrorRecord, MugleError } from '../shared/errors';
import type { JobEvent, JobId } from '../shared/progress';
import { cacheDir, modelsDir } from './cli-folders';
import { endProgress, showProgress, tell } from './output';

/** Opens the engine for one command and closes it, whatever happens. */
export async function withEngine<T>(
  options: { readonly library: string; readonly workers?: number },
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await createEngine({
    libraryDir: isUri(options.library) ? options.library : path.resolve(options.library),
    modelsDir,
    cacheDir: cacheDir(),
    logger: { info: () => undefined, warn: tell },
    ...(options.workers === undefined ? {} : { workers: options.workers }),
  });
  try {
    return await use(engine);
  } finally {
    endProgress();
    await engine.close();
  }
}

export type Finished = Extract<JobEvent, { kind: 'finished' }>;

/**
 * Starts a job and waits for its end, showing progress; Ctrl-C cancels it and keeps what was done.
 * @throws MugleError why the whole job stopped early.
 */
export async function runJob(engine: Engine, start: () => Promise<JobId>): Promise<Finished> {
  let id: JobId | undefined;
  const cancel = (): void => {
    if (id !== undefined) {
      void engine.handle('job:cancel', { job: id });
    }
  };
  process.on('SIGINT', cancel);
  try {
    let unlisten: () => void = () => undefined;
    const ended = new Promise<Finished>((resolve) => {
      unlisten = engine.onEvent((event) => {
        if (event.kind === 'notice') {
          tell(event.error.message);
        } else if (event.kind === 'job') {
          follow(event.event, resolve);
        }
      });
    });
    id = await start();
    const finished = await ended;
    unlisten();
    if (finished.error !== undefined) {
      throw fromErrorRecord(finished.error);
    }
    return finished;
  } finally {
    process.off('SIGINT', cancel);
  }
}

/** @throws MugleError `cancelled` */
export function throwIfCancelled({ cancelled }: Finished): void {
  if (cancelled) {
    throw new MugleError('cancelled', 'Cancelled. What was done is kept.');
  }
}

function follow(event: JobEvent, finish: (event: Finished) => void): void {
  switch (event.kind) {
    case 'progress': {
      const total = event.total === 0 ? '' : ` of ${String(event.total)}`;
      const left =
        event.secondsLeft === null ? '' : `, ${String(Math.ceil(event.secondsLeft))} s left`;
      const rate = event.ratePerMinute === 0 ? '' : `, ${event.ratePerMinute.toFixed(1)} a minute`;
      showProgress(`${event.phase}: ${String(event.done)}${total}${rate}${left}`);
      break;
    }
    case 'item-failed':
      break;
    case 'finished':
      endProgress();
      finish(event);
      break;
  }
}

function isUri(library: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(library);
}
