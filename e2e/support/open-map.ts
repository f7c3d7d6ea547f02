import { expect } from '@playwright/test';
import type { RunningApp } from './app';
import { askApp } from './bridge';
import type { WindowPlace } from './map';
import { drawn, songPlaces } from './map';
import { startWithHeardSongs } from './heard-songs';
import type { Computer } from './test';
import { AppWindow } from './window';

/** A map that is ready to be used. */
export interface OpenMap {
  readonly app: RunningApp;
  readonly ui: AppWindow;
  readonly places: ReadonlyMap<string, WindowPlace>;
}

/** Names may lie on songs; what is looked at are the songs. */
export const NO_NAMES = '.map__names { visibility: hidden }';

/** The fixture songs (or what is in the music folder already), listened to and laid out, on the map in the light theme. */
export async function openMap(
  computer: Computer,
  { switches = [], songs = true }: { switches?: readonly string[]; songs?: boolean } = {},
): Promise<OpenMap> {
  const app = await (songs
    ? startWithHeardSongs(computer, { switches })
    : computer.start({ folder: computer.music, switches }));
  const ui = new AppWindow(app.page);
  await askApp(app, 'settings:set', { theme: 'light', audition: false });
  await app.page.reload();
  await listened(app);
  await ui.mapTab.click();
  await expect(ui.map).toBeVisible({ timeout: 30_000 });
  await expect(ui.mapLegend).toBeVisible();
  await drawn(app.page);
  await app.page.addStyleTag({ content: NO_NAMES });
  return { app, ui, places: await songPlaces(app, ui) };
}

/** A reloaded window has not heard of a scan that ended before. */
async function listened(app: RunningApp): Promise<void> {
  await expect
    .poll(
      async () => {
        const { stale } = await askApp(app, 'map:layout', { space: 'genre' });
        const running = await askApp(app, 'job:running', {});
        return running.length === 0 && stale >= 3;
      },
      { timeout: 75_000 },
    )
    .toBe(true);
}
