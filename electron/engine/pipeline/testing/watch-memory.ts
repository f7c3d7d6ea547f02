import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 250;

/** The most memory held while it was watched, in bytes. */
export interface MemoryPeaks {
  /** By this process, in which the engine runs. */
  readonly own: number;
  /** By any one process that it started, as the system counts its peak. */
  readonly worker: number;
  /** By all of them at the same moment, what they share counted once (proportional set size). */
  readonly together: number;
}

/** Watches this process and those it started, where the system tells of them; returns what ends that. */
export function watchMemory(): () => MemoryPeaks {
  const peaks = { own: 0, worker: 0, together: 0 };
  const look = (): void => {
    const own = process.memoryUsage.rss();
    const workers = children().map(peakOf);
    peaks.own = Math.max(peaks.own, own);
    peaks.worker = Math.max(peaks.worker, ...workers);
    const shares = ['self', ...children()].map(shareOf);
    peaks.together = Math.max(
      peaks.together,
      shares.reduce((sum, share) => sum + share, 0),
    );
  };
  look();
  const timer = setInterval(look, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    look();
    return peaks;
  };
}

/** Linux only; elsewhere none are known. */
function children(): readonly string[] {
  const threads = '/proc/self/task';
  try {
    return readdirSync(threads).flatMap((thread) =>
      readFileSync(`${threads}/${thread}/children`, 'utf8').split(' ').filter(Boolean),
    );
  } catch {
    return [];
  }
}

/** The most a process has held, in bytes. */
function peakOf(pid: string): number {
  return bytesIn(`/proc/${pid}/status`, 'VmHWM');
}

/** What a process holds now, in bytes. */
function shareOf(pid: string): number {
  return bytesIn(`/proc/${pid}/smaps_rollup`, 'Pss');
}

/** 0 of a process that has just ended, and where there are no such files. */
function bytesIn(file: string, name: string): number {
  try {
    const text = readFileSync(file, 'utf8');
    return 1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
