import { create } from 'zustand';
import type { ErrorKind } from '../../electron/shared/errors';
import type {
  JobEvent,
  JobId,
  JobKind,
  JobProgress,
  Problem,
} from '../../electron/shared/progress';
import { invoke } from '../api/api';
import { notify, report } from './notices';

interface JobsState {
  readonly running: Readonly<Partial<Record<JobKind, JobProgress>>>;
  /** A cancel was asked for and has not come through yet. */
  readonly cancelling: ReadonlySet<JobId>;
  readonly problems: readonly Problem[];
}

export const useJobs = create<JobsState>(() => ({
  running: {},
  cancelling: new Set<JobId>(),
  problems: [],
}));

/** Takes over what the engine tells of its jobs. */
export function followJob(event: JobEvent): void {
  switch (event.kind) {
    case 'progress':
      useJobs.setState(({ running }) => ({ running: { ...running, [event.jobKind]: event } }));
      break;
    case 'item-failed':
      refreshProblemsSoon();
      break;
    case 'finished':
      useJobs.setState(({ running, cancelling }) => ({
        running: Object.fromEntries(
          Object.entries(running).filter(([kind]) => kind !== event.jobKind),
        ),
        cancelling: new Set([...cancelling].filter((job) => job !== event.job)),
      }));
      if (event.error !== undefined) {
        notify(event.error);
      }
      refreshProblemsSoon();
      break;
  }
}

/** The jobs that are running when the window comes up, and the problems so far. */
export async function loadJobs(): Promise<void> {
  const jobs = await invoke('job:running', {});
  useJobs.setState({ running: Object.fromEntries(jobs.map((job) => [job.jobKind, job])) });
  await refreshProblems();
}

export async function cancelJob(job: JobId): Promise<void> {
  useJobs.setState(({ cancelling }) => ({ cancelling: new Set([...cancelling, job]) }));
  await invoke('job:cancel', { job }).catch(report);
}

/** Holds the scan, or lets it go on whatever holds it back. */
export async function pauseJob(job: JobId, paused: boolean): Promise<void> {
  await invoke('job:pause', { job, paused }).catch(report);
}

export async function rescan(): Promise<void> {
  await invoke('scan:start', {}).catch(report);
}

/** Tries these files again, or all of the list. */
export async function retryProblems(paths?: readonly string[]): Promise<void> {
  try {
    await invoke('problems:retry', paths === undefined ? {} : { paths: [...paths] });
    await refreshProblems();
  } catch (thrown) {
    report(thrown);
  }
}

/** Leaves one file alone, or all with a reason, until it changes; or takes that back. */
export async function ignoreProblems(
  which: { readonly paths: readonly string[] } | { readonly reason: ErrorKind },
  ignored: boolean,
): Promise<void> {
  try {
    await invoke('problems:ignore', {
      ...('paths' in which ? { paths: [...which.paths] } : { reason: which.reason }),
      ignored,
    });
    await refreshProblems();
  } catch (thrown) {
    report(thrown);
  }
}

/** Saves the list where the person says. How many problems; null when dismissed or not possible. */
export async function exportProblems(): Promise<number | null> {
  try {
    return await invoke('problems:export', {});
  } catch (thrown) {
    report(thrown);
    return null;
  }
}

const REFRESH_AFTER_MS = 400;
let timer: number | undefined;

function refreshProblemsSoon(): void {
  timer ??= window.setTimeout(() => {
    timer = undefined;
    refreshProblems().catch(report);
  }, REFRESH_AFTER_MS);
}

async function refreshProblems(): Promise<void> {
  useJobs.setState({ problems: await invoke('problems:list', {}) });
}
