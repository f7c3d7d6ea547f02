import { mkdir, open, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finishedScans, rescan } from './support/events';
import { copySong, copySongs, fixtureNames } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test.describe('a folder that gives nothing', () => {
  for (const { name, prepare, says } of [
    { name: 'missing', prepare: null, says: /not there|missing|not found/i },
    {
      name: 'empty',
      prepare: (folder: string) => mkdir(folder),
      says: /no songs|no music|empty/i,
    },
    {
      name: 'music-less',
      prepare: async (folder: string) => {
        await mkdir(folder);
        await writeFile(path.join(folder, 'notes.txt'), 'not a song');
      },
      says: /no songs|no music|empty/i,
    },
  ]) {
    test(`${name}: a clear message that names it`, async ({ computer }) => {
      const folder = path.join(computer.folder, `the ${name} folder`);
      await prepare?.(folder);
      const app = await computer.start({ folder });
      const message = app.page.getByText(says).filter({ hasText: `the ${name} folder` });
      await expect(message.first()).toBeVisible();
      await expect(new AppWindow(app.page).rows).toHaveCount(0);
      await app.quit();
    });
  }
});

test('bad files become problems with their reasons, odd names become rows', async ({
  computer,
}) => {
  const { music } = computer;
  const names = await fixtureNames();
  const of = (extension: string): string => names.find((name) => name.endsWith(extension)) ?? '';
  const oddNames = [
    [of('.mp3'), `quotes "double" 'single'.mp3`],
    [of('.ogg'), 'new\nline.ogg'],
    [of('.opus'), 'emoji 🎵👩‍🎤.opus'],
    [of('.wav'), `${'한글 노래'.normalize('NFD')}.wav`],
  ] as const;
  for (const [name, odd] of oddNames) {
    await copySong(name, path.join(music, odd));
  }
  const text = path.join(music, 'text.mp3');
  const empty = path.join(music, 'empty.mp3');
  const cut = path.join(music, 'cut.flac');
  await writeFile(text, 'This is not music. '.repeat(500));
  await (await open(empty, 'w')).close();
  await copySong(of('.flac'), cut);
  await truncate(cut, Math.floor((await stat(cut)).size * 0.4));
  await mkdir(path.join(music, 'loop'));
  await symlink('..', path.join(music, 'loop', 'back'));
  await symlink('self', path.join(music, 'loop', 'self'));

  const app = await computer.start({ folder: music });
  const ui = new AppWindow(app.page);
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600);
  });
  const [ledger] = await finishedScans(app, 1);
  expect(ledger).toEqual({ found: 7, indexed: 4, failed: 3, skipped: 0 });

  // The sum of the scan leaves the list of similar songs alone.
  const sum = (await ui.doneBar.boundingBox())!;
  const { x: similarFrom } = (await ui.similar.boundingBox())!;
  expect(sum.width).toBeGreaterThan(200);
  expect(sum.x + sum.width).toBeLessThanOrEqual(similarFrom);

  await ui.problemsButton.click();
  await expect(ui.problemItems).toHaveCount(3);
  for (const [file, reason] of [
    ['text.mp3', /not (an? )?audio|no audio|not music|not a (song|sound)/i],
    ['empty.mp3', /empty/i],
    ['cut.flac', /damaged|truncated|broken|cut/i],
  ] as const) {
    const item = ui.problemItems.filter({ hasText: file });
    await expect(item).toHaveCount(1);
    await expect(ui.problemGroups.filter({ hasText: reason })).toHaveCount(1);
  }

  // Mended on disk, then tried again: the song leaves the list and joins the library.
  await rm(text);
  const fresh = names.find(
    (name) => name.endsWith('.mp3') && !oddNames.some(([used]) => used === name),
  );
  await copySong(fresh ?? '', text);
  const mended = ui.problemItems.filter({ hasText: 'text.mp3' });
  await mended.getByRole('button', { name: /try again/i }).click();
  await expect(ui.problemItems).toHaveCount(2);
  const retried = (await finishedScans(app, 2)).at(-1);
  expect(retried).toMatchObject({ indexed: 1, failed: 0 });
  await app.page.keyboard.press('Escape');
  await expect(ui.problems).toBeHidden();

  // A second look at the unchanged folder tries nothing again and loses nothing.
  const second = (await rescan(app)).at(-1);
  expect(second).toEqual({ found: 7, indexed: 0, failed: 2, skipped: 5 });
  await app.quit();
});

test('a folder that vanishes while it is scanned', async ({ computer }) => {
  await copySongs(path.join(computer.music, 'kept'));
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  await expect(ui.rows.first()).toBeVisible({ timeout: 30_000 });
  await rm(path.join(computer.music, 'kept'), { recursive: true });
  const ledger = (await finishedScans(app, 1)).at(-1);
  expect(ledger).toBeDefined();
  const { found = -1, indexed = 0, failed = 0, skipped = 0 } = ledger ?? {};
  expect(indexed + failed + skipped).toBe(found);
  await app.quit();
});
