import type { Locator } from '@playwright/test';
import { askApp, libraryRows } from './support/bridge';
import type { WindowPlace } from './support/map';
import { expectLines, hoverSong } from './support/map';
import { answerMenu, menusOpened } from './support/native';
import { openMap } from './support/open-map';
import { expect, test } from './support/test';

test.describe.configure({ timeout: 150_000 });

test('by keyboard alone, as a list, and back again', async ({ computer }) => {
  const { app, ui, places } = await openMap(computer);
  const { page } = app;
  const rows = await libraryRows(app);

  await test.step('what is in view is a list', async () => {
    await expect(ui.mapList).toHaveCount(places.size);
    await expect(page.getByTestId('map-in-view')).toHaveText(
      `${String(places.size)} songs in view`,
    );
    const listed = await ui.mapList.evaluateAll((all) =>
      all.map((item) => item.getAttribute('data-track-id')),
    );
    expect(new Set(listed)).toEqual(new Set(places.keys()));
  });

  const [pointed, other] = [...rows.values()];
  await test.step('lines lead from the song under the mouse, nothing being selected', async () => {
    await hoverSong(app, ui, pointed!);
    await expect(ui.mapSelected).toHaveCount(0);
    await expectLines(app, ui, pointed!.id);
    await ui.search.hover();
    await expect(ui.mapLines).toHaveCount(0);
  });

  await test.step('arrows go to the nearest song in a direction', async () => {
    await ui.map.focus();
    await page.keyboard.press('ArrowRight');
    await expect(ui.mapSelected).toBeVisible();
    const ring = async (): Promise<WindowPlace> => {
      const at = (await page.locator('.map__ring').boundingBox())!;
      return { x: at.x + at.width / 2, y: at.y + at.height / 2 };
    };
    const from = await ring();
    const further = [...places.values()].filter(
      ({ x, y }) => x - from.x > 2 && Math.abs(y - from.y) < x - from.x,
    );
    const towards = further.length > 0 ? 'ArrowRight' : 'ArrowLeft';
    await page.keyboard.press(towards);
    await expect.poll(async () => (await ring()).x !== from.x).toBe(true);
    const to = await ring();
    expect(Math.sign(to.x - from.x)).toBe(towards === 'ArrowRight' ? 1 : -1);
    expect(Math.abs(to.y - from.y)).toBeLessThanOrEqual(Math.abs(to.x - from.x) + 2);
  });

  const selected = async (): Promise<string> => {
    const title = await ui.mapSelected.locator('strong').textContent();
    return [...rows.values()].find((row) => row.title === title)?.id ?? '';
  };
  await test.step('the song that was walked to is said', async () => {
    const { title, artist } = rows.get(await selected())!;
    const said = page.getByRole('status').and(page.getByTestId('map-walked'));
    await expect(said).toHaveText(artist === '' ? title : `${title} by ${artist}`);
  });
  await test.step('lines lead from it to those most like it; another under the mouse has its own', async () => {
    const id = await selected();
    await expectLines(app, ui, id);
    const under = id === other!.id ? pointed! : other!;
    await hoverSong(app, ui, under);
    await expectLines(app, ui, under.id);
    await ui.search.hover();
    await expectLines(app, ui, id);
    await ui.map.focus();
  });
  await test.step('Enter plays, the menu key opens the menu', async () => {
    await page.keyboard.press('Enter');
    await ui.isPlaying(await selected());
    await answerMenu(app, null);
    await page.keyboard.press('ContextMenu');
    await expect.poll(async () => (await menusOpened(app)).length).toBe(1);
  });
  await test.step('back and forward by Alt and the arrows', async () => {
    const first = await selected();
    // Long enough to be a moment to come back to.
    await page.waitForTimeout(600);
    await page.keyboard.press('ArrowLeft');
    if ((await selected()) === first) {
      await page.keyboard.press('ArrowRight');
    }
    const second = await selected();
    expect(second).not.toBe(first);
    await page.waitForTimeout(600);
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(selected).toBe(first);
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(selected).toBe(second);
    await page.getByRole('button', { name: /^Back \(Alt/ }).click();
    await expect.poll(selected).toBe(first);
  });
  await test.step('closer, farther, all', async () => {
    const count = async (): Promise<string> =>
      (await page.getByTestId('map-in-view').textContent()) ?? '';
    await ui.map.focus();
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press('+');
    }
    await expect.poll(count).not.toBe(`${String(places.size)} songs in view`);
    await page.keyboard.press('Home');
    await expect.poll(count).toBe(`${String(places.size)} songs in view`);
  });
  await test.step('how to read it', async () => {
    await page.getByRole('button', { name: 'How to read this map' }).click();
    await expect(page.getByTestId('map-help')).toContainText('Directions mean nothing');
    await page.keyboard.press('Escape');
  });
  await app.quit();
});

