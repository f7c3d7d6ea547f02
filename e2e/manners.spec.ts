import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { readdirSync } from 'node:fs';
import type { JobProgress } from '../electron/shared/progress';
import type { RunningApp } from './support/app';
import { askApp, libraryRows } from './support/bridge';
import { finishedScans, scanLedgers } from './support/events';
import { answerFolderDialog, answerMenu, setOnBattery } from './support/native';
import { processesOf, readProc } from './support/processes';
import { openSettings } from './support/settings';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';
import { writeTones } from './support/tones';
import { AppWindow } from './support/window';

test.describe.configure({ timeout: 150_000 });

async function scan(app: RunningApp): Promise<JobProgress | undefined> {
  return (await askApp(app, 'job:running', {})).find(({ jobKind }) => jobKind === 'scan');
}

async function heard(app: RunningApp): Promise<number> {
  const { rows } = await askApp(app, 'library:rows', { since: 0 });
  return rows.state.filter((state) => state === 1).length;
}

/** How nice (0 … 19) the engine and its workers are, each by its main thread; Linux. */
function niceOfWorkers(app: RunningApp): number[] {
  return processesOf(app.identity)
    .filter(({ command }) => command.includes('node.mojom.NodeService'))
    .flatMap(({ pid }) => {
      const threads = `/proc/${String(pid)}/task`;
      return readdirSync(threads)
        .slice(0, 1)
        .map((thread) => {
          // After the name in brackets: state is field 3 of the manual, nice field 19.
          const stat = readProc(`${threads}/${thread}/stat`).split(') ').at(-1)?.split(' ') ?? [];
          return Number(stat[16]);
        });
    });
}

test('a scan is paused and resumed, by hand, on battery and while music plays', async ({
  computer,
}) => {
  await writeTones(computer.music, 60);
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  const pause = app.page.getByTestId('scan-pause');
  await expect.poll(() => heard(app), { timeout: 40_000 }).toBeGreaterThan(0);

  await test.step('by hand', async () => {
    await pause.click();
    await expect(ui.scanProgress).toContainText('Paused');
    await expect(pause).toHaveText('Resume');
    // The song at hand may end; then nothing more does.
    await app.page.waitForTimeout(2500);
    const before = await heard(app);
    await app.page.waitForTimeout(2500);
    expect(await heard(app)).toBe(before);
    await pause.click();
    await expect(ui.scanProgress).toContainText('Listening');
    await expect.poll(() => heard(app)).toBeGreaterThan(before);
  });

  await test.step('on battery, until the plug is back or a person overrules it', async () => {
    await setOnBattery(app, true);
    await expect(ui.scanProgress).toContainText('Paused: on battery');
    await setOnBattery(app, false);
    await expect(ui.scanProgress).toContainText('Listening');
    await setOnBattery(app, true);
    await pause.filter({ hasText: 'Go on anyway' }).click();
    await expect(ui.scanProgress).toContainText('Listening');
    await setOnBattery(app, false);
  });

  await test.step('while music plays, if that is set', async () => {
    await ui.rows.first().dblclick();
    await expect(ui.scanProgress).toContainText('Listening');
    const settings = await openSettings(app.page);
    await settings.getByRole('switch', { name: 'Pause while music plays' }).click();
    await app.page.keyboard.press('Escape');
    await expect(ui.scanProgress).toContainText('Paused: music is playing');
    await ui.player.getByRole('button', { name: 'Pause' }).click();
    await expect(ui.scanProgress).toContainText('Listening');
  });

  await test.step('the number of cores changes while it runs', async () => {
    // The engine and the reader of tags are such processes too, so only the change counts.
    const processes = (): number =>
      processesOf(app.identity).filter(({ command }) => command.includes('NodeService')).length;
    const before = processes();
    const settings = await openSettings(app.page);
    const all = settings.getByRole('radio', { name: /^All/ });
    await all.click();
    await expect(all).toBeChecked();
    await app.page.keyboard.press('Escape');
    const { cores } = await askApp(app, 'app:info', {});
    if (cores > 1) {
      await expect.poll(processes).toBeGreaterThan(before);
    }
    await (await openSettings(app.page)).getByRole('radio', { name: 'One' }).click();
    await app.page.keyboard.press('Escape');
    await expect.poll(processes).toBeLessThanOrEqual(before);
  });

  await test.step('listening has a low priority and keeps no computer awake', async () => {
    // All but the engine itself, which answers the window.
    // A process that has only just started has not lowered itself yet.
    await expect.poll(() => niceOfWorkers(app).filter((each) => each === 0).length).toBe(1);
    expect(niceOfWorkers(app).length).toBeGreaterThan(1);
    const blocked = await app.electron.evaluate(({ powerSaveBlocker }) =>
      Array.from({ length: 50 }, (_, id) => powerSaveBlocker.isStarted(id)).includes(true),
    );
    expect(blocked).toBe(false);
  });

  const running = await scan(app);
  const { found = -1, indexed = 0, failed = 0, skipped = 0, waiting = 0 } = running?.ledger ?? {};
  expect(indexed + failed + skipped + waiting).toBe(found);
  await ui.scanProgress.getByRole('button', { name: 'Cancel' }).click();
  await finishedScans(app, 1);
  await app.quit();
  const again = await computer.start();
  await expect((await openSettings(again.page)).getByRole('radio', { name: 'One' })).toBeChecked();
  await again.quit();
});

