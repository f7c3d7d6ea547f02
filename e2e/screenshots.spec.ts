import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { RunningApp } from './support/app';
import { repoRoot } from './support/app';
import { askApp } from './support/bridge';
import { finishedScans } from './support/events';
import { answerMenu } from './support/native';
import { chooseLanguage, chooseTheme, openSettings } from './support/settings';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';
import { writeTones } from './support/tones';
import { AppWindow } from './support/window';

const kept = process.env['OK_MUGLE_SCREENSHOTS'] === '1';
const target = kept
  ? path.join(repoRoot, 'docs', 'screenshots')
  : path.join(repoRoot, 'e2e', 'results', 'screenshots');

const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'ko'] as const;
const USUAL = { width: 1280, height: 820 };
const SMALL = { width: 900, height: 600 };
const TOTAL_LIMIT_BYTES = 4 * 1024 ** 2;

test.describe.configure({ timeout: 240_000 });

async function resize({ electron, page }: RunningApp, size: typeof USUAL): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await expect
    .poll(() => page.evaluate(() => ({ width: innerWidth, height: innerHeight })))
    .toEqual(size);
}

/** One picture in each theme and language. */
async function eachLook(app: RunningApp, take: (look: string) => Promise<void>): Promise<void> {
  for (const language of LANGUAGES) {
    await chooseLanguage(app.page, language);
    for (const theme of THEMES) {
      await chooseTheme(app.page, theme);
      await take(`${theme}-${language}`);
    }
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  // What moves (progress, fades) would make every run another picture.
  await page.screenshot({
    path: path.join(target, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

test.beforeAll(async () => {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
});

test('every view, in both themes and languages', async ({ computer }) => {
  const app = await computer.start();
  const { page } = app;
  const ui = new AppWindow(page);
  await resize(app, USUAL);

  await eachLook(app, async (look) => {
    await expect(ui.emptyState).toBeVisible();
    await shoot(page, `empty-${look}`);
  });
  await resize(app, SMALL);
  await shoot(page, 'small-empty');
  await resize(app, USUAL);

  // The fixtures first, so that they are what is listened to when the rest is cancelled.
  const songs = await copySongs(computer.music);
  await writeFile(path.join(computer.music, 'broken.mp3'), 'This is not music. '.repeat(500));
  await askApp(app, 'library:add-roots', { paths: [computer.music] });
  await finishedScans(app, 1);
  const more = path.join(computer.folder, 'Studies');
  // Enough to listen to that the scan is still going on after four pictures; without tags, as some files are.
  await writeTones(more, 40, 'Study no.');
  const job = await askApp(app, 'library:add-roots', { paths: [more] });
  await expect(ui.scanProgress).toBeVisible();
  await eachLook(app, async (look) => {
    await expect(ui.scanProgress).toBeVisible();
    await expect(ui.table).toBeVisible();
    await shoot(page, `scan-${look}`);
  });
  await askApp(app, 'job:cancel', { job });
  await finishedScans(app, 2);
  await askApp(app, 'library:remove-root', { path: more });
  await expect(ui.rows).toHaveCount(songs.length);
  // What was told of the scan does not belong on the pictures of other things. The window is Korean by now.
  await ui.doneBar.getByRole('button', { name: '닫기' }).click();
  await expect(ui.doneBar).toBeHidden();

  await answerMenu(app, 'find-similar');
  await ui.rows.first().click({ button: 'right' });
  await expect(ui.similarItems.first()).toBeVisible();
  await ui.rows.first().dblclick();
  await eachLook(app, async (look) => {
    await expect(ui.similarItems.first()).toBeVisible();
    await shoot(page, `similar-${look}`);
  });
  await resize(app, SMALL);
  await shoot(page, 'small-similar');
  await resize(app, USUAL);

  await ui.mapTab.click();
  await eachLook(app, async (look) => {
    await expect(ui.map).toBeVisible();
    await shoot(page, `map-${look}`);
  });
  await resize(app, SMALL);
  await shoot(page, 'small-map');
  await resize(app, USUAL);
  await ui.libraryTab.click();

  await eachLook(app, async (look) => {
    await ui.problemsButton.click();
    await expect(ui.problemItems.first()).toBeVisible();
    await shoot(page, `problems-${look}`);
    await page.keyboard.press('Escape');
    await expect(ui.problems).toBeHidden();
  });
  await eachLook(app, async (look) => {
    await openSettings(page);
    await shoot(page, `settings-${look}`);
    await page.keyboard.press('Escape');
  });
  await app.quit();

  const pictures = await readdir(target);
  expect(pictures).toHaveLength(6 * THEMES.length * LANGUAGES.length + 3);
  const sizes = await Promise.all(
    pictures.map(async (name) => (await stat(path.join(target, name))).size),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(TOTAL_LIMIT_BYTES);
});