test('songs are picked by keyboard, in an order of one’s own, and played from the list', async ({
  computer,
}) => {
  const { app, ui } = await openMap(computer);
  const { page } = app;
  const rows = await libraryRows(app);
  await expect(ui.mapList).toHaveCount(rows.size);
  const [first, second, third] = (await ui.mapList.evaluateAll((all) =>
    all.map((item) => item.getAttribute('data-track-id') ?? ''),
  )) as [string, string, string];
  const songOf = (id: string): Locator =>
    page.getByTestId('map-list').locator(`[data-track-id="${id}"]`);
  const made = async (name: string): Promise<readonly string[]> => {
    const list = (await askApp(app, 'playlists:list', {})).find((one) => one.name === name);
    return (await askApp(app, 'playlists:get', { id: list!.id })).playlist.trackIds;
  };

  await test.step('S picks the song that was walked to', async () => {
    await ui.map.focus();
    await page.keyboard.press('ArrowRight');
    const title = (await ui.mapSelected.locator('strong').textContent()) ?? '';
    await page.keyboard.press('s');
    await expect(ui.mapPicked).toContainText('1 song picked');
    await page.keyboard.press('S');
    await expect(ui.mapPicked).toHaveCount(0);
    expect(rows.get(first)?.title).toBe(title);
  });

  await test.step('the list: closed it is passed by, open its songs are reached by Tab', async () => {
    await expect(songOf(first)).toHaveAttribute('tabindex', '-1');
    const button = page.getByRole('button', { name: 'List of what is in view' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(songOf(first)).toBeFocused();
  });

  await test.step('Space selects, Enter plays, a double-click too', async () => {
    await page.keyboard.press('Space');
    await expect(ui.mapSelected).toContainText(rows.get(first)!.title);
    expect((await ui.sound()).src).toBe('');
    await songOf(second).focus();
    await page.keyboard.press('Enter');
    await ui.isPlaying(second);
    await expect(ui.mapSelected).toContainText(rows.get(second)!.title);
    await expect(songOf(second)).toHaveAttribute('aria-current', 'true');
    await songOf(third).dblclick();
    await ui.isPlaying(third);
  });

  const pickInOrder = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      await songOf(id).focus();
      await page.keyboard.press('s');
    }
    await expect(ui.mapPicked).toContainText(`${String(ids.length)} songs picked`);
  };
  await test.step('a playlist has the songs in the order in which they were picked', async () => {
    const orders = [
      [third, first, second],
      [second, third, first],
    ];
    for (const [number, ids] of orders.entries()) {
      await pickInOrder(ids);
      const make = ui.mapPicked.getByRole('button', { name: 'Make a playlist' });
      await make.focus();
      await page.keyboard.press('Enter');
      await page.keyboard.type(`By keyboard ${String(number)}`);
      await page.keyboard.press('Enter');
      await expect(ui.mapPicked).toContainText('Saved: By keyboard');
      expect(await made(`By keyboard ${String(number)}`)).toEqual(ids);
      await ui.map.focus();
      await page.keyboard.press('Escape');
      await expect(ui.mapPicked).toHaveCount(0);
    }
  });

  await test.step('a way from the one picked first to the one picked last', async () => {
    for (const [from, to] of [
      [third, first],
      [first, third],
    ] as const) {
      await pickInOrder([from, to]);
      await answerMenu(app, 'path');
      await ui.map.focus();
      await page.keyboard.press('ContextMenu');
      await expect(ui.playlistView.getByRole('heading')).toContainText('→');
      await expect.poll(async () => (await ui.playlistRowIds())[0]).toBe(from);
      expect((await ui.playlistRowIds()).at(-1)).toBe(to);
      await ui.mapTab.click();
      await ui.map.focus();
      await page.keyboard.press('Escape');
    }
  });
  await app.quit();
});
