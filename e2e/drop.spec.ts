import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dropOn } from './support/drop';
import { finishedScans } from './support/events';
import { copySongs, fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test.describe.configure({ timeout: 150_000 });

test('folders and songs dropped on the window become part of the library', async ({ computer }) => {
  const [one = '', two = '', three = ''] = await fixtureNames();
  const folder = path.join(computer.folder, 'a folder');
  const other = path.join(computer.folder, 'another');
  const third = path.join(computer.folder, 'a third');
  await mkdir(folder);
  await copySongs(folder, [one]);
  const [song = ''] = await copySongs(other, [two]);
  const [last = ''] = await copySongs(third, [three]);
  const app = await computer.start();
  const ui = new AppWindow(app.page);
  await expect(ui.emptyState).toBeVisible();

  // Without a library there is nothing to be asked: one song brings its folder.
  await dropOn(app.page, [song], 'add');
  await finishedScans(app, 1);
  await expect(ui.rows).toHaveCount(1);
  await expect(app.page.getByText('Drop to add')).toBeHidden();

  await dropOn(app.page, [folder], 'ask');
  await finishedScans(app, 2);
  await expect(ui.rows).toHaveCount(2);

  await dropOn(app.page, [last, song], 'add');
  await finishedScans(app, 3);
  await expect(ui.rows).toHaveCount(3);
  await app.quit();
});

test('one song that is dropped is asked about, in the library or not', async ({ computer }) => {
  const [outsider = '', ...rest] = await fixtureNames();
  const inside = await copySongs(computer.music, rest.slice(0, 4));
  const elsewhere = path.join(computer.folder, 'elsewhere');
  const [outside = ''] = await copySongs(elsewhere, [outsider]);
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  await finishedScans(app, 1);
  const card = ui.similar.getByTestId('similar-query');
  const outsideCard = ui.similar.getByTestId('similar-outside');

  await test.step('one of the library', async () => {
    await dropOn(app.page, [inside[0] ?? ''], 'ask');
    await expect(card).toBeVisible();
    await expect(ui.similarItems).toHaveCount(3);
  });

  await test.step('one from outside is listened to, and tuned like any other', async () => {
    await dropOn(app.page, [outside], 'ask');
    await expect(outsideCard).toContainText('Not in your library');
    await expect(ui.similarItems).toHaveCount(4, { timeout: 60_000 });
    await expect(ui.rows).toHaveCount(4);
    await ui.similar.getByRole('button', { name: 'Why is this here?' }).first().click();
    await expect(ui.similar.getByTestId('similar-why')).toContainText(/genre: place 1/);
    // It cannot be heard here, the song that was found can; the places are told of both.
    const alike = ui.similar.getByTestId('similar-alike');
    await expect(alike).toContainText(/Most alike \(\w+\): \d+:\d\d there, \d+:\d\d here/);
    const hear = alike.locator('[data-hearing]');
    await expect(hear).toHaveText('Hear it here');
    await hear.click();
    const [found = ''] = await ui.similarIds();
    await expect(hear).toHaveAttribute('data-hearing', found);
    await hear.click();
    await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
    await ui.similar.getByLabel('Minutes: from').fill('600');
    await expect(ui.similarItems).toHaveCount(0);
    await ui.similar.getByRole('button', { name: 'As usual' }).click();
    await expect(ui.similarItems).toHaveCount(4);
    await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
  });

  await test.step('its folder is added when the person says so', async () => {
    await outsideCard.getByRole('button', { name: 'Add its folder' }).click();
    await finishedScans(app, 2);
    await expect(ui.rows).toHaveCount(5);
    await expect(outsideCard).toBeHidden();
    await expect(card).toBeVisible();
    await expect(ui.similarItems).toHaveCount(4);
  });

  await test.step('what is no song is told of', async () => {
    const text = path.join(elsewhere, 'notes.txt');
    await writeFile(text, 'no song');
    await dropOn(app.page, [text], 'ask');
    await expect(app.page.getByRole('alert')).toContainText('not an audio file');
  });
  await app.quit();
});
