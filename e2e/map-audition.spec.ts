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
