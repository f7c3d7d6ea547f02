import type { Page } from '@playwright/test';
import { keyPair } from '../electron/shared/musical-key';
import type { MapRegion } from '../electron/shared/records';
import type { LibraryRow } from './support/bridge';
import { askApp, libraryRows } from './support/bridge';
import type { WindowPlace } from './support/map';
import { drawn, legendColours, pixelsAt, uncovered } from './support/map';
import type { OpenMap } from './support/open-map';
import { openMap } from './support/open-map';
import type { Song } from './support/points';
import { COLOUR_TOLERANCE, distance, expectColours, loneSongs, offGround } from './support/points';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';
import { writeTones } from './support/tones';

/** Points whose discs do not touch, the largest too. */
const APART = 40;

test.describe.configure({ timeout: 150_000 });

const alone = (map: OpenMap): Promise<readonly Song[]> => loneSongs(map, { apart: APART });

/** What was chosen goes to the settings and comes back: what follows is looked at until it is so. */
const SOON = { timeout: 10_000 };

async function choose(page: Page, what: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: what }).selectOption(option);
  await drawn(page);
}

test('colours by what files say and by what was heard; sizes by length and plays', async ({
  computer,
}) => {
  const map = await openMap(computer);
  const { app, ui } = map;
  expect((await alone(map)).length).toBeGreaterThan(5);
  const { layout } = await askApp(app, 'map:layout', { space: 'genre' });
  const rowOf = new Map(layout!.id.map((id, row) => [id, row]));

  const rows = await libraryRows(app);
  const known = (text: string): string => (text === '' ? 'Not known' : text);
  const called: Readonly<Record<string, (row: LibraryRow) => string>> = {
    decade: ({ year }) => (Number.isNaN(year) ? '' : `${String(Math.floor(year / 10) * 10)}s`),
    album: ({ album }) => album,
    key: ({ key }) => (key < 0 ? '' : keyPair(key).name),
    tempo: ({ tempo }) => tempoName(tempo),
  };
  for (const [by, nameOf] of Object.entries(called)) {
    await test.step(by, async () => {
      await choose(app.page, 'Colours', by);
      await expect(() =>
        expectColours(map, (id) => known(nameOf(rows.get(id)!)), { apart: APART }),
      ).toPass(SOON);
      // Several groups, or any colour would be the right one.
      expect((await legendColours(ui.mapLegend)).size, by).toBeGreaterThan(1);
    });
  }

  await test.step('trust, in fifths', async () => {
    await choose(app.page, 'Colours', 'trust');
    await expect(() =>
      expectColours(map, (id) => {
        const fifth = Math.min(4, Math.floor(layout!.trust[rowOf.get(id)!]! * 5));
        return `${String(20 * fifth)}–${String(20 * fifth + 20)} %`;
      }),
    ).toPass(SOON);
  });

  await test.step('moods', async () => {
    const { moods, mood } = await askApp(app, 'map:moods', { space: 'genre' });
    await choose(app.page, 'Colours', 'mood');
    const heard = new Set([...mood].map((index) => moods[index] ?? 'not known'));
    const called = new Map([['chillout', 'chill']]);
    await expect(async () => {
      const names = [...(await legendColours(ui.mapLegend)).keys()];
      const known = [...heard].map((name) => called.get(name) ?? name);
      expect(names.map((name) => name.toLowerCase()).sort()).toEqual(known.sort());
      await expectColours(map, (id) => {
        const name = moods[mood[rowOf.get(id)!]!] ?? 'not known';
        const shown = called.get(name) ?? name;
        return shown.charAt(0).toUpperCase() + shown.slice(1);
      });
    }).toPass(SOON);
  });

  await test.step('all were listened to today', async () => {
    await choose(app.page, 'Colours', 'analysed');
    await expect(ui.mapLegend.getByRole('button')).toHaveCount(1);
    await expect(() => expectColours(map, () => 'In the last day')).toPass(SOON);
  });

  await test.step('longer songs are larger', async () => {
    const songs = await alone(map);
    const widths = async (): Promise<number[]> =>
      Promise.all(songs.map(([, at]) => width(map, at)));
    const same = await widths();
    await choose(app.page, 'Sizes', 'duration');
    const lengths = songs.map(([id]) => rows.get(id)!.durationSeconds);
    const longest = lengths.indexOf(Math.max(...lengths));
    const shortest = lengths.indexOf(Math.min(...lengths));
    expect(Math.max(...same) - Math.min(...same)).toBeLessThanOrEqual(2);
    await expect(async () => {
      const sized = await widths();
      expect(sized[longest]).toBeGreaterThan(sized[shortest]!);
    }).toPass(SOON);
  });

  await test.step('songs that were played more often are larger', async () => {
    const [often, once] = await alone(map);
    for (let play = 0; play < 8; play++) {
      await askApp(app, 'plays:note', { id: often![0], kind: 'played' });
    }
    await askApp(app, 'plays:note', { id: once![0], kind: 'played' });
    await choose(app.page, 'Sizes', 'plays');
    await expect(async () => {
      expect(await width(map, often![1])).toBeGreaterThan(await width(map, once![1]));
    }).toPass(SOON);
  });
  await app.quit();
});

