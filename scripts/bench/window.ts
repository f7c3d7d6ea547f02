import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { cpuSeconds, memoryByRole, processTree, residentMb } from './process-tree';
import { quantile } from './quantile';
import type { Runtime } from './real-app';
import { launchApp, OPEN_LIMIT_MS } from './real-app';
import { fillLibrary, syntheticId } from './synthetic-library';

const IDLE_SECONDS = 10;
/** Memory is tidied for a while after the start. */
const SETTLE_SECONDS = 40;
/** What a person might look for, a key at a time; Korean, accents, and something that is not there. */
const TYPED = ['blue night', 'artist 42', '밤하늘', 'deja', 'album 77', 'zzz nothing'];
const SIMILAR_QUERIES = 60;

export interface WindowBenchResult {
  readonly tracks: number;
  /** From the start of the program to a table that answers. */
  readonly openMs: number;
  /** CPU time of all processes until then, which other jobs on the computer change little. */
  readonly openCpuSeconds: number;
  /** From a key to the rows on screen. */
  readonly searchP50Ms: number;
  readonly searchP95Ms: number;
  /** From the window's question to its answer. */
  readonly similarP50Ms: number;
  readonly similarP95Ms: number;
  readonly sortMs: number;
  readonly scrollFps: number;
  /** Frames of the scroll in which the middle of the table had no row. */
  readonly blankFrames: number;
  readonly frames: number;
  /** All processes, after a rest; of them the engine's and the window's own. */
  readonly idleMb: number;
  readonly engineMb: number;
  readonly windowMb: number;
  readonly idleCpuPercent: number;
}

/**
 * Opens the real app over a library of synthetic songs and measures what a person waits for.
 * @param library a folder that `make-library` made; a new one of `tracks` songs when left out.
 */
export async function runWindowBench(
  { tracks = 100_000, library }: { readonly tracks?: number; readonly library?: string },
  runtime: Runtime,
  tell: (text: string) => void,
): Promise<WindowBenchResult> {
  if (library !== undefined) {
    return openAndMeasure(library, runtime, tell);
  }
  const userData = await mkdtemp(path.join(os.tmpdir(), 'mugle-window-'));
  try {
    tell(`Making ${tracks} songs`);
    await fillLibrary(path.join(userData, 'library.lance'), tracks);
    return await openAndMeasure(userData, runtime, tell);
  } finally {
    await rm(userData, { recursive: true, force: true });
  }
}

async function openAndMeasure(
  userData: string,
  runtime: Runtime,
  tell: (text: string) => void,
): Promise<WindowBenchResult> {
  tell('Opening the window');
  const started = performance.now();
  const app = await launchApp(runtime, userData);
  try {
    return await measureWindow(app, started, tell);
  } finally {
    await app.close();
  }
}

async function measureWindow(
  app: ElectronApplication,
  started: number,
  tell: (text: string) => void,
): Promise<WindowBenchResult> {
  const page = await app.firstWindow({ timeout: OPEN_LIMIT_MS });
  await page.getByTestId('track-row').first().waitFor({ timeout: OPEN_LIMIT_MS });
  const openMs = performance.now() - started;
  const openCpuSeconds = cpuSeconds(processTree(app.process().pid ?? 0));
  const rows = await page.getByTestId('library-table').getAttribute('aria-rowcount');
  // The head is a row too.
  const tracks = Number(rows) - 1;
  // The compiler of these sources names functions with a call that only Node knows.
  await page.evaluate('globalThis.__name = (named) => named');
  tell('Typing');
  const search = await searchTimes(page);
  tell('Asking for similar songs');
  const similar = await similarTimes(page, tracks);
  tell('Sorting and scrolling');
  const sortMs = await sortTime(page);
  const scroll = await scrollTable(page);
  tell('Resting');
  const idle = await rest(page, app.process().pid ?? 0);
  return {
    tracks,
    openMs,
    openCpuSeconds,
    searchP50Ms: quantile(search, 0.5),
    searchP95Ms: quantile(search, 0.95),
    similarP50Ms: quantile(similar, 0.5),
    similarP95Ms: quantile(similar, 0.95),
    sortMs,
    ...scroll,
    ...idle,
  };
}

