import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { repoRoot } from '../support/app';
import { dropOn } from '../support/drop';
import { finishedScans } from '../support/events';
import { answerMenu } from '../support/native';
import { copySongs } from '../support/songs';
import { expect, test } from '../support/test';
import { AppWindow } from '../support/window';

/** What `npm run package` leaves for this platform. */
function packagedExecutable(): string {
  const folder = path.join(repoRoot, 'out', `OK Mugle-${process.platform}-${process.arch}`);
  const names = {
    linux: ['ok-mugle', 'OK Mugle'],
    win32: ['ok-mugle.exe', 'OK Mugle.exe'],
    darwin: ['OK Mugle.app/Contents/MacOS/OK Mugle', 'OK Mugle.app/Contents/MacOS/ok-mugle'],
  }[process.platform as 'linux' | 'win32' | 'darwin'];
  const found = names.map((name) => path.join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error(`There is no packaged app in ${folder}. Run: npm run package`);
  }
  return found;
}

test('the packaged app scans, finds similar songs, plays, takes a playlist and quits', async ({
  computer,
}) => {
  const songs = await copySongs(computer.music);
  const app = await computer.start({ executable: packagedExecutable(), folder: computer.music });
  expect(await app.electron.evaluate(({ app: main }) => main.isPackaged)).toBe(true);

  const [ledger] = await finishedScans(app, 1);
  expect(ledger).toEqual({ found: songs.length, indexed: songs.length, failed: 0, skipped: 0 });
  const ui = new AppWindow(app.page);
  await expect(ui.rows).toHaveCount(songs.length);
  const [first = ''] = await ui.rowIds();

  await answerMenu(app, 'find-similar');
  await ui.rows.first().click({ button: 'right' });
  await expect(ui.similarItems).toHaveCount(songs.length - 1);
  expect(await ui.similarIds()).not.toContain(first);

  await ui.rows.first().dblclick();
  const { duration } = await ui.isPlaying(first);
  expect(duration).toBeGreaterThan(1);

  // Read by what is loaded only then.
  const list = path.join(computer.folder, 'old.pls');
  await writeFile(list, `[playlist]\nFile1=${songs[0] ?? ''}\nNumberOfEntries=1\n`);
  await dropOn(app.page, [list], 'ask');
  await expect(app.page.getByTestId('imports')).toContainText('1 of 1 songs found');
  await app.quit();
});