test('colours by the groups that lie together on the map', async ({ computer }) => {
  await copySongs(computer.music);
  // Songs that are all alike are a group for sure.
  await writeTones(computer.music, 10);
  const map = await openMap(computer, { songs: false });
  const { app, ui } = map;
  const { layout } = await askApp(app, 'map:layout', { space: 'genre' });
  const rowOf = new Map(layout!.id.map((id, row) => [id, row]));
  const { regions } = await askApp(app, 'map:regions', { space: 'genre' });
  const groups = regions.filter(({ level }) => level === 1);
  expect(groups.length).toBeGreaterThan(0);
  await choose(app.page, 'Colours', 'cluster');
  await expect(() =>
    expectColours(map, (id) => groupName(groups, layout!.cluster[rowOf.get(id)!]!)),
  ).toPass(SOON);
  expect((await legendColours(ui.mapLegend)).size).toBeGreaterThan(1);
  await app.quit();
});

/** As the steps of tempo are called (renderer/features/map/colour-by.ts). */
function tempoName(tempo: number): string {
  if (Number.isNaN(tempo)) {
    return '';
  }
  const bounds = [70, 90, 105, 120, 135, 150];
  const step = bounds.filter((bound) => Math.round(tempo) >= bound).length;
  if (step === 0) {
    return '<70 BPM';
  }
  const next = bounds[step];
  return `${String(bounds[step - 1])}${next === undefined ? '+' : `–${String(next - 1)}`} BPM`;
}

/** What a group of the map is called: by the words of its region, else by its number. */
function groupName(regions: readonly MapRegion[], cluster: number): string {
  const words = regions.find(({ number }) => number === cluster)?.words ?? [];
  const said = words.map(({ kind, text }) => (kind === 'decade' ? `${text}s` : text)).join(' · ');
  if (cluster < 0) {
    return 'Not known';
  }
  return said === '' ? `Group ${String(cluster + 1)}` : said;
}

/** How many pixels wide a song's point is. */
async function width({ app }: OpenMap, { x, y }: WindowPlace): Promise<number> {
  const row = Array.from({ length: APART }, (_, at) => ({ x: x - APART / 2 + at, y }));
  const pixels = await pixelsAt(app.page, row);
  return pixels.filter((pixel) => offGround(pixel) > COLOUR_TOLERANCE).length;
}

test('songs glide to another layout; where the system asks for stillness they are there at once', async ({
  computer,
}) => {
  // A canvas of WebGL cannot be read between its frames; the painters only draw, what moves is decided before them.
  computer.expectedErrors.push(/WebGL|GPU|gl/i);
  const map = await openMap(computer, {
    switches: ['--disable-gpu', '--disable-software-rasterizer', '--disable-3d-apis'],
  });
  const { app, ui } = map;
  const space = app.page.getByRole('combobox', { name: 'What lies close together' });
  const isThere = async (): Promise<boolean> =>
    (await askApp(app, 'map:layout', { space: 'melody' })).layout !== null;
  await space.selectOption({ label: 'Alike in melody' });
  await expect.poll(isThere, { timeout: 60_000 }).toBe(true);
  await space.selectOption({ label: 'Alike in genre' });
  await expect.poll(() => pictures(app.page, 1_500)).toBe(1);

  const glided = pictures(app.page, 3_000);
  await space.selectOption({ label: 'Alike in melody' });
  // Slow machines show few of them; there are some between the first and the last.
  expect(await glided).toBeGreaterThan(4);

  await app.page.emulateMedia({ reducedMotion: 'reduce' });
  const jumped = pictures(app.page, 3_000);
  await space.selectOption({ label: 'Alike in genre' });
  expect(await jumped).toBeLessThanOrEqual(4);
  await expect(ui.map).toBeVisible();
  await app.quit();
});

/** How many pictures the map's canvas draws in so many milliseconds that are not like the one before. */
function pictures(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (during) => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="map-canvas"]')!;
    const small = new OffscreenCanvas(160, 100).getContext('2d', { willReadFrequently: true })!;
    const seen = new Set<string>();
    const until = performance.now() + during;
    while (performance.now() < until) {
      await new Promise((done) => requestAnimationFrame(done));
      small.drawImage(canvas, 0, 0, 160, 100);
      seen.add(small.getImageData(0, 0, 160, 100).data.join());
    }
    return seen.size;
  }, ms);
}

test('when WebGL is lost the map goes on without it, and says so', async ({ computer }) => {
  computer.expectedErrors.push(/WebGL|CONTEXT_LOST/i);
  const map = await openMap(computer);
  const { app, ui } = map;
  await expect(ui.map).toHaveAttribute('data-painter', 'webgl');
  const songs = await alone(map);
  const at = songs.map(([, place]) => place);
  const before = await pixelsAt(app.page, at);
  await ui.map.evaluate((canvas) => {
    const gl = (canvas as HTMLCanvasElement).getContext('webgl');
    gl!.getExtension('WEBGL_lose_context')!.loseContext();
  });
  await expect(ui.map).toHaveAttribute('data-painter', 'canvas');
  await expect(app.page.getByTestId('map-without-webgl')).toContainText('WebGL');
  await drawn(app.page);
  const free = await uncovered(app, songs);
  const after = await pixelsAt(app.page, at);
  expect(free.length).toBeGreaterThan(3);
  for (const [index, song] of songs.entries()) {
    if (free.includes(song)) {
      expect(distance(after[index]!, before[index]!)).toBeLessThan(COLOUR_TOLERANCE);
    }
  }
  await app.quit();
});
