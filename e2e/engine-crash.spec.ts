import type { RunningApp } from './support/app';
import { askApp } from './support/bridge';
import { finishedScans, rescan } from './support/events';
import { expect, test } from './support/test';
import { writeTones } from './support/tones';
import { AppWindow } from './support/window';

test.describe.configure({ timeout: 150_000 });

/** The library writes what was heard this often. */
const SAVED_WITHIN_MS = 7_000;
const SONGS = 40;

async function heard(app: RunningApp): Promise<number> {
  const { rows } = await askApp(app, 'library:rows', { since: 0 });
  return rows.state.filter((state) => state === 1).length;
}

/** The process of the engine, by the name the app gave it. */
function enginePid(app: RunningApp): Promise<number> {
  return app.electron.evaluate(
    ({ app: shell }) =>
      shell.getAppMetrics().find(({ name }) => name === 'OK Mugle engine')?.pid ?? 0,
  );
}

test('an engine that is killed in a scan is started again, and nothing that was heard is lost', async ({
  computer,
}) => {
  await writeTones(computer.music, SONGS);
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  await expect.poll(() => heard(app), { timeout: 40_000 }).toBeGreaterThan(2);
  const before = await heard(app);
  await app.page.waitForTimeout(SAVED_WITHIN_MS);

  await test.step('the window says so, and the library is back by itself', async () => {
    const killed = await enginePid(app);
    expect(killed).toBeGreaterThan(0);
    const running = await askApp(app, 'job:running', {});
    expect(running, 'the scan is over before the kill: it needs more songs').toContainEqual(
      expect.objectContaining({ jobKind: 'scan', phase: 'listening' }),
    );
    process.kill(killed, 'SIGKILL');
    await expect
      .poll(async () =>
        (await app.events()).flatMap((event) =>
          event.kind === 'engine-state' ? [event.state] : [],
        ),
      )
      .toEqual(expect.arrayContaining(['down', 'starting', 'ready']));
    await expect.poll(() => enginePid(app)).not.toBe(killed);
    await expect(app.page.getByText('cannot reach your library')).toHaveCount(0);
    await expect(ui.rows.first()).toBeVisible();
    expect(await heard(app)).toBeGreaterThanOrEqual(before);
  });

  await test.step('the scan goes on where it was', async () => {
    const ledger = (await finishedScans(app, 1)).at(-1);
    expect(ledger).toMatchObject({ found: SONGS, failed: 0 });
    expect(ledger?.skipped).toBeGreaterThanOrEqual(before);
    expect(await heard(app)).toBe(SONGS);
  });
  await app.quit();

  const again = await computer.start();
  await expect.poll(() => heard(again)).toBe(SONGS);
  expect((await rescan(again)).at(-1)).toEqual({
    found: SONGS,
    indexed: 0,
    failed: 0,
    skipped: SONGS,
  });
  await again.quit();
});