test('a song that is asked for while a scan runs is answered before its turn', async ({
  computer,
}) => {
  await writeTones(computer.music, 60);
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  await expect.poll(() => heard(app), { timeout: 40_000 }).toBeGreaterThan(2);
  const last = [...(await libraryRows(app)).values()].find(({ title }) => title === 'Tone 060');
  await ui.search.fill('Tone 060');
  await expect(ui.rows).toHaveCount(1);
  await answerMenu(app, 'find-similar');
  const askedAt = Date.now();
  await ui.rows.first().click({ button: 'right' });
  await expect(ui.similarItems.first()).toBeVisible();
  test.info().annotations.push({
    type: 'answered after',
    description: `${String(Date.now() - askedAt)} ms`,
  });
  expect(await scanLedgers(app)).toEqual([]);
  expect(await scan(app)).toMatchObject({ phase: 'listening' });
  await expect(ui.similar).toContainText(/Searched \d+ of 60 songs/);
  expect(await ui.similarIds()).not.toContain(last?.id);
  // Far from all were listened to, and this one was.
  expect(await heard(app)).toBeLessThan(50);
  await app.quit();
});

test('what is left out goes and comes back without being listened to again', async ({
  computer,
}) => {
  const books = path.join(computer.music, 'Audiobooks');
  await copySongs(computer.music, ['ezer-ev.mp3', 'coherence.m4a']);
  await copySongs(books, ['battle-epic.flac']);
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  await finishedScans(app, 1);
  await expect(ui.rows).toHaveCount(3);

  const settings = await openSettings(app.page);
  const patterns = settings.getByRole('textbox', { name: /pattern/i });
  const apply = settings.getByTestId('apply-excludes');
  await patterns.fill('*a*b*c*d*');
  await expect(settings.getByRole('alert')).toContainText('*a*b*c*d*');
  await expect(apply).toBeDisabled();
  await patterns.fill('**/audiobooks/**');
  await apply.click();
  expect((await finishedScans(app, 2)).at(-1)).toEqual({
    found: 3,
    indexed: 0,
    failed: 0,
    skipped: 3,
  });
  await app.page.keyboard.press('Escape');
  await expect(ui.rows).toHaveCount(2);

  // A folder by the system's dialog instead of a pattern; then nothing any more.
  await openSettings(app.page);
  await patterns.fill('');
  await answerFolderDialog(app, [books]);
  await settings.getByRole('button', { name: /leave out a folder/i }).click();
  await expect(settings).toContainText(books);
  await apply.click();
  await finishedScans(app, 3);
  await settings.getByRole('button', { name: `Do not leave out ${books} any more` }).click();
  await apply.click();
  expect((await finishedScans(app, 4)).at(-1)).toMatchObject({ indexed: 0, skipped: 3 });
  await app.page.keyboard.press('Escape');
  await expect(ui.rows).toHaveCount(3);
  await app.quit();
});

test('one folder is scanned again, without the others', async ({ computer }) => {
  const here = path.join(computer.folder, 'Here');
  const there = path.join(computer.folder, 'There');
  await mkdir(there, { recursive: true });
  const [song = ''] = await copySongs(here, ['ezer-ev.mp3']);
  await copySongs(there, ['coherence.m4a']);
  const app = await computer.start();
  await askApp(app, 'library:add-roots', { paths: [here, there] });
  await finishedScans(app, 1);
  const settings = await openSettings(app.page);
  const again = settings.getByRole('button', { name: `Scan ${there} again` });
  await expect(again).toBeEnabled();
  // Asked for before the library, which watches its folders, is sure that the copy has ended.
  await rename(song, path.join(computer.folder, 'away.mp3'));
  await copySongs(there, ['battle-epic.flac']);
  await again.click();
  expect((await finishedScans(app, 2))[1]).toEqual({
    found: 2,
    indexed: 1,
    failed: 0,
    skipped: 1,
  });
  await app.page.keyboard.press('Escape');
  await expect(new AppWindow(app.page).rows).toHaveCount(3);
  await rm(there, { recursive: true });
  await app.quit();
});
