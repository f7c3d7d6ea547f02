import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { askApp, libraryRows } from './support/bridge';
import { dragAlong, hoverSong, legendColours, pixelsOf, uncovered } from './support/map';
import { answerMenu, answerSaveDialog, menusOpened } from './support/native';
import { openMap } from './support/open-map';
import { COLOUR_TOLERANCE, distance, genreOf, loneSongs, onGround } from './support/points';
import { expect, test } from './support/test';

test.describe.configure({ timeout: 150_000 });

test('picking songs together: lasso, shift and click, a path', async ({ computer }) => {
  const { app, ui, places } = await openMap(computer);
  const { page } = app;
  const box = (await ui.map.boundingBox())!;
  const right = [...places].filter(([, { x }]) => x > box.x + box.width / 2 + 4);
  const left = [...places].filter(([, { x }]) => x < box.x + box.width / 2 - 4);

  await test.step('a lasso around the right half', async () => {
    const middle = box.x + box.width / 2;
    await dragAlong(
      page,
      [
        { x: middle, y: box.y + 3 },
        { x: box.x + box.width - 3, y: box.y + 3 },
        { x: box.x + box.width - 3, y: box.y + box.height - 3 },
        { x: middle, y: box.y + box.height - 3 },
      ],
      'Shift',
    );
    await expect(ui.mapPicked).toContainText(`${String(right.length)} song`);
  });

  // The bar of the picked songs lies over some.
  const free = await uncovered(app, left);
  await test.step('shift and click adds one and takes it away', async () => {
    const [, place] = free[0]!;
    await page.keyboard.down('Shift');
    await page.mouse.click(place.x, place.y);
    await expect(ui.mapPicked).toContainText(`${String(right.length + 1)} song`);
    await page.mouse.click(place.x, place.y);
    await page.keyboard.up('Shift');
    await expect(ui.mapPicked).toContainText(`${String(right.length)} song`);
  });

  await test.step('they play one after the other', async () => {
    await ui.mapPicked.getByRole('button', { name: 'Play', exact: true }).click();
    const { src } = await ui.sound();
    const playing = src.split('/').at(-1) ?? '';
    expect(right.map(([id]) => id)).toContain(playing);
    await ui.isPlaying(playing);
    await ui.player.getByRole('button', { name: /next/i }).click();
    const second = (await ui.sound()).src.split('/').at(-1) ?? '';
    expect(right.map(([id]) => id)).toContain(second);
    expect(second).not.toBe(playing);
    await page.keyboard.press('Escape');
    await ui.mapPicked.getByRole('button', { name: /let go/i }).click();
    await expect(ui.mapPicked).toHaveCount(0);
  });

  await test.step('play next goes between, and what plays goes on', async () => {
    const now = (await ui.sound()).src;
    const [id, place] = free[0]!;
    await page.keyboard.down('Shift');
    await page.mouse.click(place.x, place.y);
    await page.keyboard.up('Shift');
    await ui.mapPicked.getByRole('button', { name: 'Play next' }).click();
    expect((await ui.sound()).src).toBe(now);
    await ui.player.getByRole('button', { name: /next/i }).click();
    await ui.isPlaying(id);
  });

  await test.step('add to queue goes to its end', async () => {
    const again = async (): Promise<void> => {
      await ui.mapPicked.getByRole('button', { name: /let go/i }).click();
      await page.keyboard.down('Shift');
    };
    const [[playing], [last, lastPlace], [next, nextPlace]] = [free[0]!, free[1]!, free[2]!];
    await ui.mapPicked.getByRole('button', { name: 'Play', exact: true }).click();
    await ui.isPlaying(playing);
    await again();
    await page.mouse.click(nextPlace.x, nextPlace.y);
    await page.keyboard.up('Shift');
    await ui.mapPicked.getByRole('button', { name: 'Play next' }).click();
    await again();
    await page.mouse.click(lastPlace.x, lastPlace.y);
    await page.keyboard.up('Shift');
    await ui.mapPicked.getByRole('button', { name: 'Add to queue' }).click();
    expect((await ui.sound()).src).toContain(playing);
    for (const id of [next, last]) {
      await ui.player.getByRole('button', { name: /next/i }).click();
      await ui.isPlaying(id);
    }
    await expect(ui.player.getByRole('button', { name: /next/i })).toBeDisabled();
    await again();
    await page.mouse.click(free[0]![1].x, free[0]![1].y);
    await page.keyboard.up('Shift');
  });

  await test.step('a playlist of them, with a name', async () => {
    await ui.mapPicked.getByRole('button', { name: 'Make a playlist' }).click();
    await page.getByRole('textbox', { name: 'Name of the playlist' }).fill('From the lasso');
    await page.keyboard.press('Enter');
    await expect(ui.mapPicked).toContainText('Saved: From the lasso');
    const lists = await askApp(app, 'playlists:list', {});
    expect(lists.map(({ name, songs }) => [name, songs])).toEqual([['From the lasso', 1]]);
  });

  await test.step('songs like all of them', async () => {
    const [[first], [second]] = [free[0]!, free[1]!];
    const [, place] = free[1]!;
    await page.keyboard.down('Shift');
    await page.mouse.click(place.x, place.y);
    await page.keyboard.up('Shift');
    await ui.mapPicked.getByRole('button', { name: 'Find similar to all' }).click();
    await expect(page.getByTestId('similar-query')).toContainText('2 songs');
    await expect.poll(async () => (await ui.similarIds()).length).toBeGreaterThan(3);
    const found = await ui.similarIds();
    expect(found).not.toContain(first);
    expect(found).not.toContain(second);
  });

  await test.step('a path from left to right picks songs in that order', async () => {
    await page.getByRole('button', { name: /^Path/ }).click();
    const sorted = [...(await uncovered(app, [...places]))].sort(([, a], [, b]) => a.x - b.x);
    const stops = [sorted[0]!, sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!];
    await dragAlong(
      page,
      stops.map(([, place]) => place),
    );
    await expect(ui.mapPicked).toContainText('along the path');
    await ui.mapPicked.getByRole('button', { name: 'Play', exact: true }).click();
    await ui.isPlaying(stops[0]![0]);
    const count = Number(/\d+/.exec((await ui.mapPicked.textContent()) ?? '')?.[0]);
    expect(count).toBeGreaterThanOrEqual(3);
    for (let song = 1; song < count; song++) {
      await ui.player.getByRole('button', { name: /next/i }).click();
    }
    await ui.isPlaying(stops[2]![0]);

    // The same with Alt, whatever the mouse does otherwise.
    await page.getByRole('button', { name: 'Move the map' }).click();
    await ui.mapPicked.getByRole('button', { name: /let go/i }).click();
    await dragAlong(
      page,
      [...stops].reverse().map(([, place]) => place),
      'Alt',
    );
    await expect(ui.mapPicked).toContainText(`${String(count)} songs along the path`);
    await ui.mapPicked.getByRole('button', { name: 'Play', exact: true }).click();
    await ui.isPlaying(stops[2]![0]);
    await ui.mapPicked.getByRole('button', { name: /let go/i }).click();
  });

  await test.step('a double-click plays; the menu is that of the library', async () => {
    const [id] = free[1]!;
    const song = (await libraryRows(app)).get(id)!;
    const point = await hoverSong(app, ui, song);
    await page.mouse.dblclick(point.x, point.y);
    await ui.isPlaying(id);
    await answerMenu(app, null);
    await page.mouse.click(point.x, point.y, { button: 'right' });
    await expect.poll(async () => (await menusOpened(app)).length).toBe(1);
    await ui.libraryTab.click();
    await ui.row(song.title).click({ button: 'right' });
    await expect.poll(async () => (await menusOpened(app)).length).toBe(2);
    const [onMap = [], inLibrary = []] = await menusOpened(app);
    expect(onMap.length).toBeGreaterThan(5);
    expect(onMap).toEqual(inLibrary);
  });
  await app.quit();
});

