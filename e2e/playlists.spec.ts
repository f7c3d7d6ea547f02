import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningApp } from './support/app';
import { askApp, libraryRows } from './support/bridge';
import { dropOn } from './support/drop';
import { finishedScans, rescan } from './support/events';
import { answerFolderDialog, answerMenu, answerSaveDialog } from './support/native';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

/** The songs of the playlist with this name, as the engine has them. */
async function songsOf(app: RunningApp, name: string): Promise<readonly string[]> {
  const list = await askApp(app, 'playlists:list', {});
  const found = list.find((playlist) => playlist.name === name);
  if (found === undefined) {
    return [];
  }
  return (await askApp(app, 'playlists:get', { id: found.id })).playlist.trackIds;
}

test('a playlist is made of selected songs, ordered, played, deleted, had back, and there the next time', async ({
  computer,
}) => {
  const songs = await copySongs(computer.music);
  const app = await computer.start({ folder: computer.music });
  const { page } = app;
  const ui = new AppWindow(page);
  await expect(ui.rows).toHaveCount(songs.length, { timeout: 30_000 });
  const ids = await ui.rowIds();
  const [a = '', b = '', c = '', d = ''] = ids;

  await test.step('make one of three songs and name it', async () => {
    await ui.rows.nth(0).click();
    await ui.rows.nth(2).click({ modifiers: ['ControlOrMeta'] });
    await ui.rows.nth(1).click({ modifiers: ['ControlOrMeta'] });
    await expect(page.locator('[data-testid=track-row][aria-selected=true]')).toHaveCount(3);
    await answerMenu(app, 'new-playlist');
    await ui.rows.nth(1).click({ button: 'right' });
    await ui.playlistName.fill('저녁 & more');
    await page.keyboard.press('Enter');
    await expect(ui.playlistItems).toHaveText(['저녁 & more3']);
    await expect.poll(() => songsOf(app, '저녁 & more')).toEqual([a, b, c]);
  });

  await test.step('put in one more by dragging it onto the playlist', async () => {
    await ui.libraryTab.click();
    await ui.rows.nth(3).dragTo(ui.playlistItems.first());
    await expect(ui.doneBar).toContainText('1 song added to 저녁 & more');
    expect(await songsOf(app, '저녁 & more')).toEqual([a, b, c, d]);
  });

  await test.step('order by keyboard and by mouse', async () => {
    await ui.playlistItems.first().click();
    await ui.playlistRows.nth(0).click();
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => songsOf(app, '저녁 & more')).toEqual([b, c, a, d]);
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => songsOf(app, '저녁 & more')).toEqual([b, a, c, d]);
    // The last before the first: let go in the upper half of its row.
    await ui.playlistRows
      .nth(3)
      .dragTo(ui.playlistRows.nth(0), { targetPosition: { x: 200, y: 5 } });
    await expect.poll(() => songsOf(app, '저녁 & more')).toEqual([d, b, a, c]);
    expect(await ui.playlistRowIds()).toEqual([d, b, a, c]);
  });

  await test.step('take songs out, and back in', async () => {
    await ui.playlistRows.nth(1).click();
    await ui.playlistRows.nth(2).click({ modifiers: ['Shift'] });
    await page.keyboard.press('Delete');
    await expect.poll(() => songsOf(app, '저녁 & more')).toEqual([d, c]);
    await ui.doneBar.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => songsOf(app, '저녁 & more')).toEqual([d, b, a, c]);
  });

  await test.step('play it; next, and what is added to the queue meanwhile', async () => {
    await ui.playlistView.getByRole('button', { name: 'Play', exact: true }).click();
    await ui.isPlaying(d);
    await ui.player.getByRole('button', { name: /next/i }).click();
    const { currentTime } = await ui.isPlaying(b);
    await answerMenu(app, 'enqueue');
    await ui.playlistRows.nth(0).click({ button: 'right' });
    await expect.poll(async () => (await ui.sound()).currentTime).toBeGreaterThan(currentTime);
    for (const next of [a, c, d]) {
      await ui.player.getByRole('button', { name: /next/i }).click();
      await ui.isPlaying(next);
    }
  });

  await test.step('rename', async () => {
    await ui.playlistView.getByRole('button', { name: 'Rename', exact: true }).click();
    await ui.playlistName.fill('never');
    await page.keyboard.press('Escape');
    await ui.playlistItems.first().focus();
    await ui.playlistView.getByRole('button', { name: 'Rename', exact: true }).click();
    await ui.playlistName.fill('Evening');
    await page.keyboard.press('Enter');
    await expect(ui.playlistItems).toHaveText(['Evening4']);
  });

  await test.step('delete, and undo', async () => {
    await ui.playlistView.getByRole('button', { name: 'Delete' }).click();
    await expect(ui.playlistItems).toHaveCount(0);
    await expect(ui.table).toBeVisible();
    await ui.doneBar.getByRole('button', { name: 'Undo' }).click();
    await expect(ui.playlistItems).toHaveText(['Evening4']);
  });

  await test.step('save the similar songs of one as a playlist', async () => {
    await answerMenu(app, 'find-similar');
    await ui.rows.first().click({ button: 'right' });
    await expect(ui.similarItems.first()).toBeVisible({ timeout: 30_000 });
    const similar = await ui.similarIds();
    await ui.similar.getByRole('button', { name: 'Save as playlist' }).click();
    await ui.playlistName.fill('Alike');
    await page.keyboard.press('Enter');
    await expect.poll(() => songsOf(app, 'Alike')).toEqual([a, ...similar]);
  });

  await app.quit();
  const again = await computer.start();
  const later = new AppWindow(again.page);
  await expect(later.playlistItems).toHaveText([/^Alike/, 'Evening4']);
  expect(await songsOf(again, 'Evening')).toEqual([d, b, a, c]);
  await again.quit();
});

