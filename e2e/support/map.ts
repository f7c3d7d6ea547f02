import { expect } from '@playwright/test';
import type { RunningApp } from './app';
import { askApp } from './bridge';
import type { AppWindow } from './window';

/** How far the map's camera stands off (renderer/features/map/scatter.ts). */
const CAMERA_DISTANCE = 1.08;
/** Pixels around the place where a song should be: a point is found by its edge too. */
const SEARCH_STEPS = [0, 3, -3, 6, -6, 10, -10] as const;

/**
 * Moves the mouse onto a song of the map as a person does, until its name is shown.
 * @returns the point in the window where it was found.
 */
export async function hoverSong(
  app: RunningApp,
  ui: AppWindow,
  song: { readonly id: string; readonly title: string },
): Promise<{ x: number; y: number }> {
  const { layout } = await askApp(app, 'map:layout', { space: 'genre' });
  const index = layout?.id.indexOf(song.id) ?? -1;
  const box = await ui.map.boundingBox();
  if (layout === null || index < 0 || box === null) {
    throw new Error(`${song.title} is not on the map.`);
  }
  // The square of the layout is drawn in the middle, as large as the canvas is high less a margin.
  const half = box.height / 2 / CAMERA_DISTANCE;
  const centre = {
    x: box.x + box.width / 2 + (layout.x[index] ?? 0) * half,
    y: box.y + box.height / 2 - (layout.y[index] ?? 0) * half,
  };
  for (const dy of SEARCH_STEPS) {
    for (const dx of SEARCH_STEPS) {
      const point = { x: centre.x + dx, y: centre.y + dy };
      await app.page.mouse.move(point.x, point.y);
      // Two frames: the map draws, then names what is under the mouse.
      await app.page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      );
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
