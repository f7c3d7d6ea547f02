import { askApp } from './support/bridge';
import { finishedScans } from './support/events';
import { answerMenu, menusOpened } from './support/native';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test('a question about several songs is narrowed by one that they are not to be like', async ({
  computer,
}) => {
  const songs = await copySongs(computer.music);
  const app = await computer.start();
  const ui = new AppWindow(app.page);
  await askApp(app, 'library:add-roots', { paths: [computer.music] });
  await finishedScans(app, 1);
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
