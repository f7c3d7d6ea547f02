import { askApp } from './support/bridge';
import { openMadeLibrary } from './support/made-library';
import { answerMenu } from './support/native';
import { openSettings } from './support/settings';
import { expect, test } from './support/test';

/** Hubs are corrected from 30 songs on. */
const SONGS = 300;

test('the correction of hubs changes lists, can be turned off, and its figures are of this library', async ({
  computer,
}) => {
  const { app, ui } = await openMadeLibrary(computer, SONGS);
  const { page } = app;
  await answerMenu(app, 'find-similar');
  await ui.rows.first().click({ button: 'right' });
  await expect(ui.similarItems).not.toHaveCount(0);
  const corrected = await ui.similarIds();

  await openSettings(page);
  const hubs = page.getByRole('switch', { name: 'Keep a few songs from being in every list' });
  await expect(hubs).toBeChecked();
  await page.getByRole('button', { name: 'Measure in this library' }).click();
  const figures = page.getByTestId('hub-figures').first();
  await expect(figures).toContainText('300 songs compared with each other');
  const { spaces } = await askApp(app, 'similar:hubs', { most: SONGS });
  const [genre] = spaces;
  const shown = figures.getByRole('row', { name: 'Dominance of a few songs' }).getByRole('cell');
  await expect(shown).toHaveText(
    [genre?.before, genre?.after].map((counts) => (counts?.skewness ?? NaN).toFixed(2)),
  );
  await hubs.click();
  await expect(hubs).not.toBeChecked();
  await expect.poll(async () => (await askApp(app, 'settings:get', {})).hubCorrection).toBe(false);
  await page.keyboard.press('Escape');

  // The list that is open follows.
  await expect.poll(() => ui.similarIds()).not.toEqual(corrected);
  await openSettings(page);
  await hubs.click();
  await page.keyboard.press('Escape');
  await expect.poll(() => ui.similarIds()).toEqual(corrected);
  await app.quit();
});
