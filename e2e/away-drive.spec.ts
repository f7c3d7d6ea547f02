import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { finishedScans, rescan } from './support/events';
import { copySong } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test.skip(
  process.platform !== 'linux' || process.getuid?.() !== 0,
  'a drive can be mounted by root on Linux only',
);

test('songs of a drive that holds others now are kept, until a person says that they are gone', async ({
  computer,
}) => {
  const stick = path.join(computer.music, 'stick');
  await mkdir(stick);
  const mount = (): unknown =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', stick]);
  const unmount = (): unknown => execFileSync('umount', ['-l', stick]);
  mount();
  try {
    await copySong('ezer-ev.mp3', path.join(computer.music, 'here.mp3'));
    await copySong('frozen-mainzik.mp3', path.join(stick, 'before.mp3'));
    const app = await computer.start({ folder: computer.music });
    const ui = new AppWindow(app.page);
    const missing = app.page.locator('.table__row--missing');
    await finishedScans(app, 1);
    await expect(ui.rows).toHaveCount(2);
    unmount();
    mount();
    await copySong('a-new-journey.mp3', path.join(stick, 'after.mp3'));
    await rescan(app);
    const notice = app.page.getByRole('alert').filter({ hasText: stick });
    await expect(notice).toContainText('another one is in its place');
    await expect(ui.rows).toHaveCount(3);
    await expect(missing).toHaveCount(0);

    const before = (await finishedScans(app, 1)).length;
    await notice.getByRole('button', { name: 'These songs are gone' }).click();
    await finishedScans(app, before + 1);
    await expect(missing).toHaveCount(1);
    await expect(ui.rows).toHaveCount(3);
    await rescan(app);
    await expect(notice).toHaveCount(0);
    await app.quit();
  } finally {
    unmount();
  }
});
