import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { normal } from '../../electron/engine/map/random';
import { seededRandom } from '../../electron/shared/seeded-random';
import { openLibraryStore } from '../../electron/engine/store/library-store';
import { processTree, residentMb } from './process-tree';
import { bundledModels, fillLibrary, syntheticId } from './synthetic-library';
import type { Runtime } from './real-app';
import { launchApp, OPEN_LIMIT_MS } from './real-app';

/** Few: it is the picture that is measured, not what it was made from. */
const DIMS = { genre: 4 };
const GROUPS = 60;
const MOVE_SECONDS = 5;
/** Between two events of the mouse: as many as a screen has pictures. */
const EVENT_MS = 1000 / 60;

export interface MapBenchResult {
  readonly points: number;
  /** From the click on the map's tab to all songs drawn and counted. */
  readonly loadSeconds: number;
  /** Pictures a second while the mouse drags the map, and while its wheel turns. */
  readonly panFps: number;
  readonly zoomFps: number;
  /** All processes of the app, afterwards. */
  readonly memoryMb: number;
  /** What drew: `webgl` or `canvas`, and by what name Chromium calls the graphics card. */
  readonly painter: string;
  readonly renderer: string;
}

/** Opens the map of a synthetic library in the real app, and moves it as a person does. */
export async function runMapBench(
  { tracks = 100_000 }: { readonly tracks?: number },
  runtime: Runtime,
  tell: (text: string) => void,
): Promise<MapBenchResult> {
  const userData = await mkdtemp(path.join(os.tmpdir(), 'mugle-map-'));
  try {
    tell(`Making ${tracks} songs`);
    const library = path.join(userData, 'library.lance');
    await fillLibrary(library, tracks, DIMS);
    await putLayout(library, tracks);
    tell('Opening the window');
    const app = await launchApp(runtime, userData);
    try {
      return await measureMap(app, tracks, tell);
    } finally {
      await app.close();
    }
  } finally {
    await rm(userData, { recursive: true, force: true });
  }
}

/** Songs in heaps, as on a real map. */
async function putLayout(uri: string, tracks: number): Promise<void> {
  const random = seededRandom(tracks);
  const middles = Array.from({ length: 2 * GROUPS }, () => 1.6 * random() - 0.8);
  const place = (row: number, axis: number): number => {
    const value = middles[2 * (row % GROUPS) + axis]! + 0.06 * normal(random);
    return Math.min(1, Math.max(-1, value));
  };
  const models = await bundledModels();
  const store = await openLibraryStore(uri, {
    logger: { info: () => undefined, warn: () => undefined },
  });
  try {
    store.putLayout({
      space: 'genre',
      models: models.ids.filter((model) => models.spaceOf(model) === 'genre'),
      params: {},
      ids: Array.from({ length: tracks }, (_, row) => syntheticId(row)),
      x: Float32Array.from({ length: tracks }, (_, row) => place(row, 0)),
      y: Float32Array.from({ length: tracks }, (_, row) => place(row, 1)),
      trust: Float32Array.from({ length: tracks }, () => random()),
      madeAt: Date.now(),
    });
    await store.flush();
  } finally {
    await store.close();
  }
}

interface WithPictures {
  pictures: number;
}

async function measureMap(
  app: ElectronApplication,
  tracks: number,
  tell: (text: string) => void,
): Promise<MapBenchResult> {
  const page = await app.firstWindow({ timeout: OPEN_LIMIT_MS });
  await page.getByTestId('track-row').first().waitFor({ timeout: OPEN_LIMIT_MS });
  // The compiler of these sources names functions with a call that only Node knows.
  await page.evaluate('globalThis.__name = (named) => named');
  await page.evaluate(countPictures);
  tell('Opening the map');
  const started = performance.now();
  await page.getByTestId('map-tab').click();
  await page
    .getByTestId('map-in-view')
    .filter({ hasText: tracks.toLocaleString('en-US') })
    .waitFor({ state: 'attached', timeout: OPEN_LIMIT_MS });
  const loadSeconds = (performance.now() - started) / 1000;
  tell('Moving it');
  const canvas = page.getByTestId('map-canvas');
  const box = (await canvas.boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  const panFps = await picturesASecond(page, (turn) =>
    page.mouse.move(middle.x + 150 * Math.cos(turn / 20), middle.y + 150 * Math.sin(turn / 20)),
  );
  await page.mouse.up();
  const zoomFps = await picturesASecond(page, (turn) =>
    page.mouse.wheel(0, turn % 120 < 60 ? -40 : 40),
  );
  return {
    points: tracks,
    loadSeconds,
    panFps,
    zoomFps,
    memoryMb: residentMb(processTree(app.process().pid ?? 0)),
    painter: (await canvas.getAttribute('data-painter')) ?? '',
    renderer: await page.evaluate(nameOfCard),
  };
}

/**
 * How many pictures are drawn a second while this is done over and over, as a mouse does it: without waiting for pictures. (The end
 * of a wheel's turn is told only with the frame after its picture, so that waiting for it would find at most half of them.)
 */
async function picturesASecond(page: Page, move: (turn: number) => Promise<void>): Promise<number> {
  const count = (): Promise<number> =>
    page.evaluate(() => (window as unknown as WithPictures).pictures);
  const before = await count();
  const started = performance.now();
  const moves: Promise<void>[] = [];
  while (performance.now() - started < MOVE_SECONDS * 1000) {
    moves.push(move(moves.length));
    const next = started + moves.length * EVENT_MS;
    await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
  }
  await Promise.all(moves);
  return ((await count()) - before) / ((performance.now() - started) / 1000);
}

/** Runs in the window: every picture of the map is one call of one of these. */
function countPictures(): void {
  const target = window as unknown as WithPictures;
  target.pictures = 0;
  const count = (prototype: object, name: string): void => {
    const methods = prototype as Record<string, (...args: unknown[]) => unknown>;
    const drawn = methods[name]!;
    methods[name] = function counted(this: unknown, ...args: unknown[]) {
      target.pictures++;
      return drawn.apply(this, args);
    };
  };
  count(WebGLRenderingContext.prototype, 'drawArrays');
  count(CanvasRenderingContext2D.prototype, 'putImageData');
}

/** Runs in the window. */
function nameOfCard(): string {
  const gl = document.createElement('canvas').getContext('webgl');
  const extension = gl?.getExtension('WEBGL_debug_renderer_info');
  const name: unknown =
    gl && extension ? gl.getParameter(extension.UNMASKED_RENDERER_WEBGL) : 'none';
  return String(name);
}
