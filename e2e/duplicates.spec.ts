import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { askApp } from './support/bridge';
import { finishedScans } from './support/events';
import { copySong } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test('copies of a song can be told apart by their whole paths in a small window', async ({
  computer,
}) => {
  const deep = path.join(
    computer.music,
    'a folder with a rather long name',
    'another one in it',
    'and then a third',
  );
  const files: string[] = [];
  for (const end of ['this one', 'that one']) {
    const folder = path.join(deep, end);
    await mkdir(folder, { recursive: true });
    files.push(await copySong('battle-epic.flac', path.join(folder, 'battle epic.flac')));
    files.push(await copySong('genesis.aiff', path.join(folder, 'genesis.aiff')));
  }
  const app = await computer.start();
  await askApp(app, 'library:add-roots', { paths: [computer.music] });
  await finishedScans(app, 1);
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600);
  });
  await expect(new AppWindow(app.page).rows).toHaveCount(2);
  await app.page.getByRole('button', { name: 'Duplicates' }).click();
  const view = app.page.getByTestId('duplicates');
  const paths = view.locator('.duplicates__path');
  await expect(paths).toHaveCount(files.length);
  expect((await paths.allTextContents()).sort()).toEqual(files.sort());
  const cut = await paths.evaluateAll((all) =>
    all
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((one) => one.textContent),
  );
  expect(cut).toEqual([]);
  // However many lines they take, nothing lies over the next.
  await expect(async () => {
    const boxes = await view
      .locator('.duplicates__song, .duplicates__copy')
      .evaluateAll((all) =>
        all.map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })),
      );
    const sorted = boxes.sort((a, b) => a.top - b.top);
    for (const [at, { bottom }] of sorted.slice(0, -1).entries()) {
      expect(sorted[at + 1]!.top).toBeGreaterThanOrEqual(bottom);
    }
  }).toPass({ timeout: 5_000 });
  await app.quit();
});
