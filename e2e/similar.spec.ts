import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { keysFit } from '../electron/shared/musical-key';
import { splitTexts } from '../electron/shared/text-column';
import { askApp, libraryRows } from './support/bridge';
import { finishedScans } from './support/events';
import { startWithHeardSongs } from './support/heard-songs';
import { answerMenu } from './support/native';
import { copySongs, fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test.describe.configure({ timeout: 150_000 });

test('a list of similar songs is tuned, limited, explained and asked about albums and artists', async ({
  computer,
}) => {
  const songs = await fixtureNames();
  const app = await startWithHeardSongs(computer);
  const ui = new AppWindow(app.page);
  await expect(ui.rows).toHaveCount(songs.length);
  await answerMenu(app, 'find-similar');
  await ui.rows.first().click({ button: 'right' });
  await expect(ui.similarItems).toHaveCount(songs.length - 1);
  const library = await libraryRows(app);
  const tuning = ui.similar.getByTestId('similar-tuning');

  await test.step('limits are in the question, and what they leave out is told', async () => {
    await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
    await expect(tuning).toBeVisible();
    await tuning.getByLabel('Minutes: from').fill('600');
    await expect(ui.similarItems).toHaveCount(0);
    await expect(ui.similar.getByRole('status')).toContainText(
      `${String(songs.length - 1)} by length`,
    );
    await tuning.getByRole('button', { name: 'As usual' }).click();
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    await tuning.getByLabel('Most per artist').fill('1');
    const artists = async (): Promise<string[]> =>
      (await ui.similarIds())
        .map((id) => library.get(id)?.artist ?? '')
        .filter((name) => name !== '');
    await expect
      .poll(async () => {
        const names = await artists();
        return names.length - new Set(names).size;
      })
      .toBe(0);
    await tuning.getByRole('button', { name: 'As usual' }).click();
  });

  await test.step('years, keys, albums and what is heard limit the list as well', async () => {
    const [asked = ''] = await ui.rowIds();
    const others = [...library.values()].filter(({ id }) => id !== asked);
    const shows = async (wanted: readonly string[]): Promise<void> => {
      await expect.poll(async () => (await ui.similarIds()).sort()).toEqual([...wanted].sort());
      await tuning.getByRole('button', { name: 'As usual' }).click();
      await expect(ui.similarItems).toHaveCount(others.length);
    };
    const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

    const years = others.map(({ year }) => year).filter((year) => !Number.isNaN(year));
    const middle = years.sort((a, b) => a - b)[years.length >> 1] ?? 0;
    await tuning.getByLabel('Years: from').fill(String(middle));
    await tuning.getByLabel('Years: to').fill(String(middle + 1));
    await shows(idsOf(others.filter(({ year }) => year >= middle && year <= middle + 1)));

    const { rows } = await askApp(app, 'library:rows', { since: 0 });
    const keyOf = new Map(splitTexts(rows.id).map((id, at) => [id, rows.key[at] ?? -1]));
    const own = keyOf.get(asked) ?? -1;
    await tuning.getByRole('switch', { name: 'Only keys that fit' }).click();
    await shows(
      idsOf(others).filter((id) => {
        const key = keyOf.get(id) ?? -1;
        return own >= 0 && key >= 0 && keysFit(own, key);
      }),
    );

    const [word] = await askApp(app, 'similar:heard', { id: others[0]?.id ?? '' });
    const tag = word?.tag ?? '';
    const heard = splitTexts(await askApp(app, 'library:heard', { tags: [{ tag }] }));
    const words = (label: RegExp): Locator =>
      tuning.locator('label').filter({ hasText: label }).locator('select');
    await words(/^With(?!out)/).selectOption(tag);
    await shows(idsOf(others).filter((id) => heard.includes(id)));
    await words(/^Without/).selectOption(tag);
    await shows(idsOf(others).filter((id) => !heard.includes(id)));

    const perAlbum = tuning.getByLabel('Most per album');
    await perAlbum.fill('1');
    const albums = others.map(({ album }) => album).filter((album) => album !== '');
    const repeated = albums.length - new Set(albums).size;
    expect(repeated).toBeGreaterThan(0);
    await expect(ui.similarItems).toHaveCount(others.length - repeated);
    await expect(ui.similar.getByRole('status')).toContainText(`${String(repeated)} by album`);
    await perAlbum.fill('');
    await expect(ui.similarItems).toHaveCount(others.length);
    await tuning.getByRole('switch', { name: 'Mix artists' }).click();
    await expect(tuning.getByRole('switch', { name: 'Mix artists' })).not.toBeChecked();
    await expect(ui.similarItems).toHaveCount(others.length);
    await tuning.getByRole('button', { name: 'As usual' }).click();
    await expect(tuning.getByRole('switch', { name: 'Mix artists' })).toBeChecked();
  });

  await test.step('the original’s rankings have ten songs', async () => {
    await tuning.getByLabel('Order').selectOption('score-total');
    await expect(ui.similarItems).toHaveCount(Math.min(10, songs.length - 1));
    await tuning.getByLabel('Order').selectOption('balanced');
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
    await expect(tuning).toBeHidden();
  });

  await test.step('the words heard in the song are shown, and lead to all songs that have them', async () => {
    const heardIn = async (id: string): Promise<string[]> =>
      (await askApp(app, 'similar:heard', { id })).map(({ tag }) => tag);
    const [asked = ''] = await ui.rowIds();
    const ids = [...library.keys()];
    const counts = await Promise.all(ids.map(async (id) => (await heardIn(id)).length));
    // A song in which something is heard, whichever models and thresholds there are.
    const most = ids[counts.indexOf(Math.max(...counts))] ?? '';
    const words = await heardIn(most);
    expect(words.length).toBeGreaterThan(0);
    await app.page
      .locator(`[data-testid="track-row"][data-track-id="${most}"]`)
      .first()
      .click({ button: 'right' });
    const shown = ui.similar.getByTestId('similar-heard').getByRole('button');
    await expect(shown).toHaveText(words);
    await shown.first().click();
    await expect(ui.heardFilter).toHaveValue(words[0] ?? '');
    const having = await askApp(app, 'library:heard', { tags: [{ tag: words[0] ?? '' }] });
    await expect.poll(async () => new Set(await ui.rowIds())).toEqual(new Set(splitTexts(having)));
    await ui.heardFilter.selectOption('');
    await expect(ui.rows).toHaveCount(songs.length);
    await app.page
      .locator(`[data-testid="track-row"][data-track-id="${asked}"]`)
      .first()
      .click({ button: 'right' });
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
  });

  await test.step('a song says why it is there', async () => {
    await ui.similar.getByRole('button', { name: 'Why is this here?' }).first().click();
    const why = ui.similar.getByTestId('similar-why');
    await expect(why).toContainText(/genre: place \d+, \d+% alike/);
    await expect(why).toContainText(/Heard in both: \w+|No word fits/);
  });

  await test.step('what is most alike in both is heard one after the other, and can be asked about', async () => {
    const alike = ui.similar.getByTestId('similar-alike');
    await expect(alike).toContainText(
      /Most alike \((genre|melody)\): \d+:\d\d there, \d+:\d\d here/,
    );
    const [id = ''] = await ui.similarIds();
    const hear = alike.locator('[data-hearing]');
    await hear.click();
    await expect(hear).toHaveText('Stop');
    // The song asked about first, then this one, then neither.
    await expect(hear).not.toHaveAttribute('data-hearing', id);
    await expect(hear).toHaveAttribute('data-hearing', id, { timeout: 20_000 });
    await hear.click();
    await expect(hear).toHaveText('Hear both');
    await alike.getByRole('button', { name: 'More like this passage' }).click();
    const card = ui.similar.getByTestId('similar-query');
    await expect(card).toContainText(/Passage \d+:\d\d–\d+:\d\d/);
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    expect(await ui.similarIds()).not.toContain(id);
    await ui.similar.getByRole('button', { name: 'Back' }).click();
  });

  await test.step('a passage is marked on the waveform of the song, by mouse and by keyboard', async () => {
    const card = ui.similar.getByTestId('similar-query');
    await expect(card).not.toContainText('Passage');
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    const before = await ui.similarIds();
    const picker = ui.similar.getByTestId('passage-picker');
    const area = picker.getByTitle(/The song from beginning to end/);
    const { x, y, width, height } = (await area.boundingBox())!;
    await app.page.mouse.move(x + width * 0.25, y + height / 2);
    await app.page.mouse.down();
    await app.page.mouse.move(x + width * 0.75, y + height / 2, { steps: 5 });
    await app.page.mouse.up();
    await expect(card).toContainText(/Passage 0:0[23]–0:0\d/);
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    await picker.getByRole('slider', { name: 'Passage begins' }).focus();
    await app.page.keyboard.press('Home');
    await picker.getByRole('button', { name: 'Find what is like this passage' }).click();
    await expect(card).toContainText(/Passage 0:00–0:0\d/);
    await picker.getByRole('button', { name: 'The whole song' }).click();
    await expect(card).not.toContainText('Passage');
    await expect.poll(() => ui.similarIds()).toEqual(before);
    await picker.getByRole('button', { name: 'Mark it by keyboard' }).click();
    await expect(picker.getByRole('slider')).toHaveCount(2);
    await picker.getByRole('button', { name: 'The whole song' }).click();
    await expect(picker.getByRole('slider')).toHaveCount(0);
  });

  await test.step('an order that passages cannot be had in gives way, says so, and comes back', async () => {
    await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
    const order = tuning.getByLabel('Order');
    await order.selectOption('melody');
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    const area = ui.similar.getByTitle(/The song from beginning to end/);
    const { width, height } = (await area.boundingBox())!;
    await area.click({ position: { x: width / 2, y: height / 2 } });
    await expect(ui.similar.getByTestId('similar-query')).toContainText('Passage');
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    await expect(order).toHaveValue('genre');
    await expect(ui.similar.getByRole('status')).toHaveText(
      /“Only genre” here instead of “Only melody”/,
    );
    // Chosen again, it gives way again.
    await order.selectOption('melody');
    await expect(order).toHaveValue('genre');
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    await ui.similar.getByRole('button', { name: 'The whole song' }).click();
    await expect(order).toHaveValue('melody');
    await expect(ui.similar.getByRole('status')).toHaveCount(0);
    await tuning.getByRole('button', { name: 'As usual' }).click();
    await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
  });

  await test.step('tempo and key are columns to sort by, and limits', async () => {
    const { rows } = await askApp(app, 'library:rows', { since: 0 });
    const known = [...rows.tempo].filter((bpm) => !Number.isNaN(bpm)).length;
    await app.page.getByRole('columnheader', { name: 'BPM' }).getByRole('button').click();
    const cells = app.page.getByTestId('track-row').locator('.table__cell--tempo');
    const shown = (await cells.allTextContents()).filter((text) => text !== '').map(Number);
    expect(shown).toHaveLength(known);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
    await tuning.getByLabel('Tempo (BPM): from').fill('900');
    await expect(ui.similar.getByRole('status')).toContainText('by tempo');
    await tuning.getByRole('button', { name: 'As usual' }).click();
    await ui.similar.getByRole('button', { name: 'Tune the list' }).click();
    await app.page.getByRole('columnheader', { name: 'Artist' }).getByRole('button').click();
  });

  await test.step('an artist is asked about, and back leads to the song', async () => {
    const [named] = [...library.values()].filter(({ artist }) => artist !== '');
    const artist = named?.artist ?? '';
    const own = [...library.values()].filter((row) => row.artist === artist).map(({ id }) => id);
    await ui.rows
      .filter({ hasText: named?.title ?? '' })
      .first()
      .click({ button: 'right' });
    const card = ui.similar.getByTestId('similar-query');
    await expect(card).toContainText(named?.title ?? '');
    await card.getByRole('button', { name: artist, exact: true }).click();
    await expect(card).toContainText('Artist');
    await expect(ui.similarItems).toHaveCount(songs.length - own.length);
    expect((await ui.similarIds()).filter((id) => own.includes(id))).toEqual([]);
    await ui.similar.getByRole('button', { name: 'Back' }).click();
    await expect(card).toContainText(named?.title ?? '');
  });

  await test.step('of several songs one says why: the one that is nearest', async () => {
    await ui.row('Genesis').click();
    await ui.row('Starfall').click({ modifiers: ['ControlOrMeta'] });
    await ui.row('Starfall').click({ button: 'right' });
    await expect(ui.similar.getByTestId('similar-query')).toContainText('2 songs together');
    await expect(ui.similarItems).toHaveCount(songs.length - 2);
    await ui.similar.getByRole('button', { name: 'Why is this here?' }).first().click();
    const why = ui.similar.getByTestId('similar-why');
    await expect(why.getByTestId('similar-nearest')).toHaveText(
      /Nearest of those asked about: “(Genesis|Starfall)”/,
    );
    const nearest = (await why.innerText()).includes('Genesis') ? 'Genesis' : 'Starfall';
    const { id: asked } = [...library.values()].find(({ title }) => title === nearest)!;
    const hear = why.locator('[data-hearing]');
    await hear.click();
    await expect(hear).toHaveAttribute('data-hearing', asked);
    await hear.click();
  });
  await app.quit();
});

test('versions of a song are one row, until a person says that they are not the same', async ({
  computer,
}) => {
  const songs = await copySongs(computer.music);
  const wav = songs.find((name) => name.endsWith('.wav')) ?? '';
  // The same music with other bytes: the lowest bit of every sample is turned, which nobody hears.
  const bytes = await readFile(wav);
  for (let at = bytes.indexOf('data') + 8; at < bytes.length; at += 2) {
    bytes[at] = (bytes[at] ?? 0) ^ 1;
  }
  await writeFile(path.join(computer.music, 'another-copy.wav'), bytes);
  const app = await computer.start();
  const ui = new AppWindow(app.page);
  await askApp(app, 'library:add-roots', { paths: [computer.music] });
  await finishedScans(app, 1);
  await expect(ui.rows).toHaveCount(songs.length + 1);
  await answerMenu(app, 'find-similar');
  await ui.rows.first().click({ button: 'right' });
  await expect(ui.similarItems).toHaveCount(songs.length - 1);
  const fold = ui.similar.getByTestId('similar-versions');
  await expect(fold).toHaveText('2 versions');
  await fold.click();
  await expect(ui.similarItems).toHaveCount(songs.length);
  const folded = ui.similar.locator('li li');
  await folded.getByRole('button', { name: 'Why is this here?' }).click();
  await expect(folded.getByTestId('similar-why')).toContainText(/genre: (place|far)/);
  await expect(folded.getByTestId('similar-alike')).toBeVisible();
  const titles = [...(await libraryRows(app)).values()].map(({ title }) => title);
  await app.quit();

  // What was unfolded is so the next time.
  const again = await computer.start();
  const later = new AppWindow(again.page);
  const shown = later.similar.getByTestId('similar-versions');
  await answerMenu(again, 'find-similar');
  await later.rows.first().click({ button: 'right' });
  await expect(later.similarItems).toHaveCount(songs.length);
  await expect(shown).toHaveAttribute('aria-expanded', 'true');

  await test.step('not the same, and back', async () => {
    await later.similar.getByRole('button', { name: 'Not the same' }).click();
    await expect(shown).toHaveCount(0);
    await expect(later.similarItems).toHaveCount(songs.length);
    await later.doneBar.getByRole('button', { name: 'Undo' }).click();
    await expect(shown).toHaveText('2 versions');
    await shown.click();
    await expect(later.similarItems).toHaveCount(songs.length - 1);
  });

  await test.step('the versions of the song that is asked about are shown and played', async () => {
    const copy = titles.find((title) => title.includes('another-copy')) ?? '';
    await later.rows.filter({ hasText: copy }).click({ button: 'right' });
    const own = later.similar.getByTestId('similar-own-versions');
    await expect(own).toHaveText('1 other version of this song is not listed.');
    await expect(later.similarItems).toHaveCount(songs.length - 1);
    await own.click();
    await expect(later.similarItems).toHaveCount(songs.length);
    await expect(own).toHaveText('1 other version of this song:');
    const version = later.similar.getByRole('list', { name: /1 other version/ });
    const item = version.getByTestId('similar-item');
    const id = (await item.getAttribute('data-track-id')) ?? '';
    await item.dblclick();
    await later.isPlaying(id);
    await version.getByRole('button', { name: 'Not the same' }).click();
    await expect(own).toHaveCount(0);
    await expect(later.similarItems).toHaveCount(songs.length);
  });
  await again.quit();
});

test('a song whose file is not there shows no waveform and says why; no error is told', async ({
  computer,
}) => {
  const names = ['a-new-journey.mp3', 'ezer-ev.mp3', 'frozen-mainzik.mp3'];
  await copySongs(computer.music, names);
  const app = await computer.start();
  const ui = new AppWindow(app.page);
  await askApp(app, 'library:add-roots', { paths: [computer.music] });
  await finishedScans(app, 1);
  await answerMenu(app, 'find-similar');
  const picker = ui.similar.getByTestId('passage-picker');
  await ui.rows.first().click({ button: 'right' });
  await expect(picker).toBeVisible();
  // As a drive does that is taken away: that is no deletion, and its songs count as before.
  const away = `${computer.music} away`;
  await rename(computer.music, away);
  await ui.rows.nth(1).click({ button: 'right' });
  await expect(ui.similar.getByTestId('passage-no-file')).toContainText('is not there');
  await expect(picker).toHaveCount(0);
  await expect(ui.similarItems).toHaveCount(names.length - 1);
  await expect(app.page.getByRole('alert')).toHaveCount(0);
  await rename(away, computer.music);
  await ui.rows.nth(2).click({ button: 'right' });
  await expect(picker).toBeVisible();
});
