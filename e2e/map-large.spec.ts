import type { Locator, Page } from '@playwright/test';
import type { MapRegion } from '../electron/shared/records';
import { askApp, libraryRows } from './support/bridge';
import { finishedLayouts } from './support/events';
import { openMadeLibrary } from './support/made-library';
import type { WindowPlace } from './support/map';
import { drawn, LAY_OUT, placeOnMap } from './support/map';
import { expect, test } from './support/test';

/** More than have their names at once, in styles that lie close together by twos and threes. */
const SONGS = 1_600;
/** The wheel is turned so far that the map is three times as large: one level of regions deeper. */
const WHEEL = -700;

test.describe.configure({ timeout: 180_000 });

interface NameBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The names on the map, and what they take of the window. */
function namesOn(page: Page, kind: 'region' | 'song'): Promise<NameBox[]> {
  return page.locator(`.map__${kind}-name`).evaluateAll((all) =>
    all.map((name) => {
      const { left, right, top, bottom } = name.getBoundingClientRect();
      return { text: name.textContent, left, right, top, bottom };
    }),
  );
}

function expectApart(boxes: readonly NameBox[]): void {
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      const apart =
        a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      expect(apart, `${a.text} and ${b.text}`).toBe(true);
    }
  }
}

function expectAt(names: readonly NameBox[], text: string, { x, y }: WindowPlace): void {
  const middles = names
    .filter((name) => name.text === text)
    .map(({ left, right, top, bottom }) =>
      Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y),
    );
  expect(
    Math.min(...middles),
    `${text} among ${names.map((name) => name.text).join(', ')}`,
  ).toBeLessThan(3);
}

const nameOf = ({ words }: MapRegion): string =>
  words.map(({ kind, text }) => (kind === 'decade' ? `${text}s` : text)).join(' · ');

test('a large map: names of its regions and songs by how close one looks; a layout that is cancelled', async ({
  computer,
}) => {
  const { app, ui } = await openMadeLibrary(computer, SONGS);
  const { page } = app;
  await ui.mapTab.click();
  const inView = page.getByTestId('map-in-view');
  await expect(inView).toHaveText('1,600 songs in view', { timeout: 90_000 });
  const { regions } = await askApp(app, 'map:regions', { space: 'genre' });
  const named = (level: number): MapRegion[] =>
    regions
      .filter((region) => region.level === level && nameOf(region) !== '')
      .sort((a, b) => b.count - a.count);
  const titles = new Set([...(await libraryRows(app)).values()].map(({ title }) => title));

  await test.step('from afar the large regions have their names, and no song has one', async () => {
    const [largest] = named(0);
    const expected = new Set(named(0).map(nameOf));
    await expect.poll(async () => (await namesOn(page, 'region')).length).toBeGreaterThan(3);
    const shown = await namesOn(page, 'region');
    expect(shown.filter(({ text }) => !expected.has(text))).toEqual([]);
    expectAt(shown, nameOf(largest!), await placeOnMap(ui, largest!));
    expectApart(shown);
    expect(await namesOn(page, 'song')).toEqual([]);
  });

  await test.step('closer the regions within them have theirs', async () => {
    const afar = new Set(named(0).map(nameOf));
    const inner = named(1).find(
      (region) => !afar.has(nameOf(region)) && Math.hypot(region.x, region.y) < 0.8,
    );
    expect(inner, 'a region that is seen only from closer').toBeDefined();
    const place = await placeOnMap(ui, inner!);
    expect((await namesOn(page, 'region')).map(({ text }) => text)).not.toContain(nameOf(inner!));
    await page.mouse.move(place.x, place.y);
    await page.mouse.wheel(0, WHEEL);
    const expected = new Set(named(1).map(nameOf));
    await expect(async () => {
      const shown = await namesOn(page, 'region');
      expect(shown.filter(({ text }) => !expected.has(text))).toEqual([]);
      // What lies under the mouse stays there.
      expectAt(shown, nameOf(inner!), place);
      expectApart(shown);
    }).toPass({ timeout: 10_000 });
  });

  await test.step('close by songs have their names, none over another', async () => {
    const box = (await ui.map.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const count = async (): Promise<number> =>
      Number(/[\d,]+/.exec((await inView.textContent()) ?? '')?.[0].replace(',', ''));
    await expect(async () => {
      await page.mouse.wheel(0, WHEEL / 4);
      await drawn(page);
      expect((await namesOn(page, 'song')).length).toBeGreaterThan(0);
    }).toPass({ timeout: 20_000, intervals: [100] });
    await expect.poll(count).toBeLessThanOrEqual(90);
    const songs = await namesOn(page, 'song');
    expect(songs.filter(({ text }) => !titles.has(text))).toEqual([]);
    expectApart([...songs, ...(await namesOn(page, 'region'))]);
    await page.getByRole('button', { name: 'Show the whole map' }).click();
    await expect.poll(() => namesOn(page, 'song')).toEqual([]);
    await expect(inView).toHaveText('1,600 songs in view');
  });

  await test.step('a layout that was asked for can be cancelled, and the map stays', async () => {
    const anew = page.getByRole('button', { name: LAY_OUT });
    const before = (await askApp(app, 'map:layout', { space: 'genre' })).layout!;
    const jobs = await finishedLayouts(app);
    await anew.click();
    const status: Locator = page.getByRole('status').filter({ hasText: 'Laying out the map' });
    await expect(status.getByRole('progressbar')).toBeVisible();
    await expect(anew).toBeDisabled();
    await status.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => finishedLayouts(app)).toEqual([...jobs, true]);
    await expect(status).toHaveCount(0);
    await expect(anew).toBeEnabled();
    expect((await askApp(app, 'map:layout', { space: 'genre' })).layout).toEqual(before);
    await expect(inView).toHaveText('1,600 songs in view');
    // It is not laid out after all.
    await page.waitForTimeout(500);
    expect(await askApp(app, 'job:running', {})).toEqual([]);
  });
  await app.quit();
});
