import type { MapColumns } from '../electron/shared/records';
import type { RunningApp } from './support/app';
import { askApp, libraryRows } from './support/bridge';
import { hoverSong, songPlaces } from './support/map';
import { finishedLayouts } from './support/events';
import { LAY_OUT } from './support/map';
import { NO_NAMES, openMap } from './support/open-map';
import { expectColours, genreOf } from './support/points';
import { copySongs, fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test.describe.configure({ timeout: 180_000 });

const ADDED = 'Lay out anew: 1 song was added since';

async function layoutOf(app: RunningApp): Promise<MapColumns> {
  const { layout } = await askApp(app, 'map:layout', { space: 'genre' });
  return layout!;
}

/** Where the layout has each song, in the map's own units. */
function coordinates({ id, x, y }: MapColumns): ReadonlyMap<string, readonly number[]> {
  return new Map(id.map((song, row) => [song, [x[row]!, y[row]!]]));
}

test('the map stays put: a song is added, the app starts again, and only asking lays it out anew', async ({
  computer,
}) => {
  const names = await fixtureNames();
  const late = names.find((name) => name.endsWith('.mp3'))!;
  await copySongs(
    computer.music,
    names.filter((name) => name !== late),
  );
  const map = await openMap(computer, { songs: false });
  const { app, ui } = map;
  const before = await layoutOf(app);
  const old = coordinates(before);
  expect(old.size).toBe(names.length - 1);
  await expect(app.page.getByRole('button', { name: LAY_OUT })).toBeEnabled();
  const genres = new Map([...(await libraryRows(app))].map(([id, row]) => [id, genreOf(row)]));
  await expectColours(map, (id) => genres.get(id)!);

  const added = await test.step('a song comes onto it while it is open', async () => {
    await copySongs(computer.music, [late]);
    await askApp(app, 'scan:start', {});
    await expect(ui.mapList).toHaveCount(names.length, { timeout: 60_000 });
    const rows = await libraryRows(app);
    const song = [...rows.values()].find(({ id }) => !old.has(id))!;
    genres.set(song.id, genreOf(song));
    return song;
  });

  await test.step('it is where songs like it are; no other has moved, in the layout and on the screen', async () => {
    const now = await layoutOf(app);
    expect(now.madeAt).toBe(before.madeAt);
    const grown = coordinates(now);
    expect([...grown.keys()].filter((id) => !old.has(id))).toEqual([added.id]);
    for (const [id, place] of old) {
      expect(grown.get(id), id).toEqual(place);
    }
    await hoverSong(app, ui, added);
    await ui.search.hover();
    await expectColours(map, (id) => genres.get(id)!);
    await expect(app.page.getByRole('button', { name: ADDED })).toBeVisible();
  });

  const kept = coordinates(await layoutOf(app));
  await app.quit();
  const again = await computer.start();
  const window = new AppWindow(again.page);
  const second = { app: again, ui: window };

  await test.step('after another start it is there at once, as it was', async () => {
    await expect(window.rows).toHaveCount(names.length);
    await window.mapTab.click();
    await expect(window.mapList).toHaveCount(names.length);
    expect(coordinates(await layoutOf(again))).toEqual(kept);
    await again.page.addStyleTag({ content: NO_NAMES });
    await expect(() => expectColours(second, (id) => genres.get(id)!)).toPass({ timeout: 10_000 });
    expect(await finishedLayouts(again)).toEqual([]);
  });

  await test.step('it is laid out anew when that is asked for', async () => {
    await again.page.getByRole('button', { name: LAY_OUT }).click();
    await expect.poll(() => finishedLayouts(again), { timeout: 60_000 }).toEqual([false]);
    const anew = await layoutOf(again);
    expect(anew.madeAt).toBeGreaterThan(before.madeAt);
    expect(new Set(anew.id)).toEqual(new Set(kept.keys()));
    expect(coordinates(anew)).not.toEqual(kept);
    // The song that was put on it is one of it now.
    await expect(again.page.getByRole('button', { name: ADDED })).toHaveCount(0);
    await expect(again.page.getByRole('button', { name: LAY_OUT })).toBeEnabled();
    expect((await songPlaces(again, window)).size).toBe(names.length);
    await expect(() => expectColours(second, (id) => genres.get(id)!)).toPass({ timeout: 10_000 });
  });
  await again.quit();
});
