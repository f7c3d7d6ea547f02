import type { LibraryRow } from './support/bridge';
import { splitTexts } from '../electron/shared/text-column';
import { askApp, libraryRows } from './support/bridge';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

const withoutAccents = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .normalize('NFC');

test('search as you type, columns, keyboard', async ({ computer }) => {
  const songs = await copySongs(computer.music);
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  await expect(ui.rows).toHaveCount(songs.length, { timeout: 30_000 });
  const library = await libraryRows(app);
  const all = [...library.values()];
  const text = ({ title, artist, album }: LibraryRow): string => `${title} ${artist} ${album}`;

  await test.step('Korean', async () => {
    const song = all.find((row) => /[가-힣]{2}/.test(text(row)));
    const typed = /[가-힣]{2}/.exec(song === undefined ? '' : text(song))?.[0] ?? '';
    expect(typed, 'a fixture song has a Korean name').not.toBe('');
    await ui.search.pressSequentially(typed);
    await expect
      .poll(async () => new Set(await ui.rowIds()))
      .toEqual(new Set(all.filter((row) => text(row).includes(typed)).map(({ id }) => id)));
    // As a person's input method composes it on a Mac.
    await ui.search.fill(typed.normalize('NFD'));
    await expect.poll(async () => (await ui.rowIds()).includes(song?.id ?? '')).toBe(true);
  });

  await test.step('accents, with and without', async () => {
    const song = all.find((row) => /[À-ÿ]/.test(text(row)));
    const word =
      text(song ?? all[0]!)
        .split(' ')
        .find((part) => /[À-ÿ]/.test(part)) ?? '';
    expect(word, 'a fixture song has an accented name').not.toBe('');
    for (const typed of [word, withoutAccents(word), word.toUpperCase()]) {
      await ui.search.fill(typed);
      await expect.poll(async () => (await ui.rowIds()).includes(song?.id ?? ''), typed).toBe(true);
    }
  });

  await test.step('nothing found says so, and clearing brings all back', async () => {
    await ui.search.fill('zzz no such song zzz');
    await expect(ui.rows).toHaveCount(0);
    await ui.search.fill('');
    await expect(ui.rows).toHaveCount(songs.length);
  });

  await test.step('only songs in which a word is heard, together with the search', async () => {
    await expect(ui.scanProgress).toBeHidden({ timeout: 90_000 });
    await ui.heardFilter.selectOption('electronic');
    const heard = await askApp(app, 'library:heard', { tags: [{ tag: 'electronic' }] });
    const ids = splitTexts(heard);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(songs.length);
    await expect.poll(async () => new Set(await ui.rowIds())).toEqual(new Set(ids));
    await ui.search.fill('zzz no such song zzz');
    await expect(ui.rows).toHaveCount(0);
    await ui.search.fill('');
    await expect(ui.rows).toHaveCount(ids.length);
    await ui.heardFilter.selectOption('');
    await expect(ui.rows).toHaveCount(songs.length);
  });

  await test.step('columns sort both ways', async () => {
    const header = (name: RegExp) => ui.table.getByRole('columnheader', { name });
    await header(/year/i).click();
    await expect(header(/year/i)).toHaveAttribute('aria-sort', 'ascending');
    const years = (ids: string[]): number[] =>
      ids.map((id) => library.get(id)?.year ?? Number.NaN).filter((year) => !Number.isNaN(year));
    const up = years(await ui.rowIds());
    expect(up).toEqual([...up].sort((a, b) => a - b));
    await header(/year/i).click();
    await expect(header(/year/i)).toHaveAttribute('aria-sort', 'descending');
    const down = years(await ui.rowIds());
    expect(down).toEqual([...up].reverse());
  });

  await test.step('the keyboard walks the rows and plays', async () => {
    const [, second = ''] = await ui.rowIds();
    await ui.rows.first().click();
    await app.page.keyboard.press('ArrowDown');
    await expect(ui.rows.nth(1)).toHaveAttribute('aria-selected', 'true');
    await app.page.keyboard.press('Enter');
    await ui.isPlaying(second);
  });

  await test.step('the button where the mouse is finds what is like the song that is there now', async () => {
    const { page } = app;
    const ids = await ui.rowIds();
    const [first, song] = [ids[0]!, ids.at(-1)!].map((id) => library.get(id)!);
    await ui.search.fill(first!.title);
    await expect.poll(() => ui.rowIds()).toEqual([first!.id]);
    const { x, y, width, height } = (await ui.rows.first().boundingBox())!;
    await page.mouse.move(x + width - 20, y + height / 2);
    await expect(ui.rows.getByRole('button', { name: 'Find similar' })).toHaveCount(1);
    // The mouse rests while another song comes to its place.
    await ui.search.fill(song!.title);
    await expect.poll(() => ui.rowIds()).toEqual([song!.id]);
    await page.mouse.down();
    await page.mouse.up();
    await expect(ui.similar).toContainText(song!.title);
    await expect(ui.similarItems).toHaveCount(songs.length - 1);
    expect(await ui.similarIds()).not.toContain(song!.id);
  });
  await app.quit();
});
