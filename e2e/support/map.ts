import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { SpaceName } from '../../electron/shared/records';
import type { RunningApp } from './app';
import { askApp } from './bridge';
import type { AppWindow } from './window';

/** What the button is called. */
export const LAY_OUT = 'Lay out the map anew';

/** How much smaller than the view the map's square is drawn (renderer/features/map/camera.ts). */
const MARGIN = 1.08;
/** Pixels around the place where a song should be: a point is found by its edge too. */
const SEARCH_STEPS = [0, 3, -3, 6, -6, 10, -10] as const;

/** A place in the window, in CSS pixels. */
export interface WindowPlace {
  readonly x: number;
  readonly y: number;
}

interface Box extends WindowPlace {
  readonly width: number;
  readonly height: number;
}

/** Where each song of the map should be in the window while the whole map is shown. */
export async function songPlaces(
  app: RunningApp,
  ui: AppWindow,
  space: SpaceName = 'genre',
): Promise<ReadonlyMap<string, WindowPlace>> {
  const { layout } = await askApp(app, 'map:layout', { space });
  const box = await ui.map.boundingBox();
  if (layout === null || box === null) {
    throw new Error('There is no map.');
  }
  return new Map(
    layout.id.map((id, index) => [
      id,
      placeIn(box, { x: layout.x[index] ?? 0, y: layout.y[index] ?? 0 }),
    ]),
  );
}

/** Where a place of the layout is in the window while the whole map is shown. */
export async function placeOnMap(ui: AppWindow, place: WindowPlace): Promise<WindowPlace> {
  return placeIn((await ui.map.boundingBox())!, place);
}

/** The square of the layout is drawn in the middle, as large as fits less a margin. */
function placeIn(box: Box, { x, y }: WindowPlace): WindowPlace {
  const half = Math.min(box.width, box.height) / 2 / MARGIN;
  return { x: box.x + box.width / 2 + x * half, y: box.y + box.height / 2 - y * half };
}

/**
 * Moves the mouse onto a song of the map as a person does, until its name is shown.
 * @returns the point in the window where it was found.
 */
export async function hoverSong(
  app: RunningApp,
  ui: AppWindow,
  song: { readonly id: string; readonly title: string },
  space: SpaceName = 'genre',
): Promise<WindowPlace> {
  const centre = (await songPlaces(app, ui, space)).get(song.id);
  if (centre === undefined) {
    throw new Error(`${song.title} is not on the map.`);
  }
  for (const dy of SEARCH_STEPS) {
    for (const dx of SEARCH_STEPS) {
      const point = { x: centre.x + dx, y: centre.y + dy };
      await app.page.mouse.move(point.x, point.y);
      await drawn(app.page);
      if (await ui.mapHover.filter({ hasText: song.title }).isVisible()) {
        return point;
      }
    }
  }
  await expect(ui.mapHover, `the map names ${song.title} under the mouse`).toContainText(
    song.title,
  );
  return centre;
}

/** As many lines as the map draws from a song. */
const MOST_LINES = 10;

/** The lines on the map lead from this song to those that are most like it in the space, the nearest first, and to no other. */
export async function expectLines(
  app: RunningApp,
  ui: AppWindow,
  id: string,
  space: SpaceName = 'genre',
): Promise<void> {
  const { items } = await askApp(app, 'similar:list', {
    query: { kind: 'songs', ids: [id] },
    ranking: { by: 'space', space },
    limit: MOST_LINES,
  });
  const places = await songPlaces(app, ui, space);
  const box = (await ui.map.boundingBox())!;
  const inMap = (song: string): readonly number[] => {
    const { x, y } = places.get(song)!;
    return [x - box.x, y - box.y];
  };
  const expected = items.map((item) => [...inMap(id), ...inMap(item.id)]);
  expect(expected.length).toBe(Math.min(MOST_LINES, places.size - 1));
  await expect(async () => {
    const drawnLines = await ui.mapLines.evaluateAll((all) =>
      all.map((line) => ['x1', 'y1', 'x2', 'y2'].map((end) => Number(line.getAttribute(end)))),
    );
    expect(drawnLines.map((ends) => ends.length)).toEqual(expected.map((ends) => ends.length));
    for (const [rank, ends] of drawnLines.entries()) {
      const off = ends.map((value, at) => Math.abs(value - expected[rank]![at]!));
      expect(Math.max(...off), `line ${String(rank + 1)}`).toBeLessThan(1);
    }
  }).toPass({ timeout: 10_000 });
}

/** Two frames: the map draws, then says what is where. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

export type Rgb = readonly [number, number, number];

/** The colours that are really on the screen at these places of the window. */
export async function pixelsAt(page: Page, places: readonly WindowPlace[]): Promise<Rgb[]> {
  return pixelsOf(page, await page.screenshot({ scale: 'css' }), places);
}

/** The colours at these places of a PNG, which the page decodes. */
export function pixelsOf(page: Page, png: Buffer, places: readonly WindowPlace[]): Promise<Rgb[]> {
  return page.evaluate(
    async ([encoded, wanted]) => {
      const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      return wanted.map(({ x, y }): [number, number, number] => {
        const [red = 0, green = 0, blue = 0] = context.getImageData(x, y, 1, 1).data;
        return [red, green, blue];
      });
    },
    [
      png.toString('base64'),
      places.map(({ x, y }) => ({ x: Math.floor(x), y: Math.floor(y) })),
    ] as const,
  );
}

/** Drags the mouse along a line with the left button, holding a key if one is given. */
export async function dragAlong(
  page: Page,
  line: readonly WindowPlace[],
  key?: 'Shift' | 'Alt',
): Promise<void> {
  const [first = { x: 0, y: 0 }, ...rest] = line;
  await page.mouse.move(first.x, first.y);
  if (key !== undefined) {
    await page.keyboard.down(key);
  }
  await page.mouse.down();
  for (const { x, y } of rest) {
    await page.mouse.move(x, y, { steps: 8 });
  }
  await page.mouse.up();
  if (key !== undefined) {
    await page.keyboard.up(key);
  }
}

/** What the legend says each group's colour is. */
export async function legendColours(legend: Locator): Promise<ReadonlyMap<string, Rgb>> {
  const entries = await legend.getByRole('button').evaluateAll((buttons) =>
    buttons.map((button): [string, number[]] => {
      const [dot, name] = button.children;
      const colour = getComputedStyle(dot!).backgroundColor;
      return [name?.textContent ?? '', (colour.match(/\d+/g) ?? []).map(Number)];
    }),
  );
  return new Map(entries.map(([name, colour]) => [name, colour.slice(0, 3) as unknown as Rgb]));
}

/** The songs that nothing (legend, buttons, bars) lies over: a mouse can get at them. */
export async function uncovered(
  { page }: RunningApp,
  songs: readonly (readonly [string, WindowPlace])[],
): Promise<(readonly [string, WindowPlace])[]> {
  const free = await page.evaluate(
    (places) => places.map(({ x, y }) => document.elementFromPoint(x, y)?.tagName === 'CANVAS'),
    songs.map(([, place]) => place),
  );
  return songs.filter((_, index) => free[index]);
}
