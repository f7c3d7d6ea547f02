import path from 'node:path';
import { askApp, libraryRows } from './support/bridge';
import { finishedScans } from './support/events';
import { answerMenu } from './support/native';
import { openSettings } from './support/settings';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test.describe.configure({ timeout: 150_000 });

test('what belongs together is learned from playlists, and shows in the similar songs and the map', async ({
  computer,
}) => {
  const songs = await copySongs(path.join(computer.music, 'All'));
  const app = await computer.start({ folder: computer.music });
  const { page } = app;
  const ui = new AppWindow(page);
  await finishedScans(app, 1);
  await expect(ui.rows).toHaveCount(songs.length);
  const ids = await ui.rowIds();
  const [first = '', second = ''] = ids;

  await test.step('two playlists are made', async () => {
    for (const [name, from, to] of [
      ['Evening', 0, 4],
      ['Morning', 5, 9],
    ] as const) {
      await ui.libraryTab.click();
      await ui.rows.nth(from).click();
      await ui.rows.nth(to).click({ modifiers: ['Shift'] });
      await answerMenu(app, 'new-playlist');
      await ui.rows.nth(to).click({ button: 'right' });
      await ui.playlistName.fill(name);
      await page.keyboard.press('Enter');
      await expect(ui.playlistItems.filter({ hasText: name })).toHaveCount(1);
    }
    await ui.libraryTab.click();
  });

  await test.step('they are learned from, and the settings say what came of it', async () => {
    const dialog = await openSettings(page);
    await expect(dialog.getByText('Nothing has been learned yet.')).toBeVisible();
    await expect(dialog.getByRole('switch', { name: /Learn again by itself/ })).toBeChecked();
    await dialog.getByRole('button', { name: 'Learn now' }).click();
    const figures = dialog.getByTestId('list-figures');
    await expect(figures).toContainText('2 · ', { timeout: 30_000 });
    await expect(figures.getByRole('row', { name: 'Songs placed by lists' })).toContainText(
      String(songs.length),
    );
    await dialog.getByRole('switch', { name: /Learn again by itself/ }).click();
    await expect.poll(async () => (await askApp(app, 'lists:get', {})).automatic).toBe(false);
    await page.keyboard.press('Escape');
  });

  await test.step('lists of similar songs know of it, and say why', async () => {
    await answerMenu(app, 'find-similar');
    await ui.rows.first().click({ button: 'right' });
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
    const tuning = ui.similar.getByTestId('similar-tuning');
    await expect(tuning.getByRole('slider', { name: 'playlists' })).toHaveValue('0.5');
    await tuning.getByLabel('Order').selectOption('playlist');
    const companions = ids.slice(1, 5);
    // The four companions of an evening come first.
    await expect
      .poll(async () => (await ui.similarIds()).slice(0, 4).filter((id) => companions.includes(id)))
      .toHaveLength(4);
    const row = ui.similar.locator(`li:has([data-track-id="${second}"])`);
    await row.getByRole('button', { name: 'Why is this here?' }).click();
    const why = row.getByTestId('similar-why');
    await expect(why).toContainText(/playlists: place [1-4], \d+% alike \(from lists\)/);
    await expect(why).toContainText('In the same playlist: Evening');
  });

  await test.step('each space has a slider, and each of them changes the list', async () => {
    const tuning = ui.similar.getByTestId('similar-tuning');
    await tuning.getByRole('button', { name: 'As usual' }).click();
    await expect(tuning.getByLabel('Order')).toHaveValue('balanced');
    const usual = await ui.similarIds();
    for (const space of ['genre', 'melody', 'genre and melody together', 'playlists']) {
      await tuning.getByRole('slider', { name: space, exact: true }).fill('0');
      await expect.poll(() => ui.similarIds()).not.toEqual(usual);
      await tuning.getByRole('button', { name: 'As usual' }).click();
      await expect.poll(() => ui.similarIds()).toEqual(usual);
    }
  });

  await test.step('two playlists are blended into songs between them', async () => {
    await ui.playlistItems.filter({ hasText: 'Evening' }).click();
    await ui.playlistView.getByRole('button', { name: 'Blend with another playlist' }).click();
    await page.getByRole('menuitem', { name: 'Morning' }).click();
    await expect(ui.playlistView.getByRole('heading')).toHaveText('Evening + Morning');
    const blended = await ui.playlistRowIds();
    expect(blended.length).toBeGreaterThan(2);
    expect(new Set(blended).size).toBe(blended.length);
    // At most two of an artist, as everywhere in it.
    const library = await libraryRows(app);
    const artists = blended.map((id) => library.get(id)?.artist ?? '').filter(Boolean);
    for (const artist of artists) {
      expect(artists.filter((other) => other === artist).length).toBeLessThanOrEqual(2);
    }
    await ui.playlistView.getByRole('button', { name: 'Save as playlist' }).click();
    await page.keyboard.press('Enter');
    await expect(ui.playlistItems.filter({ hasText: 'Evening + Morning' })).toHaveCount(1);
  });

  await test.step('there is a map of it', async () => {
    expect(await askApp(app, 'map:spaces', {})).toContain('playlist');
    const list = await askApp(app, 'similar:list', {
      query: { kind: 'songs', ids: [first] },
      limit: 3,
    });
    expect(list.filled).toContain('playlist');
  });
  await app.quit();
});
