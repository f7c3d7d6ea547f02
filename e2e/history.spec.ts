import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { askApp, libraryRows } from './support/bridge';
import { finishedScans } from './support/events';
import { answerMenu, answerSaveDialog } from './support/native';
import { openSettings } from './support/settings';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test('a song heard to its half is a play, one left at once a skip; the history is kept, saved and forgotten', async ({
  computer,
}) => {
  const songs = ['battle-epic.flac', 'genesis.aiff', '새벽의 안개.flac'];
  await copySongs(computer.music, songs);
  let app = await computer.start({ folder: computer.music });
  let ui = new AppWindow(app.page);
  await expect(ui.rows).toHaveCount(songs.length, { timeout: 30_000 });
  // Wide enough for all columns.
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1590, 820);
  });
  const before = await ui.rowIds();
  // The one that is heard is the last of the table, so that a table sorted by plays is another one.
  const [left = '', second = '', heard = ''] = before;
  const playsOf = async (id: string): Promise<number> =>
    (await libraryRows(app)).get(id)?.plays ?? Number.NaN;
  const row = (id: string) => app.page.locator(`[data-testid=track-row][data-track-id="${id}"]`);

  await test.step('left after a moment, then another one heard to its half', async () => {
    await row(left).dblclick();
    await ui.isPlaying(left);
    await row(heard).dblclick();
    const { duration } = await ui.isPlaying(heard);
    await expect
      .poll(async () => (await ui.sound()).currentTime / duration, { timeout: 20_000 })
      .toBeGreaterThan(0.3);
    expect(await playsOf(heard)).toBe(0);
    await expect.poll(() => playsOf(heard), { timeout: 20_000 }).toBe(1);
    expect((await ui.sound()).currentTime / duration).toBeGreaterThan(0.45);
    await expect(row(heard).locator('.table__cell--plays')).toHaveText('1');
    await expect(row(heard).locator('.table__cell--lastPlayed')).toHaveText(/\w{3} \d+, \d{4}/);
  });

  await test.step('jumping over a half is not hearing it', async () => {
    await row(second).dblclick();
    const { duration } = await ui.isPlaying(second);
    await app.page.evaluate((to) => {
      const audio = document.querySelector<HTMLAudioElement>('[data-testid=player] audio');
      if (audio !== null) {
        audio.currentTime = to;
      }
    }, duration * 0.75);
    await expect
      .poll(async () => (await ui.sound()).currentTime / duration, { timeout: 20_000 })
      .toBeGreaterThan(0.85);
    expect(await playsOf(second)).toBe(0);
    await ui.player.getByRole('button', { name: 'Pause' }).click();
  });

  await test.step('the table is sorted by plays, those that were never played last', async () => {
    const sortBy = (name: string): Promise<void> =>
      app.page.getByRole('columnheader', { name }).getByRole('button').click();
    for (const column of ['Plays', 'Last played']) {
      expect(await ui.rowIds()).toEqual(before);
      await sortBy(column);
      await expect.poll(async () => (await ui.rowIds())[0]).toBe(heard);
      await sortBy('Artist');
    }
  });
  await app.quit();

  app = await computer.start();
  ui = new AppWindow(app.page);
  await expect(ui.rows).toHaveCount(songs.length);
  expect(await playsOf(heard)).toBe(1);

  await test.step('without the history nothing is counted', async () => {
    const dialog = await openSettings(app.page);
    await dialog.getByRole('switch', { name: 'Remember what is played' }).click();
    await expect.poll(async () => (await askApp(app, 'settings:get', {})).playHistory).toBe(false);
    await app.page.keyboard.press('Escape');
    await row(second).dblclick();
    const { duration } = await ui.isPlaying(second);
    await expect
      .poll(async () => (await ui.sound()).currentTime / duration, { timeout: 20_000 })
      .toBeGreaterThan(0.6);
    await ui.player.getByRole('button', { name: 'Pause' }).click();
    expect(await playsOf(second)).toBe(0);
  });

  await test.step('it is saved as a table, and forgotten once the person is sure', async () => {
    const dialog = await openSettings(app.page);
    const file = path.join(computer.folder, 'history.csv');
    await answerSaveDialog(app, file);
    await dialog.getByRole('button', { name: 'Save as a table' }).click();
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toMatch(/,1,0,2\d{3}-/);
    await dialog.getByRole('button', { name: 'Forget what I played' }).click();
    await expect(dialog.getByRole('button', { name: 'Keep' })).toBeFocused();
    await app.page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: 'Forget what I played' })).toBeFocused();
    expect(await playsOf(heard)).toBe(1);
    await dialog.getByRole('button', { name: 'Forget what I played' }).click();
    await dialog.getByRole('button', { name: 'Forget', exact: true }).click();
    // The one that was played and the one that was skipped.
    await expect(dialog.getByText('Forgotten: 2 songs')).toBeVisible();
    expect(await playsOf(heard)).toBe(0);
  });
  await app.quit();
});

test('what was played moves the list of similar songs, and limits it; so do folders', async ({
  computer,
}) => {
  const names = await copySongs(computer.music);
  const inner = path.join(computer.music, 'inner');
  await copySongs(inner, ['battle-epic.flac']);
  await rm(path.join(computer.music, 'battle-epic.flac'));
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  await finishedScans(app, 1);
  await answerMenu(app, 'find-similar');
  await ui.row('Genesis').click({ button: 'right' });
  await expect(ui.similarItems).toHaveCount(names.length - 1);
  const last = (await ui.similarIds()).at(-1) ?? '';
  for (let play = 0; play < 8; play++) {
    await askApp(app, 'plays:note', { id: last, kind: 'played' });
  }
  await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
  const tuning = ui.similar.getByTestId('similar-tuning');

  const known = tuning.getByRole('slider', { name: 'Familiarity' });
  await known.press('End');
  await expect(known).toHaveAttribute('aria-valuetext', 'I know it: 100%');
  await expect.poll(async () => (await ui.similarIds())[0]).toBe(last);
  await known.press('Home');
  await expect.poll(async () => (await ui.similarIds()).at(-1)).toBe(last);
  await tuning.getByRole('button', { name: 'As usual' }).click();

  await tuning.getByLabel('Not played for').fill('1');
  await expect(ui.similarItems).toHaveCount(names.length - 2);
  expect(await ui.similarIds()).not.toContain(last);
  await expect(ui.similar.getByRole('status')).toContainText('1 by when they were played');
  await tuning.getByRole('button', { name: 'As usual' }).click();

  await tuning.getByLabel('Folder').selectOption({ label: 'Music / inner' });
  await expect(ui.similarItems).toHaveCount(1);
  await expect(ui.similarItems).toContainText('Battle Epic');
  await app.quit();
});
