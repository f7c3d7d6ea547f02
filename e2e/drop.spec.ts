import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { finishedScans } from './support/events';
import { copySongs, fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

/** Drags files or folders of this computer over the window and lets go, as the system reports it to Chromium. */
async function drop(page: Page, files: readonly string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    if (type === 'dragOver') {
      await expect(page.getByText('Drop to add this music to your library')).toBeVisible();
    }
  }
  await devtools.detach();
}

test('a folder dropped on the window becomes part of the library, and a song brings its folder', async ({
  computer,
}) => {
  const [one = '', two = '', three = ''] = await fixtureNames();
  const folder = path.join(computer.folder, 'a folder');
  const other = path.join(computer.folder, 'another');
  await mkdir(folder);
  await copySongs(folder, [one, two]);
  const [song = ''] = await copySongs(other, [three]);
  const app = await computer.start();
  const ui = new AppWindow(app.page);
  await expect(ui.emptyState).toBeVisible();

  await drop(app.page, [folder]);
  await finishedScans(app, 1);
  await expect(ui.rows).toHaveCount(2);
  await expect(app.page.getByText('Drop to add')).toBeHidden();

  await drop(app.page, [song]);
  await finishedScans(app, 2);
  await expect(ui.rows).toHaveCount(3);
  await app.quit();
});
