import type { Page } from '@playwright/test';
import { askApp, libraryRows } from './support/bridge';
import type { Rgb, WindowPlace } from './support/map';
import { drawn, legendColours, pixelsAt, songPlaces, uncovered } from './support/map';
import type { OpenMap } from './support/open-map';
import { openMap } from './support/open-map';
import { expect, test } from './support/test';

/** Colours of the light theme (renderer/features/map/theme.ts). */
const GROUND: Rgb = [244, 244, 245];
/** How much of a point's colour shows where few songs are (renderer/features/map/point-looks.ts). */
const OPACITY = 0.88;
const COLOUR_TOLERANCE = 10;
/** Points whose discs do not touch, the largest too. */
const APART = 40;

test.describe.configure({ timeout: 150_000 });

type Song = readonly [id: string, place: WindowPlace];

/** Songs that no other one is near to and nothing lies over, where they are now: with the legend the map's height changes. */
async function alone({ app, ui }: OpenMap): Promise<readonly Song[]> {
  const places = await songPlaces(app, ui);
  const apart = [...places].filter(([id, place]) =>
    [...places].every(
      ([other, { x, y }]) => other === id || Math.hypot(x - place.x, y - place.y) > APART,
    ),
  );
  return uncovered(app, apart);
}

const distance = (a: Rgb, b: Rgb): number =>
  Math.max(...a.map((value, part) => Math.abs(value - b[part]!)));

const mixed = (over: Rgb): Rgb =>
  over.map((value, part) => GROUND[part]! + (value - GROUND[part]!) * OPACITY) as unknown as Rgb;

/** What was chosen goes to the settings and comes back: what follows is looked at until it is so. */
const SOON = { timeout: 10_000 };

async function choose(page: Page, what: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: what }).selectOption(option);
  await drawn(page);
}

/** The songs have the colours that the legend gives their groups. */
async function expectColours(map: OpenMap, groupOf: (id: string) => string): Promise<void> {
  const { app, ui } = map;
  const songs = await alone(map);
  const colours = await legendColours(ui.mapLegend);
  const seen = await pixelsAt(
    app.page,
    songs.map(([, place]) => place),
  );
  for (const [index, [id]] of songs.entries()) {
    const expected = colours.get(groupOf(id)) ?? colours.get('Other');
    expect(expected, `${groupOf(id)} of ${[...colours.keys()].join(', ')}`).toBeDefined();
    expect(distance(seen[index]!, mixed(expected!)), groupOf(id)).toBeLessThan(COLOUR_TOLERANCE);
  }
}

test('colours by what the engine says: trust, mood, when; sizes by length and plays', async ({
  computer,
}) => {
  const map = await openMap(computer);
  const { app, ui } = map;
  expect((await alone(map)).length).toBeGreaterThan(5);
  const { layout } = await askApp(app, 'map:layout', { space: 'genre' });
  const rowOf = new Map(layout!.id.map((id, row) => [id, row]));

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
    const rows = await libraryRows(app);
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

/** How many pixels wide a song's point is. */
async function width({ app }: OpenMap, { x, y }: WindowPlace): Promise<number> {
  const row = Array.from({ length: APART }, (_, at) => ({ x: x - APART / 2 + at, y }));
  const pixels = await pixelsAt(app.page, row);
  return pixels.filter((pixel) => distance(pixel, GROUND) > COLOUR_TOLERANCE).length;
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
