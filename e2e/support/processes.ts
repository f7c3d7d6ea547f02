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

/** By what the processes of one started app are known. */
export interface AppIdentity {
  /** Value of the environment variable; also finds what moved to a session of its own. */
  readonly mark: string;
  /**
   * The session that the app's first process leads. Chromium writes its helpers' titles over their environment, so
   * the mark cannot be read there; a helper whose parent is gone is still in this session.
   */
  readonly session: number;
}

/**
 * All living processes of an app: itself, its helpers, and whatever they started. Linux only, where /proc tells;
 * elsewhere the list is empty.
 */
export function processesOf(identity: AppIdentity): AppProcess[] {
  const everything = process.platform === 'linux' ? livingProcesses() : [];
  const wanted = `${MARK}=${identity.mark}`;
  const found = new Map<number, LivingProcess>();
  for (const one of everything) {
    const environment = readProc(`/proc/${String(one.pid)}/environ`).split('\0');
    if (one.session === identity.session || environment.includes(wanted)) {
      found.set(one.pid, one);
    }
  }
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const one of everything.filter(({ parent }) => found.has(parent))) {
      found.set(one.pid, one);
    }
  }
  return [...found.values()].map(({ pid }) => ({
    pid,
    command: readProc(`/proc/${String(pid)}/cmdline`)
      .split('\0')
      .join(' ')
      .trim(),
  }));
}

interface LivingProcess {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
}

function livingProcesses(): LivingProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      // The name in brackets may hold anything; the fields after it are state, parent, group, session.
      const fields = readProc(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
      const [state = '', parent, , session] = fields;
      return ['', 'Z', 'X'].includes(state)
        ? []
        : [{ pid: Number(pid), parent: Number(parent), session: Number(session) }];
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
