import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { askApp, libraryRows } from './support/bridge';
import { hoverSong } from './support/map';
import { openMap } from './support/open-map';
import { expect, test } from './support/test';
import { writeOddMiddle, writeTones } from './support/tones';

test.describe.configure({ timeout: 150_000 });

/** By its whole name, which says what is heard. */
const listenByPointing = (page: Page): Locator =>
  page.getByRole('button', {
    name: 'Listen by pointing: the ten seconds that are most like the whole song',
    exact: true,
  });

test('songs that are pointed at are heard, all equally loud', async ({ computer }) => {
  await writeTones(computer.music, 3, 'Loud', 1);
  await writeTones(path.join(computer.music, 'quiet'), 3, 'Quiet', 0.06, 40);
  await writeOddMiddle(computer.music, 'Odd middle');
  const { app, ui } = await openMap(computer, { songs: false });
  const { page } = app;
  const rows = [...(await libraryRows(app)).values()];
  await listenByPointing(page).click();
  const voice = async (id: string): Promise<{ level: number; gain: number; at: number }> => {
    const all = await page
      .getByTestId('map-audition')
      .locator('audio')
      .evaluateAll((voices) =>
        voices
          .map((audio) => audio as HTMLAudioElement)
          .map(({ src, paused, currentTime, dataset }) => ({
            src,
            paused,
            at: currentTime,
            level: Number(dataset['levelDb']),
            gain: Number(dataset['gainDb']),
          })),
      );
    return (
      all.find(({ src, paused }) => src.endsWith(id) && !paused) ?? { level: 0, gain: 0, at: 0 }
    );
  };
  const heard: { level: number; gain: number }[] = [];
  for (const name of ['Loud', 'Quiet', 'Odd middle']) {
    const song = rows.find(({ title }) => title.startsWith(name))!;
    await hoverSong(app, ui, song);
    // The ten seconds that are most like the song.
    const stretch = await askApp(app, 'map:audition', { id: song.id });
    expect(stretch!.to - stretch!.from).toBeCloseTo(10, 3);
    if (name === 'Odd middle') {
      // The middle ten seconds of its 40 begin at 15.
      expect(Math.abs(stretch!.from - 15)).toBeGreaterThan(3);
    }
    await expect.poll(async () => (await voice(song.id)).at).toBeGreaterThan(stretch!.from + 1);
    const { level, gain, at } = await voice(song.id);
    expect(at).toBeLessThan(stretch!.to);
    heard.push({ level, gain });
  }
  const [loud, quiet] = heard;
  expect(Math.abs(loud!.level - quiet!.level)).toBeLessThan(2);
  expect(quiet!.gain - loud!.gain).toBeGreaterThan(9);

  await test.step('it ends when the mouse goes, and can be off', async () => {
    await ui.search.hover();
    await expect.poll(() => running(page)).toEqual([]);
    await listenByPointing(page).click();
    await hoverSong(app, ui, rows[0]!);
    await page.waitForTimeout(1_500);
    expect(await running(page)).toEqual([]);
    expect((await askApp(app, 'settings:get', {})).audition).toBe(false);
  });

  await test.step('arrow keys are heard too; one song fades out while the next fades in', async () => {
    await ui.search.hover();
    await listenByPointing(page).click();
    const walk = async (key: string): Promise<string> => {
      await ui.map.focus();
      await page.keyboard.press(key);
      const title = await ui.mapSelected.locator('strong').textContent();
      return rows.find((row) => row.title === title)!.id;
    };
    const first = await walk('ArrowRight');
    await expect.poll(() => running(page)).toEqual([first]);
    let next = first;
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown']) {
      next = next === first ? await walk(key) : next;
    }
    expect(next).not.toBe(first);
    expect(await mostAtOnce(page, next)).toBe(2);
    await expect.poll(() => running(page)).toEqual([next]);
    await page.keyboard.press('Escape');
    await expect.poll(() => running(page)).toEqual([]);
  });
  await app.quit();
});

/** The songs whose sound runs at this moment. */
function running(page: Page): Promise<string[]> {
  return page
    .getByTestId('map-audition')
    .locator('audio')
    .evaluateAll((all) =>
      all
        .map((audio) => audio as HTMLAudioElement)
        .filter(({ paused }) => !paused)
        .map(({ src }) => src.split('/').at(-1) ?? ''),
    );
}

