import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** How Chromium calls a process that runs Node. */
const NODE_SERVICE = '--utility-sub-type=node.mojom';

/** Linux: a process and everything it started. */
export function processTree(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readStat(Number(name));
    if (stat !== undefined) {
      parents.set(Number(name), Number(stat[1]));
    }
  }
  const tree = [pid];
  for (const parent of tree) {
    for (const [child, of] of parents) {
      if (of === parent) {
        tree.push(child);
      }
    }
  }
  return tree;
}

/** Memory of all of them in MB, what they share counted once (proportional set size). */
export function residentMb(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + residentKb(pid), 0) / 1000;
}

function residentKb(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  } catch (thrown) {
    return ended(thrown);
  }
}

/** Of the app's processes: the engine's (or its workers', which are of the same kind; the largest is meant) and the window's. */
export function memoryByRole(pids: readonly number[]): { engineMb: number; windowMb: number } {
  const largest = (role: string): number =>
    Math.max(0, ...pids.filter((pid) => commandOf(pid).includes(role)).map(residentKb)) / 1000;
  return { engineMb: largest(NODE_SERVICE), windowMb: largest('--type=renderer') };
}

/** Whether a process is one that the engine host or a worker of it runs in. */
export function isNodeService(pid: number): boolean {
  return commandOf(pid).includes(NODE_SERVICE);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
  } catch (thrown) {
    ended(thrown);
    return '';
  }
}

/** CPU time that the living ones have used, user and system, in seconds. */
export function cpuSeconds(pids: readonly number[]): number {
  const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const ticks = pids.map((pid) => {
    const stat = readStat(pid);
    return stat === undefined ? 0 : Number(stat[11]) + Number(stat[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / ticksPerSecond;
}

/** The fields of /proc/PID/stat after the name: state, parent, …; nothing when the process has ended. */
function readStat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch (thrown) {
    ended(thrown);
    return undefined;
  }
}

function ended(thrown: unknown): 0 {
  const code = (thrown as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' || code === 'ESRCH') {
    return 0;
  }
  throw thrown;
}
