import { libraryRows } from './support/bridge';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

/** Encoders pad; no player shows less than a tenth. */
const DURATION_TOLERANCE_SECONDS = 0.25;

test('every format plays, Apple Lossless and AIFF too; seek, volume, next and previous', async ({
  computer,
}) => {
  const songs = await copySongs(computer.music);
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  await expect(ui.rows).toHaveCount(songs.length, { timeout: 30_000 });
  const library = await libraryRows(app);
  const ids = await ui.rowIds();

  for (const [index, id] of ids.entries()) {
    await ui.rows.nth(index).dblclick();
    const { duration } = await ui.isPlaying(id);
    const expected = library.get(id)?.durationSeconds ?? Number.NaN;
    expect(Math.abs(duration - expected), library.get(id)?.title).toBeLessThan(
      DURATION_TOLERANCE_SECONDS,
    );
    await expect(ui.player).toContainText(library.get(id)?.title ?? '');
  }

  const last = ids.at(-1) ?? '';
  const beforeLast = ids.at(-2) ?? '';
  await test.step('seek', async () => {
    const bar = ui.player.getByRole('slider', { name: /seek|position/i });
    const box = await bar.boundingBox();
    await bar.click({ position: { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 2 } });
    await expect
      .poll(async () => {
        const { currentTime, duration } = await ui.sound();
        return currentTime / duration;
      })
      .toBeGreaterThan(0.45);
    await ui.isPlaying(last);
  });

  await test.step('pause and go on', async () => {
    await ui.player.getByRole('button', { name: /pause/i }).click();
    await expect.poll(async () => (await ui.sound()).paused).toBe(true);
    await ui.player.getByRole('button', { name: /^play/i }).click();
    await ui.isPlaying(last);
  });

  await test.step('previous and next within the list', async () => {
    await app.page.evaluate(() => {
      const audio = document.querySelector('audio');
      if (audio !== null) {
        audio.currentTime = 0;
      }
    });
    await ui.player.getByRole('button', { name: /previous/i }).click();
    await ui.isPlaying(beforeLast);
    await ui.player.getByRole('button', { name: /next/i }).click();
    await ui.isPlaying(last);
  });
  await app.quit();
});
