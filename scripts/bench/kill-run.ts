import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { VictimLine, VictimTask } from './kill-victim';
import { processTree } from './process-tree';

/** What an engine did before it was killed. */
export interface Killed {
  readonly at: number;
  /** When its last job ended; 0 when none did. */
  readonly finishedAt: number;
  readonly shown: readonly { readonly at: number; readonly ids: readonly string[] }[];
  /** Files that were handed to a worker. */
  readonly listened: readonly string[];
  /** How many of its workers are still there after a while. */
  workersLeft(): Promise<number>;
}

type Delay = { readonly afterStartMs: number } | { readonly afterOpenMs: number };

/** A worker looks for its parent once a second. */
const WORKER_END_MS = 3000;
/** An engine that does not open in this time hangs. */
const OPEN_LIMIT_MS = 60_000;

/** Starts an engine in a process of its own and kills it; with an infinite delay once its job has ended. */
export async function runUntilKilled(task: VictimTask, delay: Delay): Promise<Killed> {
  const entry = fileURLToPath(new URL('./kill-victim.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: VictimLine[] = [];
  const heard = new Map<VictimLine['kind'], () => void>();
  const said = (kind: VictimLine['kind']): Promise<void> =>
    new Promise((resolve) => heard.set(kind, resolve));
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as VictimLine;
    lines.push(line);
    heard.get(line.kind)?.();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const [opened, finished, failed] = [said('opened'), said('finished'), said('failed')];
  if ('afterStartMs' in delay) {
    await sleep(delay.afterStartMs);
  } else {
    await Promise.race([opened, ended, limit()]);
    const job = Promise.race([finished, failed, ended]);
    await (delay.afterOpenMs === Infinity ? job : sleep(delay.afterOpenMs));
  }
  const workers = workersOf(child);
  const at = Date.now();
  child.kill('SIGKILL');
  await ended;
  return killedFrom(lines, at, workers);
}

function killedFrom(lines: readonly VictimLine[], at: number, workers: readonly number[]): Killed {
  const problem = lines.find((line) => line.kind === 'failed');
  if (problem !== undefined) {
    throw new Error(`a job failed: ${'text' in problem ? (problem.text ?? '') : ''}`);
  }
  return {
    at,
    finishedAt: Math.max(0, ...lines.flatMap((line) => (line.kind === 'finished' ? line.at : []))),
    shown: lines.flatMap((line) => (line.kind === 'shown' ? [line] : [])),
    listened: lines.flatMap((line) => (line.kind === 'listen' ? [line.path] : [])),
    workersLeft: async () => {
      for (const until = at + WORKER_END_MS; Date.now() < until && workers.some(runs);) {
        await sleep(100);
      }
      return workers.filter(runs).length;
    },
  };
}

async function limit(): Promise<never> {
  await sleep(OPEN_LIMIT_MS, undefined, { ref: false });
  throw new Error('an engine did not open within a minute.');
}

/** Linux only; elsewhere none are known. */
function workersOf({ pid }: ChildProcess): readonly number[] {
  return pid === undefined || !existsSync('/proc/self/stat') ? [] : processTree(pid).slice(1);
}

function runs(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${String(pid)}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}
