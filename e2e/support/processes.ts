import { readdirSync, readFileSync } from 'node:fs';

/** The environment variable by which every process of one started app is known. */
export const MARK = 'OK_MUGLE_E2E_RUN';

/** A process of the app under test. */
export interface AppProcess {
  readonly pid: number;
  readonly command: string;
}

/** What a process that is ending looks like from outside: its files are gone, or not ours to read any more. */
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);

/**
 * All living processes that carry the mark: the app, its helpers, and whatever they started. Linux only, where
 * /proc tells; elsewhere the list is empty.
 */
export function markedProcesses(mark: string): AppProcess[] {
  if (process.platform !== 'linux') {
    return [];
  }
  const wanted = `${MARK}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const environment = readProc(`/proc/${pid}/environ`).split('\0');
      const state = /^State:\s+(\w)/m.exec(readProc(`/proc/${pid}/status`))?.[1];
      if (!environment.includes(wanted) || state === 'Z' || state === undefined) {
        return [];
      }
      const command = readProc(`/proc/${pid}/cmdline`).split('\0').join(' ').trim();
      return [{ pid: Number(pid), command }];
    });
}

/** Ends processes by their ids; one that is gone already is no matter. */
export function killAll(processes: readonly AppProcess[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw thrown;
      }
    }
  }
}

/** Text of a file under /proc; empty when the process ended meanwhile. */
export function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (GONE.has((thrown as NodeJS.ErrnoException).code ?? '')) {
      return '';
    }
    throw thrown;
  }
}
