import { create } from 'zustand';
import type { ErrorKind } from '../../electron/shared/errors';
import type {
  JobEvent,
  JobId,
  JobKind,
  JobProgress,
  Ledger,
  Problem,
  Skips,
} from '../../electron/shared/progress';
import type { Request } from '../../electron/shared/ipc/contract';
import { invoke } from '../api/api';
import { notify, report } from './notices';
import { tellDone } from './undo';

interface JobsState {
  readonly running: Readonly<Partial<Record<JobKind, JobProgress>>>;
  /** A cancel was asked for and has not come through yet. */
  readonly cancelling: ReadonlySet<JobId>;
  readonly problems: readonly Problem[];
  /** What became of the files of the scan that ended last. */
  readonly lastScan: ScanSum | null;
}

export interface ScanSum {
  readonly ledger: Ledger;
  readonly skips: Skips;
}

export const useJobs = create<JobsState>(() => ({
  running: {},
  cancelling: new Set<JobId>(),
  problems: [],
  lastScan: null,
}));

/** Scans that the person asked for in this window, and whether a running scan has met a problem. */
const asked = new Set<JobId>();
let hasFailed = false;

/** Takes over what the engine tells of its jobs. */
export function followJob(event: JobEvent): void {
  switch (event.kind) {
    case 'progress':
      useJobs.setState(({ running }) => ({ running: { ...running, [event.jobKind]: event } }));
      break;
    case 'item-failed':
      hasFailed = true;
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
      followScanEnd(event);
      refreshProblemsSoon();
      break;
  }
}

/** Keeps the sum of a scan, and tells of one that a person asked for or stopped, or that met problems; folders are scanned by themselves too. */
function followScanEnd({
  job,
  ledger,
  skips,
  cancelled,
  error,
}: Extract<JobEvent, { kind: 'finished' }>): void {
  if (ledger === null || skips === null) {
    return;
  }
  useJobs.setState({ lastScan: { ledger, skips } });
  if (asked.delete(job) || hasFailed || cancelled) {
    const key = cancelled || error !== undefined ? 'scan.ended-early' : 'scan.done';
    tellDone({ text: { key, ledger, skips } });
  }
  hasFailed = false;
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
  try {
    asked.add(await invoke('scan:start', {}));
  } catch (thrown) {
    report(thrown);
  }
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

/** Saves the list where the person says, in these words. How many problems; null when dismissed or not possible. */
export async function exportProblems(words: Request<'problems:export'>): Promise<number | null> {
  try {
    return await invoke('problems:export', words);
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