/** The most songs whose sound runs at once, looked at with every picture until this one alone is left. */
function mostAtOnce(page: Page, last: string): Promise<number> {
  return page.getByTestId('map-audition').evaluate(async (home, id) => {
    const until = performance.now() + 10_000;
    let most = 0;
    while (performance.now() < until) {
      await new Promise((done) => requestAnimationFrame(done));
      const all = [...home.querySelectorAll('audio')].filter(({ paused }) => !paused);
      most = Math.max(most, all.length);
      if (most > 1 && all.length === 1 && all[0]!.src.endsWith(id)) {
        return most;
      }
    }
    return most;
  }, last);
}

test('a song that ends before its ten seconds gives back its voice to what plays', async ({
  computer,
}) => {
  await writeTones(computer.music, 1, 'Long');
  const { app, ui, places } = await openMap(computer);
  const { page } = app;
  const rows = await libraryRows(app);
  const shortest = [...rows.values()].sort((a, b) => a.durationSeconds - b.durationSeconds)[0]!;
  expect(shortest.durationSeconds).toBeLessThan(10);
  expect(places.size).toBe(rows.size);
  await listenByPointing(page).click();
  await ui.libraryTab.click();
  await ui.rows.filter({ hasText: 'Long 001' }).dblclick();
  await ui.mapTab.click();
  const volume = async (): Promise<number> => (await ui.sound()).volume;
  const before = await volume();
  expect(before).toBeGreaterThan(0);
  await hoverSong(app, ui, shortest);
  await expect.poll(volume).toBe(0);
  // The mouse stays where it is.
  await expect.poll(volume, { timeout: 15_000 }).toBe(before);
  await app.quit();
});

interface WithFades {
  fades: GainNode[];
}

/** Keeps hold of how far each voice is faded in, of voices that are made from now on. */
function watchFades(page: Page): Promise<void> {
  return page.evaluate(() => {
    const target = window as unknown as WithFades & { GainNode: typeof GainNode };
    target.fades = [];
    target.GainNode = class extends GainNode {
      constructor(context: BaseAudioContext, options?: GainOptions) {
        super(context, options);
        // A voice's other one brings it to the loudness of all.
        if (options?.gain === 0) {
          target.fades.push(this);
        }
      }
    };
  });
}

const fadesNow = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    (window as unknown as WithFades).fades.map(({ gain }) => gain.value).sort((a, b) => a - b),
  );

/** How far both are faded in, again and again until they have changed places. */
function fadesWhileChanging(page: Page): Promise<[number, number][]> {
  return page.evaluate(async () => {
    const [one, other] = (window as unknown as WithFades).fades.map(({ gain }) => gain);
    const from = one!.value > other!.value ? one! : other!;
    const to = from === one ? other! : one!;
    const seen: [number, number][] = [];
    const until = performance.now() + 10_000;
    while (performance.now() < until && to.value < 1) {
      await new Promise((done) => setTimeout(done, 5));
      seen.push([from.value, to.value]);
    }
    return seen;
  });
}

test('two voices fade into each other at equal power, and stop when auditions are turned off', async ({
  computer,
}) => {
  await writeTones(computer.music, 6, 'Long');
  const { app, ui } = await openMap(computer, { songs: false });
  const { page } = app;
  await ui.libraryTab.click();
  await watchFades(page);
  await ui.mapTab.click();
  await listenByPointing(page).click();
  const walk = async (key: string): Promise<string | null> => {
    await ui.map.focus();
    await page.keyboard.press(key);
    return ui.mapSelected.locator('strong').textContent();
  };

  const first = await walk('ArrowRight');
  await expect.poll(() => fadesNow(page)).toEqual([0, 1]);
  let next = first;
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown']) {
    next = next === first ? await walk(key) : next;
  }
  expect(next).not.toBe(first);
  const seen = await fadesWhileChanging(page);
  for (const [from, to] of seen) {
    // The two are read a moment apart; straight lines would have them at a half in the middle.
    expect(Math.abs(from ** 2 + to ** 2 - 1), `${String(from)}, ${String(to)}`).toBeLessThan(0.15);
  }
  // Both were heard at once, and not for a moment only.
  expect(seen.filter(([from, to]) => Math.min(from, to) > 0.2).length).toBeGreaterThan(3);
  await expect.poll(() => fadesNow(page)).toEqual([0, 1]);

  await listenByPointing(page).click();
  // Well before its ten seconds are over.
  const soon = { timeout: 4_000 };
  await expect.poll(() => fadesNow(page), soon).toEqual([0, 0]);
  await expect.poll(() => running(page), soon).toEqual([]);
  await walk('ArrowRight');
  await walk('ArrowLeft');
  await page.waitForTimeout(1_500);
  expect(await running(page)).toEqual([]);
  await app.quit();
});
