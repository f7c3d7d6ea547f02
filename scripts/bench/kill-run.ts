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
  /** How long it read tags; nothing when it did not come to the end of that. */
  readonly readingMs: number | undefined;
  /** Files that were handed to a worker. */
  readonly listened: readonly string[];
  /** Workers that were killed before the engine was. */
  readonly workersKilled: number;
  /** How many of its workers are still there after a while. */
  workersLeft(): Promise<number>;
}

/**
 * When an engine is killed: so long after its process was started; or after what it has said so many times, at the
 * latest when its job ends. Infinitely long after: once its job has ended.
 */
export type KillTime =
  | { readonly afterStartMs: number }
  | {
      readonly said: (line: VictimLine) => boolean;
      readonly times: number;
      readonly thenMs: number;
      /** Kills one of its workers, too, at that moment and this many milliseconds apart after it. */
      readonly workerKillsApartMs?: readonly number[];
    };

/** A worker looks for its parent once a second. */
const WORKER_END_MS = 3000;
/** An engine that does not open in this time hangs. */
const OPEN_LIMIT_MS = 60_000;

/** Starts an engine in a process of its own and kills it. */
export async function runUntilKilled(task: VictimTask, time: KillTime): Promise<Killed> {
  const entry = fileURLToPath(new URL('./kill-victim.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: VictimLine[] = [];
  const waiting = new Set<(line: VictimLine) => void>();
  const said = (is: (line: VictimLine) => boolean, times = 1): Promise<void> =>
    new Promise((resolve) => {
      let left = times;
      waiting.add((line) => {
        left -= is(line) ? 1 : 0;
        if (left === 0) {
          resolve();
        }
      });
    });
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as VictimLine;
    lines.push(line);
    waiting.forEach((hear) => hear(line));
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const opened = said(({ kind }) => kind === 'opened');
  const over = said(({ kind }) => kind === 'finished' || kind === 'failed');
  let workersKilled = 0;
  if ('afterStartMs' in time) {
    await sleep(time.afterStartMs);
  } else {
    const moment = said(time.said, time.times);
    await Promise.race([opened, ended, limit()]);
    await Promise.race([moment, over, ended]);
    for (const apartMs of time.workerKillsApartMs ?? []) {
      workersKilled += killOneWorker(child) ? 1 : 0;
      await Promise.race([sleep(apartMs), over, ended]);
    }
    await (time.thenMs === Infinity ? Promise.race([over, ended]) : sleep(time.thenMs));
  }
  const workers = workersOf(child);
  const at = Date.now();
  child.kill('SIGKILL');
  await ended;
  return { ...killedFrom(lines, at, workers), workersKilled };
}

/** The first that listens; false when none is up. */
function killOneWorker(child: ChildProcess): boolean {
  const worker = workersOf(child).find((pid) => {
    try {
      return /worker(-entry)?\.[jt]s/.test(readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1'));
    } catch {
      return false;
    }
  });
  return worker !== undefined && process.kill(worker, 'SIGKILL');
}

function killedFrom(
  lines: readonly VictimLine[],
  at: number,
  workers: readonly number[],
): Omit<Killed, 'workersKilled'> {
  const problem = lines.find((line) => line.kind === 'failed');
  if (problem !== undefined) {
    throw new Error(`a job failed: ${'text' in problem ? (problem.text ?? '') : ''}`);
  }
  const phases = lines.flatMap((line) => (line.kind === 'phase' ? [line] : []));
  const reading = phases.findIndex(({ phase }) => phase === 'reading-tags');
  const next = phases[reading + 1];
  return {
    at,
    readingMs: reading < 0 || next === undefined ? undefined : next.at - phases[reading]!.at,
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