test('the map is saved as a picture and as a drawing', async ({ computer }) => {
  const { app, ui, places } = await openMap(computer);
  const { page } = app;
  const save = async (format: 'PNG' | 'SVG'): Promise<Buffer> => {
    const file = path.join(computer.folder, `map.${format.toLowerCase()}`);
    await answerSaveDialog(app, file);
    await page.getByRole('button', { name: 'Save the map as a picture' }).click();
    await page.getByRole('menuitem', { name: format }).click();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    return readFile(file);
  };
  const png = await save('PNG');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const box = (await ui.map.boundingBox())!;
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
    Math.round(box.width) * 2,
    Math.round(box.height) * 2,
  ]);
  const rows = await libraryRows(app);
  const colours = await legendColours(ui.mapLegend);
  const alone = await loneSongs({ app, ui });
  // At twice the size of the screen.
  const saved = await pixelsOf(
    page,
    png,
    alone.map(([, { x, y }]) => ({ x: 2 * (x - box.x), y: 2 * (y - box.y) })),
  );
  const off = alone.map(([id], at) => {
    const colour = colours.get(genreOf(rows.get(id))) ?? colours.get('Other')!;
    return distance(saved[at]!, onGround(colour));
  });
  // The picture has its legend on it, and names, which may lie over some.
  const right = off.filter((by) => by < COLOUR_TOLERANCE);
  expect(right.length).toBeGreaterThan(alone.length / 2);
  const svg = (await save('SVG')).toString('utf8');
  expect(svg.match(/h0/g)).toHaveLength(places.size);
  const [, place] = [...places][0]!;
  const [x, y] = [place.x - box.x, place.y - box.y];
  const dots = [...svg.matchAll(/M([\d.]+) ([\d.]+)h0/g)];
  const nearest = Math.min(...dots.map(([, a, b]) => Math.hypot(Number(a) - x, Number(b) - y)));
  expect(nearest).toBeLessThan(1);
  const [group = ''] = (await legendColours(ui.mapLegend)).keys();
  expect(svg).toContain(`>${group}</text>`);
  await answerSaveDialog(app, null);
  await page.getByRole('button', { name: 'Save the map as a picture' }).click();
  await page.getByRole('menuitem', { name: 'PNG' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeHidden();
  await app.quit();
});