test('playlists come in from other computers and go out to other programs', async ({
  computer,
}) => {
  const songs = await copySongs(path.join(computer.music, 'An artist', 'An album'));
  const app = await computer.start({ folder: computer.music });
  const { page } = app;
  const ui = new AppWindow(page);
  await finishedScans(app, 1);
  await expect(ui.rows).toHaveCount(songs.length);
  const names = songs.map((song) => path.basename(song));
  const list = path.join(computer.folder, 'old.m3u');
  const lines = names.map((name) => `D:\\Musik\\An artist\\An album\\${name}`);
  await writeFile(list, [lines[0], 'D:\\Musik\\Nobody\\gone.mp3', ...lines.slice(1)].join('\r\n'));

  await test.step('a file dropped on the window is imported, and what was not found is listed', async () => {
    await dropOn(page, [list], 'ask');
    const report = page.getByTestId('imports');
    await expect(report).toContainText('old.m3u');
    await expect(report).toContainText(`D:/Musik is ${computer.music} here`);
    await expect(report).toContainText(
      `${String(songs.length)} of ${String(songs.length + 1)} songs found`,
    );
    await report.getByText('Not found: 1 song').click();
    await expect(report.getByRole('listitem')).toHaveText(['Line 2D:\\Musik\\Nobody\\gone.mp3']);
    await page.keyboard.press('Escape');
    await expect(ui.playlistItems).toHaveText([`old${String(songs.length)}`]);
    await expect(ui.playlistRows).toHaveCount(songs.length);
  });
  const ids = await songsOf(app, 'old');

  for (const [choice, extension] of [
    ['M3U8, paths as seen from the file', 'm3u8'],
    ['M3U8, whole paths', 'm3u8'],
    ['XSPF', 'xspf'],
    ['Rekordbox XML', 'xml'],
  ] as const) {
    await test.step(`${choice}: saved, and the same songs come back`, async () => {
      const file = path.join(
        computer.folder,
        `${choice.split(',')[1]?.trim() ?? choice}.${extension}`,
      );
      await answerSaveDialog(app, file);
      await ui.playlistView.getByRole('button', { name: 'Save as a file' }).click();
      await page.getByRole('menuitem', { name: choice, exact: true }).click();
      await expect.poll(() => readFile(file, 'utf8').catch(() => '')).not.toBe('');
      await expect(ui.doneBar).toContainText(`Saved: ${String(songs.length)} songs.`);
      const text = await readFile(file, 'utf8');
      expect(
        text.includes(computer.music.replaceAll(' ', '%20')) || text.includes(computer.music),
      ).toBe(!choice.includes('seen from'));
      const before = await askApp(app, 'playlists:list', {});
      await answerFolderDialog(app, [file]);
      await page.getByRole('button', { name: 'Import playlist files…' }).click();
      await expect(page.getByTestId('imports')).toContainText('songs found');
      await page.keyboard.press('Escape');
      const after = await askApp(app, 'playlists:list', {});
      const made = after.find(({ id }) => before.every((other) => other.id !== id));
      expect(await songsOf(app, made?.name ?? '')).toEqual(ids);
    });
  }

  await test.step('a table of them', async () => {
    const file = path.join(computer.folder, 'table.csv');
    await answerSaveDialog(app, file);
    await ui.playlistView.getByRole('button', { name: 'Save as a file' }).click();
    await page.getByRole('menuitem', { name: 'Table (CSV)' }).click();
    const title = (await libraryRows(app)).get(ids[0] ?? '')?.title ?? '';
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain(title);
  });

  await test.step('a copy in another folder is shown among the duplicates', async () => {
    const [first = ''] = songs;
    const copy = path.join(computer.music, `again${path.extname(first)}`);
    await copyFile(first, copy);
    await rescan(app);
    await page.getByTestId('duplicates-button').click();
    const groups = page.getByTestId('duplicate-group');
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(groups).toHaveCount(1);
    await expect(groups).toContainText(first);
    await expect(groups).toContainText(copy);
    await expect(groups.getByText('Best copy')).toHaveCount(1);
    await ui.libraryTab.click();
  });

  await test.step('a radio and a path can be kept as playlists', async () => {
    await answerMenu(app, 'radio');
    await ui.rows.first().click({ button: 'right' });
    await expect(ui.playlistRows).toHaveCount(songs.length);
    await ui.playlistView.getByRole('button', { name: 'Another one' }).click();
    await expect(ui.doneBar).toContainText('The radio has given every song; it begins again');
    // Asked to begin again, it gives what it gave, and does not say that there were no others.
    await ui.playlistView.getByRole('button', { name: 'Start this radio over' }).click();
    await expect(ui.doneBar).toContainText('The radio has forgotten what it has given');
    await expect(ui.playlistRows).toHaveCount(songs.length);
    await ui.libraryTab.click();
    await ui.rows.nth(0).click();
    await ui.rows.nth(1).click({ modifiers: ['Shift'] });
    const [from = '', to = ''] = await ui.rowIds();
    await answerMenu(app, 'path');
    await ui.rows.nth(1).click({ button: 'right' });
    await expect(ui.playlistView.getByRole('heading')).toContainText('→');
    const long = await ui.playlistRowIds();
    expect([long[0], long.at(-1)]).toEqual([from, to]);
    const length = ui.playlistView.getByLabel('Songs', { exact: true });
    await expect(length).toHaveValue('12');
    await length.fill('4');
    await page.keyboard.press('Enter');
    await expect(ui.playlistRows).toHaveCount(4);
    await length.fill('1');
    await page.keyboard.press('Tab');
    await expect(length).toHaveValue('3');
    await expect(ui.playlistRows).toHaveCount(3);
    const shown = await ui.playlistRowIds();
    expect([shown[0], shown.at(-1)]).toEqual([from, to]);
    await ui.playlistView.getByRole('button', { name: 'Save as playlist' }).click();
    await ui.playlistName.fill('A way');
    await page.keyboard.press('Enter');
    await expect.poll(() => songsOf(app, 'A way')).toEqual(shown);

    // What is similar to all of it, from its head and from the sidebar.
    const similar = /Find songs similar to this playlist/;
    const card = ui.similar.getByTestId('similar-query');
    await ui.playlistView.getByRole('button', { name: similar }).click();
    await expect(card).toContainText('A way');
    await expect(card).toContainText(`Playlist · ${String(shown.length)} songs`);
    expect((await ui.similarIds()).filter((id) => shown.includes(id))).toEqual([]);
    const other = ui.page
      .getByTestId('playlists')
      .locator('li')
      .filter({ hasNotText: 'A way' })
      .first();
    const name = await other.locator('.playlists__name').innerText();
    await other.getByRole('button', { name: similar }).focus();
    await page.keyboard.press('Enter');
    await expect(card).toContainText(name);
  });

  await test.step('what is no playlist says so', async () => {
    const broken = path.join(computer.folder, 'laughs.xspf');
    await writeFile(
      broken,
      '<!DOCTYPE playlist [<!ENTITY a "b">]><playlist><title>&a;</title></playlist>',
    );
    const fine = path.join(computer.folder, 'Fine.m3u8');
    await writeFile(fine, 'not here.mp3\n');
    await dropOn(page, [broken, fine], 'add');
    // It does not keep the other one out, and is told of in the same place.
    const imports = page.getByTestId('imports');
    await expect(imports).toContainText('Fine.m3u8');
    await expect(imports.getByRole('alert')).toContainText('laughs.xspf');
    await expect(imports.getByRole('alert')).toContainText('This is not a playlist');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('alert')).toHaveCount(0);
    // Alone it is a notice.
    await dropOn(page, [broken], 'ask');
    await expect(page.getByRole('alert')).toContainText('This is not a playlist');
  });
  await app.quit();
});
