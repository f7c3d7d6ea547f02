import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { dropOn } from './support/drop';
import { finishedScans } from './support/events';
import { copySongs, fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

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

  await dropOn(app.page, [folder]);
  await finishedScans(app, 1);
  await expect(ui.rows).toHaveCount(2);
  await expect(app.page.getByText('Drop to add')).toBeHidden();

  await dropOn(app.page, [song]);
  await finishedScans(app, 2);
  await expect(ui.rows).toHaveCount(3);
  await app.quit();
});
