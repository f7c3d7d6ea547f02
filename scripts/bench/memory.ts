import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Cores } from '../../electron/shared/settings';
import type { Ledger } from '../../electron/shared/progress';
import { cpuSeconds, isNodeService, processTree, residentMb } from './process-tree';
import type { Runtime } from './real-app';
import { launchApp, OPEN_LIMIT_MS } from './real-app';
import { fetchMusic } from './real-music';
import { fillLibrary } from './synthetic-library';

const SAMPLE_MS = 1_000;
const AFTER_SECONDS = 60;
const CPU_SECONDS = 10;

export interface MemoryBenchResult {
  /** Synthetic songs that the library held before. */
  readonly tracks: number;
  /** Songs listened to. */
  readonly songs: number;
  readonly scanSeconds: number;
  /** All processes together (proportional), before the scan, at most while it ran, and a minute after it. */
  readonly beforeMb: number;
  readonly scanningMb: number;
  readonly afterMb: number;
  readonly afterCpuPercent: number;
  /** Processes of the engine: itself, its workers and its reader of files. */
  readonly scanningProcesses: number;
  readonly afterProcesses: number;
}

/** The memory of the real app while it scans real music with all cores, into a library that is large already, and after it. */
export async function runMemoryBench(
  { tracks = 100_000 }: { readonly tracks?: number },
  runtime: Runtime,
  tell: (text: string) => void,
): Promise<MemoryBenchResult> {
  const music = await fetchMusic(path.join(os.homedir(), '.cache', 'ok-mugle', 'bench'), tell);
  const userData = await mkdtemp(path.join(os.tmpdir(), 'mugle-memory-'));
  try {
    tell(`Making ${tracks} songs`);
    await fillLibrary(path.join(userData, 'library.lance'), tracks);
    const app = await launchApp(runtime, userData);
    try {
      const page = await app.firstWindow({ timeout: OPEN_LIMIT_MS });
      return { tracks, ...(await measure(page, app.process().pid ?? 0, music, tell)) };
    } finally {
      await app.close();
    }
  } finally {
    await rm(userData, { recursive: true, force: true });
  }
}

async function measure(
  page: Page,
  pid: number,
  music: string,
  tell: (text: string) => void,
): Promise<Omit<MemoryBenchResult, 'tracks'>> {
  await page.getByTestId('track-row').first().waitFor({ timeout: OPEN_LIMIT_MS });
  await wait(AFTER_SECONDS);
  const beforeMb = residentMb(processTree(pid));
  tell(`Scanning ${music}`);
  const scan = await watchScan(page, pid, music);
  tell(`Waiting for ${AFTER_SECONDS} s`);
  await wait(AFTER_SECONDS);
  const processes = processTree(pid);
  const cpuBefore = cpuSeconds(processes);
  await wait(CPU_SECONDS);
  return {
    ...scan,
    beforeMb,
    afterMb: residentMb(processes),
    afterCpuPercent: (100 * (cpuSeconds(processes) - cpuBefore)) / CPU_SECONDS,
    afterProcesses: processes.filter(isNodeService).length,
  };
}

type Scan = Pick<MemoryBenchResult, 'songs' | 'scanSeconds' | 'scanningMb' | 'scanningProcesses'>;

async function watchScan(page: Page, pid: number, music: string): Promise<Scan> {
  const started = performance.now();
  const ended = scanInWindow(page, music);
  let scanningMb = 0;
  let scanningProcesses = 0;
  const sampling = setInterval(() => {
    const processes = processTree(pid);
    scanningMb = Math.max(scanningMb, residentMb(processes));
    scanningProcesses = Math.max(scanningProcesses, processes.filter(isNodeService).length);
  }, SAMPLE_MS);
  await ended.finally(() => {
    clearInterval(sampling);
  });
  const songs = (await ended)?.indexed ?? 0;
  if (songs === 0) {
    throw new Error('no song was indexed.');
  }
  return {
    songs,
    scanSeconds: (performance.now() - started) / 1000,
    scanningMb,
    scanningProcesses,
  };
}

/** Has the window add a folder, as a person does, and resolves with the ledger of the scan. */
function scanInWindow(page: Page, music: string): Promise<Ledger | null> {
  return page.evaluate(
    async ({ folder, cores }) => {
      const { api } = window as unknown as {
        api: {
          invoke(channel: string, request: object): Promise<{ ok: boolean }>;
          onEvent(
            listener: (event: {
              kind: string;
              event?: { kind: string; ledger: Ledger | null };
            }) => void,
          ): void;
        };
      };
      const finished = new Promise<Ledger | null>((resolve) => {
        api.onEvent(({ event }) => {
          if (event?.kind === 'finished') {
            resolve(event.ledger);
          }
        });
      });
      await api.invoke('settings:set', { cores });
      const answer = await api.invoke('library:add-roots', { paths: [folder] });
      if (!answer.ok) {
        throw new Error(`not added: ${JSON.stringify(answer)}`);
      }
      return finished;
    },
    { folder: music, cores: 'all' satisfies Cores },
  );
}

function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
