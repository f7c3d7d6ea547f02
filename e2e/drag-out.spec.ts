import path from 'node:path';
import { libraryRows } from './support/bridge';
import { SAYS } from './support/drop';
import { finishedScans } from './support/events';
import { dragOnScreen, noMouse, onScreen, placeWindow } from './support/mouse';
import { answerMenu } from './support/native';
import { copySongs, fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test.describe.configure({ timeout: 150_000 });

test('songs are dragged with the mouse into another program, as files', async ({ computer }) => {
  test.skip(noMouse() !== undefined, noMouse());
  const names = (await fixtureNames()).slice(0, 3);
  for (const [at, name] of names.entries()) {
    // A folder each: what is dropped brings its folder, and must not bring the others.
    await copySongs(path.join(computer.music, String(at)), [name]);
  }
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  await finishedScans(app, 1);
  await expect(ui.rows).toHaveCount(names.length);
  // The other program is an OK Mugle of its own, with an empty library.
  const other = await computer.start({ userData: path.join(computer.folder, 'of another person') });
  const otherUi = new AppWindow(other.page);
  await expect(otherUi.emptyState).toBeVisible();
  await placeWindow(app, { x: 0, y: 0, width: 1280, height: 820 });
  // Its lower part stays in sight when the first window is clicked.
  await placeWindow(other, { x: 700, y: 400, width: 900, height: 600 });
  const titles = await ui.rows.locator('.table__cell--title').allTextContents();

  await test.step('one song, from the library with Alt', async () => {
    await dragOnScreen(await onScreen(app, ui.rows.nth(2)), await onScreen(other, otherUi.player), {
      alt: true,
      whileOver: () => expect(other.page.getByText(SAYS.add, { exact: true })).toBeVisible(),
    });
    await finishedScans(other, 1);
    expect(await titlesOf(other)).toEqual([titles[2]]);
  });

  await test.step('a whole playlist, by its handle', async () => {
    await ui.rows.nth(0).click();
    await ui.rows.nth(1).click({ modifiers: ['ControlOrMeta'] });
    await answerMenu(app, 'new-playlist');
    await ui.rows.nth(1).click({ button: 'right' });
    await ui.playlistName.fill('For the car');
    await app.page.keyboard.press('Enter');
    await ui.playlistItems.first().click();
    const handle = ui.playlistView.getByRole('button', { name: 'Drag from here' });
    await dragOnScreen(await onScreen(app, handle), await onScreen(other, otherUi.player), {
      whileOver: () => expect(other.page.getByText(SAYS.add, { exact: true })).toBeVisible(),
    });
    await finishedScans(other, 2);
    await expect(otherUi.rows).toHaveCount(3);
  });
  await other.quit();
  await app.quit();
});

async function titlesOf(app: Parameters<typeof libraryRows>[0]): Promise<string[]> {
  return [...(await libraryRows(app)).values()].map((row) => row.title);
}
