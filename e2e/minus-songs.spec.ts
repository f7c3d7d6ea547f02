import path from 'node:path';
import { askApp } from './support/bridge';
import { finishedScans } from './support/events';
import { startWithHeardSongs } from './support/heard-songs';
import { answerMenu, menusOpened } from './support/native';
import { chooseLanguage } from './support/settings';
import { copySongs, fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { writeTones } from './support/tones';
import { AppWindow } from './support/window';

test('a question about several songs is narrowed by one that they are not to be like', async ({
  computer,
}) => {
  const songs = await fixtureNames();
  const app = await startWithHeardSongs(computer);
  const ui = new AppWindow(app.page);
  await expect(ui.rows).toHaveCount(songs.length);
  const card = ui.similar.getByTestId('similar-query');
  const chips = ui.similar.getByTestId('similar-minus').getByRole('button');
  const menuOf = async (row: ReturnType<AppWindow['row']>, entry: string): Promise<void> => {
    await answerMenu(app, entry);
    await row.click({ button: 'right' });
    await expect.poll(async () => (await menusOpened(app)).length).toBe(1);
  };

  await test.step('where nothing is asked there is nothing to be said', async () => {
    await ui.row('Genesis').click();
    await ui.row('Starfall').click({ modifiers: ['ControlOrMeta'] });
    await menuOf(ui.row('Starfall'), 'find-similar');
    expect((await menusOpened(app))[0]?.map(({ id }) => id)).not.toContain('not-like-this');
    await expect(card).toContainText('2 songs together');
    await expect(ui.similarItems).toHaveCount(songs.length - 2);
  });
  const before = await ui.similarIds();

  await test.step('the list turns away from another song, which leaves it', async () => {
    await menuOf(ui.similarItems.first(), 'not-like-this');
    await expect(chips).toHaveCount(1);
    await expect(ui.similarItems).toHaveCount(songs.length - 3);
    const now = await ui.similarIds();
    const [first, ...others] = before;
    expect(now).not.toContain(first);
    expect(now).not.toEqual(others);
    expect([...now].sort()).toEqual([...others].sort());
    // The songs that are asked about cannot be taken out of themselves.
    await menuOf(ui.row('Genesis'), 'not-like-this');
    const entry = (await menusOpened(app))[0]?.find(({ id }) => id === 'not-like-this');
    expect(entry).toMatchObject({ label: 'But not like this', enabled: false });
  });
  const after = await ui.similarIds();

  await test.step('it stays with its question while the person walks on and back', async () => {
    await ui.similarItems.first().click();
    await expect(card).not.toContainText('together');
    await expect(chips).toHaveCount(0);
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    await ui.similar.getByRole('button', { name: 'Back' }).click();
    await expect(chips).toHaveCount(1);
    await expect.poll(() => ui.similarIds()).toEqual(after);
  });

  await test.step('its chip takes it back', async () => {
    await chips.first().focus();
    await app.page.keyboard.press('Enter');
    await expect(chips).toHaveCount(0);
    await expect(ui.similar.getByRole('heading', { level: 2 })).toBeFocused();
    await expect.poll(() => ui.similarIds()).toEqual(before);
  });
  await app.quit();
});

test('a song that has gone from the library keeps its chip, which says which it was and takes it back', async ({
  computer,
}) => {
  const elsewhere = path.join(computer.folder, 'Elsewhere');
  const gone = ['coherence.m4a', 'battle-epic.flac'];
  const kept = (await fixtureNames()).filter((name) => !gone.includes(name));
  await copySongs(computer.music, kept);
  await copySongs(elsewhere, gone);
  const app = await computer.start();
  const ui = new AppWindow(app.page);
  await askApp(app, 'library:add-roots', { paths: [computer.music, elsewhere] });
  await finishedScans(app, 1);
  const chips = ui.similar.getByTestId('similar-minus').getByRole('button');
  const choose = async (title: string, entry: string): Promise<void> => {
    await answerMenu(app, entry);
    await ui.row(title).click({ button: 'right' });
  };
  await choose('Genesis', 'find-similar');
  await expect(ui.similarItems).toHaveCount(kept.length + gone.length - 1);
  for (const [index, title] of ['Coherence', 'Battle Epic'].entries()) {
    await choose(title, 'not-like-this');
    await expect(chips).toHaveCount(index + 1);
  }

  await test.step('its chip goes on to say which it was, in both languages', async () => {
    await askApp(app, 'library:remove-root', { path: elsewhere });
    await expect(ui.rows).toHaveCount(kept.length);
    await expect(chips).toHaveText([
      'Coherence (not in the library)',
      'Battle Epic (not in the library)',
    ]);
    await expect(chips.first()).toHaveAccessibleName(
      'Not like “Coherence (not in the library)”; click to take it back',
    );
    await chooseLanguage(app.page, 'ko');
    await expect(chips.first()).toHaveText('Coherence (라이브러리에 없음)');
    await chooseLanguage(app.page, 'en');
  });

  await test.step('the list answers, as if it had not been said', async () => {
    await choose('Starfall', 'not-like-this');
    await expect(chips).toHaveCount(3);
    await expect(ui.similarItems).toHaveCount(kept.length - 2);
    const [starfall, genesis] = await Promise.all(
      ['Starfall', 'Genesis'].map((title) => ui.row(title).getAttribute('data-track-id')),
    );
    const query = { kind: 'songs' as const, ids: [genesis!], minus: [starfall!] };
    const { items } = await askApp(app, 'similar:list', { query, limit: 50 });
    expect(await ui.similarIds()).toEqual(items.map(({ id }) => id));
    await expect(ui.similar.getByRole('alert')).toHaveCount(0);
  });

  await test.step('it is taken back, and the others stay', async () => {
    await chips.first().click();
    await expect(chips).toHaveText(['Battle Epic (not in the library)', 'Starfall']);
    await chips.first().click();
    await expect(chips).toHaveText(['Starfall']);
    await expect(ui.similarItems).toHaveCount(kept.length - 2);
  });
  await app.quit();
});

test('chips of songs with long names can be seen and pressed whole, and the list beneath them', async ({
  computer,
}) => {
  await copySongs(computer.music);
  await writeTones(computer.music, 3, 'A name that goes on and on, as those of live recordings do');
  const app = await computer.start();
  const ui = new AppWindow(app.page);
  await askApp(app, 'library:add-roots', { paths: [computer.music] });
  await finishedScans(app, 1);
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600);
  });
  await answerMenu(app, 'find-similar');
  await ui.search.fill('Genesis');
  await ui.row('Genesis').click({ button: 'right' });
  await expect(ui.similarItems.first()).toBeVisible();
  const chips = ui.similar.getByTestId('similar-minus').getByRole('button');
  await ui.search.fill('goes on');
  for (let song = 0; song < 3; song++) {
    await answerMenu(app, 'not-like-this');
    await ui.rows.nth(song).click({ button: 'right' });
    await expect(chips).toHaveCount(song + 1);
  }
  const panel = (await ui.similar.boundingBox())!;
  for (const chip of await chips.all()) {
    const box = (await chip.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(panel.x);
    expect(box.x + box.width).toBeLessThanOrEqual(panel.x + panel.width);
    expect((await chip.locator('svg').boundingBox())?.width).toBe(12);
  }
  // The mouse gets at songs of the list, and sees more than one at a time.
  await ui.similar.hover();
  await app.page.mouse.wheel(0, 2_000);
  await expect(async () => {
    const seen = await ui.similarItems.evaluateAll(
      (items) =>
        items.filter((item) => {
          const { left, top, bottom } = item.getBoundingClientRect();
          return item.contains(document.elementFromPoint(left + 60, (top + bottom) / 2));
        }).length,
    );
    expect(seen).toBeGreaterThan(3);
  }).toPass();
  await expect(ui.similar.getByRole('heading', { level: 2 })).toBeInViewport();
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 820);
  });
  // In a usual window the list has room while it is tuned, however many chips stand above it.
  await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
  const list = ui.similar.getByRole('list', { name: 'Similar songs' });
  await expect.poll(async () => (await list.boundingBox())?.height).toBeGreaterThan(200);
  await app.quit();
});