/** Types the texts on the keyboard; for each letter, milliseconds from its event until its rows are painted. */
async function searchTimes(page: Page): Promise<readonly number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    (window as unknown as { typed: number[] }).typed = times;
    document.addEventListener(
      'input',
      ({ timeStamp }) => {
        // What runs after a frame's callbacks comes after its painting was prepared.
        requestAnimationFrame(() => {
          setTimeout(() => times.push(performance.now() - timeStamp));
        });
      },
      true,
    );
  });
  const box = page.getByRole('searchbox');
  for (const text of TYPED) {
    await box.pressSequentially(text, { delay: 80 });
    await box.fill('');
  }
  return page.evaluate(() => (window as unknown as { typed: number[] }).typed);
}

function similarTimes(page: Page, tracks: number): Promise<number[]> {
  const ids = Array.from({ length: SIMILAR_QUERIES }, (_, query) =>
    syntheticId(Math.floor((query * tracks) / SIMILAR_QUERIES)),
  );
  return page.evaluate(async (all) => {
    const { api } = window as unknown as {
      api: { invoke(channel: string, request: object): Promise<{ ok: boolean }> };
    };
    const times: number[] = [];
    for (const id of all) {
      const start = performance.now();
      const answer = await api.invoke('similar:list', {
        query: { kind: 'songs', ids: [id] },
        limit: 50,
      });
      if (!answer.ok) {
        throw new Error(`no answer for ${id}`);
      }
      times.push(performance.now() - start);
    }
    return times;
  }, ids);
}

/** Milliseconds from a click on a column's head to the sorted rows on screen. */
function sortTime(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const head = document.querySelector<HTMLButtonElement>('[role=columnheader] button')!;
    const start = performance.now();
    head.click();
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        setTimeout(resolve);
      });
    });
    return performance.now() - start;
  });
}

/** Scrolls as a wheel that is turned fast does, for five seconds, and looks at every frame. */
function scrollTable(
  page: Page,
): Promise<{ scrollFps: number; blankFrames: number; frames: number }> {
  return page.evaluate(async () => {
    const table = document.querySelector<HTMLElement>('[data-testid=library-table]')!;
    const { left, top, width, height } = table.getBoundingClientRect();
    const isBlank = (): boolean =>
      document
        .elementFromPoint(left + width / 2, top + height / 2)
        ?.closest('[data-testid=track-row]') == null;
    const pixelsPerFrame = 120;
    const start = performance.now();
    let frames = 0;
    let blankFrames = 0;
    while (performance.now() - start < 5_000) {
      table.scrollTop += pixelsPerFrame;
      await new Promise(requestAnimationFrame);
      frames++;
      blankFrames += isBlank() ? 1 : 0;
    }
    return { scrollFps: frames / ((performance.now() - start) / 1000), blankFrames, frames };
  });
}

async function rest(
  page: Page,
  pid: number,
): Promise<Pick<WindowBenchResult, 'idleMb' | 'engineMb' | 'windowMb' | 'idleCpuPercent'>> {
  // Not the blinking of a caret.
  await page.getByTestId('library-table').focus();
  await new Promise((resolve) => setTimeout(resolve, SETTLE_SECONDS * 1000));
  const processes = processTree(pid);
  const before = cpuSeconds(processes);
  await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
  const { engineMb, windowMb } = memoryByRole(processes);
  return {
    idleMb: residentMb(processes),
    engineMb,
    windowMb,
    idleCpuPercent: (100 * (cpuSeconds(processes) - before)) / IDLE_SECONDS,
  };
}
