import { askApp, libraryRows } from './support/bridge';
import { drawn, legendColours, pixelsAt, songPlaces } from './support/map';
import type { OpenMap } from './support/open-map';
import { openMap } from './support/open-map';
import type { Song } from './support/points';
import {
  APART,
  COLOUR_TOLERANCE,
  distance,
  expectColours,
  genreOf,
  loneSongs,
  offGround,
} from './support/points';
import { expect, test } from './support/test';

test.describe.configure({ timeout: 150_000 });

/** Lone songs are where they should be, in the colours of their genres. */
async function expectPixels(
  map: OpenMap,
  looked: Parameters<typeof expectColours>[2] = {},
): Promise<void> {
  const rows = await libraryRows(map.app);
  await expectColours(map, (id) => genreOf(rows.get(id)), looked);
}

test('songs are where the layout has them, in the colours of the legend', async ({ computer }) => {
  const map = await openMap(computer);
  const { app, ui } = map;
  await expect(ui.map).toHaveAttribute('data-painter', 'webgl');
  await expectPixels(map);
  const [first] = [...(await legendColours(ui.mapLegend)).keys()];
  const rows = await libraryRows(app);
  const free = await loneSongs(map);
  expect(free.length).toBeGreaterThan(5);
  const ofFirst = free.filter(([id]) => rows.get(id)?.genre.startsWith(first!));
  const others = free.filter(([id]) => !ofFirst.some(([own]) => own === id));
  const shown = async (songs: readonly Song[]): Promise<number> => {
    await drawn(app.page);
    const pixels = await pixelsAt(
      app.page,
      songs.map(([, place]) => place),
    );
    return pixels.filter((pixel) => offGround(pixel) > COLOUR_TOLERANCE).length;
  };
  expect(ofFirst.length).toBeGreaterThan(0);

  await test.step('a click on the legend hides a group, another shows it again', async () => {
    const group = ui.mapLegend.getByRole('button').first();
    await group.click();
    await expect(group).toHaveAttribute('aria-pressed', 'false');
    await expect.poll(() => shown(ofFirst)).toBe(0);
    expect(await shown(others)).toBe(others.length);
    await group.click();
    await expect.poll(() => shown(ofFirst)).toBe(ofFirst.length);
  });

  await test.step('a double-click shows it alone; what is hidden cannot be met', async () => {
    await ui.mapLegend.getByRole('button').first().dblclick();
    await expect.poll(() => shown(others)).toBe(0);
    expect(await shown(ofFirst)).toBe(ofFirst.length);
    const [, there] = others[0]!;
    await app.page.mouse.move(there.x, there.y);
    await drawn(app.page);
    await expect(ui.mapHover).toHaveCount(0);
    await ui.mapLegend.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => shown(others)).toBe(others.length);
  });

  await test.step('other colours, other groups', async () => {
    await app.page.getByRole('combobox', { name: 'Colours' }).selectOption('artist');
    await expect(ui.mapLegend.getByRole('button').first()).toBeVisible();
    const artists = new Set([...rows.values()].map(({ artist }) => artist));
    const names = [...(await legendColours(ui.mapLegend)).keys()];
    expect(names.filter((name) => artists.has(name)).length).toBeGreaterThan(2);
    await app.page.getByRole('combobox', { name: 'Colours' }).selectOption('folder');
    await expect(ui.mapLegend).toContainText('Music');
    await app.page.getByRole('combobox', { name: 'Colours' }).selectOption('genre');
  });

  await test.step('searching dims the others', async () => {
    const [id, place] = others[0]!;
    const [, other] = others[1]!;
    const [before] = await pixelsAt(app.page, [place]);
    await ui.search.fill(rows.get(id)?.title ?? '');
    await drawn(app.page);
    const [found, dimmed] = await pixelsAt(app.page, [place, other]);
    expect(distance(found!, before!)).toBeLessThan(COLOUR_TOLERANCE);
    expect(offGround(dimmed!)).toBeLessThan(40);
    expect(offGround(dimmed!)).toBeGreaterThan(3);
    await ui.search.fill('');
  });

  await test.step('on the dark ground, in the colours of the dark theme', async () => {
    const light = await legendColours(ui.mapLegend);
    await askApp(app, 'settings:set', { theme: 'dark' });
    await expect(async () => {
      expect(await legendColours(ui.mapLegend)).not.toEqual(light);
      await expectPixels(map, { theme: 'dark' });
    }).toPass({ timeout: 10_000 });
  });
  await app.quit();
});

test('without WebGL the same picture is drawn, and the map says so', async ({ computer }) => {
  computer.expectedErrors.push(/WebGL|GPU|gl/i);
  const map = await openMap(computer, {
    switches: ['--disable-gpu', '--disable-software-rasterizer', '--disable-3d-apis'],
  });
  const { app, ui } = map;
  await expect(ui.map).toHaveAttribute('data-painter', 'canvas');
  await expect(app.page.getByTestId('map-without-webgl')).toContainText('WebGL');
  await expectPixels(map);
  await app.quit();
});

test('the songs go to where they lie in another space, and back', async ({ computer }) => {
  const map = await openMap(computer);
  const { app, ui, places } = map;
  const space = app.page.getByRole('combobox', { name: 'What lies close together' });
  await space.selectOption({ label: 'Alike in melody' });
  const laidOut = async (): Promise<number> =>
    (await askApp(app, 'map:layout', { space: 'melody' })).layout?.id.length ?? 0;
  await expect.poll(laidOut, { timeout: 60_000 }).toBe(places.size);
  const melody = await songPlaces(app, ui, 'melody');
  expect([...melody].some(([id, { x }]) => Math.abs(x - (places.get(id)?.x ?? 0)) > APART)).toBe(
    true,
  );
  await expect(() => expectPixels(map, { space: 'melody' })).toPass({ timeout: 10_000 });
  await space.selectOption({ label: 'Alike in genre' });
  await expect(() => expectPixels(map)).toPass({ timeout: 10_000 });
  await app.quit();
});
