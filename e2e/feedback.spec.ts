import { startWithHeardSongs } from './support/heard-songs';
import { answerMenu, menusOpened } from './support/native';
import { fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test('more and less like a song re-form the list at once, are taken back, and outlive the app', async ({
  computer,
}) => {
  const songs = await fixtureNames();
  let app = await startWithHeardSongs(computer);
  let ui = new AppWindow(app.page);
  await expect(ui.rows).toHaveCount(songs.length);
  await answerMenu(app, 'find-similar');
  await ui.row('Genesis').click({ button: 'right' });
  await expect(ui.similarItems).toHaveCount(songs.length - 1);
  const before = await ui.similarIds();
  const far = before.at(-1) ?? '';
  const item = (id: string) => ui.similar.locator(`li:has(> div [data-track-id="${id}"])`);
  const said = ui.similar.getByTestId('similar-said');

  await test.step('by keyboard, which goes on in the list', async () => {
    const button = item(far).getByRole('button', { name: 'More like this' });
    await button.focus();
    await app.page.keyboard.press('Enter');
    await expect(said.getByRole('button', { name: /^More like/ })).toHaveCount(1);
    await expect(ui.similarItems).toHaveCount(songs.length - 2);
    expect(await ui.similarIds()).not.toContain(far);
    // The others are in another order than before.
    expect(await ui.similarIds()).not.toEqual(before.filter((id) => id !== far));
    await expect
      .poll(() => app.page.evaluate(() => document.activeElement?.ariaLabel))
      .toBe('More like this');
  });

  const second = (await ui.similarIds())[0] ?? '';
  await test.step('from the menu of a row', async () => {
    await answerMenu(app, 'less-like-this');
    await ui.similarItems.first().click({ button: 'right' });
    await expect(said.getByRole('button', { name: /^Less like/ })).toHaveCount(1);
    expect((await menusOpened(app))[0]?.map(({ id }) => id)).toContain('more-like-this');
    expect(await ui.similarIds()).not.toContain(second);
  });
  const after = await ui.similarIds();
  await app.quit();

  app = await computer.start();
  ui = new AppWindow(app.page);
  await expect(ui.rows).toHaveCount(songs.length);
  await answerMenu(app, 'find-similar');
  await ui.row('Genesis').click({ button: 'right' });
  await expect.poll(() => ui.similarIds()).toEqual(after);
  // In the table's menu there is nothing to be said.
  expect((await menusOpened(app))[0]?.map(({ id }) => id)).not.toContain('more-like-this');

  await test.step('one is taken back by its chip, then all is forgotten', async () => {
    const chips = ui.similar.getByTestId('similar-said');
    await chips.getByRole('button', { name: /^Less like/ }).focus();
    await app.page.keyboard.press('Enter');
    await expect(chips.getByRole('button', { name: /^Less like/ })).toHaveCount(0);
    // The chip is gone; the keyboard goes on in the panel.
    await expect(ui.similar.getByRole('heading', { level: 2 })).toBeFocused();
    await expect(ui.similarItems).toHaveCount(songs.length - 2);
    expect(await ui.similarIds()).toContain(second);
    await chips.getByRole('button', { name: 'Forget all of this' }).click();
    await expect(chips).toHaveCount(0);
    await expect.poll(() => ui.similarIds()).toEqual(before);
  });

  await test.step('lists of several songs are not talked about', async () => {
    await expect(ui.similar.getByRole('button', { name: 'More like this' }).first()).toBeVisible();
    await ui.similar
      .getByTestId('similar-query')
      .getByRole('button', { name: 'Trackballs' })
      .click();
    await expect(ui.similar.getByTestId('similar-query')).toContainText('Album');
    await expect(ui.similarItems.first()).toBeVisible();
    await expect(ui.similar.getByRole('button', { name: 'More like this' })).toHaveCount(0);
  });
  await app.quit();
});
