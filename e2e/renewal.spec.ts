import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { repoRoot } from './support/app';
import { askApp, libraryRows } from './support/bridge';
import { finishedScans } from './support/events';
import { answerMenu, setOnBattery } from './support/native';
import { chooseLanguage } from './support/settings';
import { copySongs } from './support/songs';
import type { Computer } from './support/test';
import { expect, test } from './support/test';
import { writeTones } from './support/tones';
import { AppWindow } from './support/window';

test.describe.configure({ timeout: 240_000 });

/** The app as it was before a model was changed for another: the very same but for the model's name. */
async function olderVersion(computer: Computer): Promise<string> {
  const folder = path.join(computer.folder, 'older version');
  const models = path.join(folder, 'native-models');
  await mkdir(models, { recursive: true });
  await cp(path.join(repoRoot, 'package.json'), path.join(folder, 'package.json'));
  for (const part of ['build', 'resources']) {
    await symlink(path.join(repoRoot, part), path.join(folder, part), 'junction');
  }
  const bundled = path.join(repoRoot, 'native-models');
  for (const name of await readdir(bundled)) {
    if (name !== 'melody') {
      await cp(path.join(bundled, name), path.join(models, name), { recursive: true });
    }
  }
  const melody = path.join(models, 'melody');
  await mkdir(melody);
  await cp(path.join(bundled, 'melody', 'model.onnx'), path.join(melody, 'model.onnx'));
  const text = await readFile(path.join(bundled, 'melody', 'model.json'), 'utf8');
  const description = JSON.parse(text) as { id: string };
  const older = JSON.stringify({ ...description, id: `${description.id}-before` });
  await writeFile(path.join(melody, 'model.json'), older);
  return folder;
}

/** Enough to hear that some are left after a look in each language. */
const TONES = 20;

test('while songs are heard anew with newer models the list and the scan say so, in both languages, and no longer', async ({
  computer,
}) => {
  const songs = (await copySongs(computer.music)).length + TONES;
  await writeTones(computer.music, TONES);
  const before = await computer.start({
    checkout: await olderVersion(computer),
    folder: computer.music,
  });
  expect((await finishedScans(before, 1)).at(-1)).toMatchObject({ indexed: songs });
  await before.quit();

  const app = await computer.start();
  const ui = new AppWindow(app.page);
  const note = ui.similar.getByTestId('similar-anew');
  // Held, or a computer that is fast is through before it was looked at.
  await setOnBattery(app, true);
  await expect(ui.scanProgress).toContainText('Paused: on battery');
  await answerMenu(app, 'find-similar');
  await ui.row('Genesis').click({ button: 'right' });
  await expect(ui.similarItems.first()).toBeVisible();
  const song = [...(await libraryRows(app)).values()].find(({ title }) => title === 'Genesis')!;
  const left = async (): Promise<number> => {
    const query = { kind: 'songs' as const, ids: [song.id] };
    return (await askApp(app, 'similar:list', { query, limit: 5 })).anew;
  };

  await test.step('in Korean', async () => {
    await chooseLanguage(app.page, 'ko');
    await expect(note).toContainText(/\d+곡을 새 모델로 다시 듣는 중/);
    await setOnBattery(app, false);
    await expect(ui.scanProgress).toContainText(/다시 들을 곡 \d+/);
    await setOnBattery(app, true);
  });

  await test.step('in English, with how many are left', async () => {
    await chooseLanguage(app.page, 'en');
    await expect(ui.scanProgress).toContainText('Paused: on battery');
    // The song at hand may end.
    await expect(async () => {
      const anew = await left();
      expect(anew).toBeGreaterThan(0);
      expect(anew).toBeLessThanOrEqual(songs);
      await app.page.waitForTimeout(1_500);
      expect(await left()).toBe(anew);
    }).toPass();
    await ui.similar.getByRole('button', { name: 'Close' }).click();
    await ui.row('Genesis').click({ button: 'right' });
    await expect(note).toHaveText(
      `– ${String(await left())} songs are being heard anew with newer models; until then lists stay as they were.`,
    );
    await setOnBattery(app, false);
    await expect(ui.scanProgress).toContainText(/\d+ to hear anew/);
  });

  await test.step('when all were heard, nothing is said any more, by itself', async () => {
    await finishedScans(app, 1);
    await expect(ui.scanProgress).toHaveCount(0);
    await expect(note).toHaveCount(0);
    await expect(ui.similar).toContainText(`Searched ${String(songs)} of ${String(songs)} songs`);
    expect(await left()).toBe(0);
  });
  await app.quit();

  const again = await computer.start();
  await answerMenu(again, 'find-similar');
  await new AppWindow(again.page).row('Genesis').click({ button: 'right' });
  await expect(new AppWindow(again.page).similar).toContainText('Searched');
  await expect(again.page.getByTestId('similar-anew')).toHaveCount(0);
  await again.quit();
});
