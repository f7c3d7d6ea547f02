import { libraryRows } from './support/bridge';
import type { WindowPlace } from './support/map';
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
  await test.step('lines lead to the songs that are most like it', async () => {
    await expect(ui.mapLines).toHaveCount(10);
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
  await test.step('close by, songs have their names, none over another', async () => {
    await page.addStyleTag({ content: '.map__names { visibility: visible !important }' });
    const names = page.getByTestId('map-names').locator('span');
    await expect(names.first()).toBeVisible();
    const boxes = await names.evaluateAll((all) =>
      all.map((name) => {
        const { left, right, top, bottom } = name.getBoundingClientRect();
        return { text: name.textContent, left, right, top, bottom };
      }),
    );
    const titles = new Set([...rows.values()].map(({ title }) => title));
    expect(boxes.some(({ text }) => titles.has(text))).toBe(true);
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        const apart =
          a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(apart, `${a.text} and ${b.text}`).toBe(true);
      }
    }
  });
  await test.step('how to read it', async () => {
    await page.getByRole('button', { name: 'How to read this map' }).click();
    await expect(page.getByTestId('map-help')).toContainText('Directions mean nothing');
    await page.keyboard.press('Escape');
  });
  await app.quit();
});
