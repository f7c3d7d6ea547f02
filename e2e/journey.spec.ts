import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { askApp, libraryRows } from './support/bridge';
import { finishedScans, rescan, scanLedgers } from './support/events';
import { expectLines, hoverSong } from './support/map';
import { answerFolderDialog, answerMenu, menusOpened } from './support/native';
import { copySongs, fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

const FORMATS = ['.mp3', '.flac', '.ogg', '.opus', '.m4a', '.wav', '.aiff'];

test.describe.configure({ timeout: 150_000 });

test('from the first start to a grown library', async ({ computer }) => {
  const names = await fixtureNames();
  expect(new Set(names.map((name) => path.extname(name)))).toEqual(new Set(FORMATS));
  const late = names.filter((name) => name.endsWith('.mp3')).at(-1) ?? '';
  const first = names.filter((name) => name !== late);
  await copySongs(computer.music, first);

  const app = await computer.start();
  const ui = new AppWindow(app.page);

  await test.step('an empty library welcomes and takes a folder', async () => {
    await expect(ui.emptyState).toBeVisible();
    await answerFolderDialog(app, []);
    await ui.emptyState.getByRole('button', { name: /choose/i }).click();
    await expect(ui.emptyState).toBeVisible();
    await answerFolderDialog(app, [computer.music]);
    await ui.emptyState.getByRole('button', { name: /choose/i }).click();
  });

  await test.step('rows come with their tags before the listening is over', async () => {
    await expect(ui.rows).toHaveCount(first.length, { timeout: 30_000 });
    await expect(ui.scanProgress).toBeVisible();
    expect(await scanLedgers(app)).toEqual([]);
    await expect(ui.scanProgress.getByRole('progressbar')).toBeVisible();
  });

  await test.step('the scan ends with every file accounted for', async () => {
    const [ledger] = await finishedScans(app, 1);
    expect(ledger).toEqual({
      found: first.length,
      indexed: first.length,
      failed: 0,
      skipped: 0,
    });
    await expect(ui.scanProgress).toBeHidden();
  });

  const ids = await ui.rowIds();
  const start = ids[0] ?? '';

  await test.step('similar songs by right-click', async () => {
    await answerMenu(app, 'find-similar');
    await ui.rows.first().click({ button: 'right' });
    await expect(ui.similarItems).toHaveCount(first.length - 1);
    const [menu = []] = await menusOpened(app);
    expect(menu.map(({ id }) => id)).toEqual([
      'play',
      'enqueue',
      'find-similar',
      'show-on-map',
      'radio',
      'path',
      'add-to-playlist',
      'new-playlist',
      'show-in-folder',
      'copy-path',
    ]);
    expect(menu.every(({ label }) => label !== '')).toBe(true);
    // A path leads between two songs; one is selected.
    expect(menu.flatMap(({ id, enabled }) => (enabled ? [] : [id]))).toEqual(['path']);
    const neighbours = await ui.similarIds();
    expect(neighbours).not.toContain(start);
    expect(new Set(neighbours).size).toBe(first.length - 1);
    const bars = ui.similarItems.getByRole('meter');
    const scores = await bars.evaluateAll((all) =>
      all.map((bar) => Number(bar.getAttribute('aria-valuenow') ?? Number.NaN)),
    );
    expect(scores).toHaveLength(first.length - 1);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    // The order is that of the ranking over all spaces, not that of the mean score.
    const { items } = await askApp(app, 'similar:list', {
      query: { kind: 'songs', ids: [start] },
      ranking: { by: 'balanced' },
      limit: neighbours.length,
    });
    expect(neighbours).toEqual(items.map(({ id }) => id));
  });

  await test.step('a click walks on, back returns', async () => {
    const [nearest = ''] = await ui.similarIds();
    await ui.similarItems.first().click();
    await expect.poll(async () => (await ui.similarIds()).includes(start)).toBe(true);
    expect(await ui.similarIds()).not.toContain(nearest);
    await ui.similar.getByRole('button', { name: /back/i }).click();
    await expect.poll(async () => (await ui.similarIds())[0]).toBe(nearest);
  });

  await test.step('a double-click plays', async () => {
    await ui.rows.first().dblclick();
    await ui.isPlaying(start);
  });

  await test.step('the map shows the library; a click selects everywhere', async () => {
    await ui.mapTab.click();
    await expect(ui.map).toBeVisible();
    const song = (await libraryRows(app)).get(ids[1] ?? '');
    const point = await hoverSong(app, ui, { id: ids[1] ?? '', title: song?.title ?? '' });
    await app.page.mouse.click(point.x, point.y);
    await expect(ui.similar).toContainText(song?.title ?? '');
    await expect.poll(async () => (await ui.similarIds()).includes(ids[1] ?? '')).toBe(false);
    // Lines to the ten songs that are really most like it, wherever the map put them.
    await expectLines(app, ui, ids[1] ?? '');
    await answerMenu(app, null);
    await app.page.mouse.click(point.x, point.y, { button: 'right' });
    await expect.poll(async () => (await menusOpened(app)).length).toBe(1);
    await ui.libraryTab.click();
    await expect(ui.rows).toHaveCount(first.length);
  });

  await app.quit();
  const again = await computer.start();
  const window = new AppWindow(again.page);

  await test.step('the second start has the library at once and listens to nothing twice', async () => {
    await expect(window.rows).toHaveCount(first.length, { timeout: 10_000 });
    expect(new Set(await window.rowIds())).toEqual(new Set(ids));
    const ledger = (await rescan(again)).at(-1);
    expect(ledger).toEqual({ found: first.length, indexed: 0, failed: 0, skipped: first.length });
  });

  await test.step('a new file is one more row and one more song listened to', async () => {
    await copySongs(computer.music, [late]);
    const ledger = (await rescan(again)).at(-1);
    expect(ledger).toEqual({ found: names.length, indexed: 1, failed: 0, skipped: first.length });
    await expect(window.rows).toHaveCount(names.length);
  });

  await test.step('a second copy of a song is no second song', async () => {
    await copyFile(path.join(computer.music, late), path.join(computer.music, `copy of ${late}`));
    const ledger = (await rescan(again)).at(-1);
    expect(ledger).toMatchObject({ found: names.length + 1, indexed: 0, failed: 0 });
    await expect(window.rows).toHaveCount(names.length);
  });
  await again.quit();
});
