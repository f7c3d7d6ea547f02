import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finishedScans, rescan } from './support/events';
import { answerSaveDialog } from './support/native';
import { copySong } from './support/songs';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

test('problems are grouped, ignored, shown again and saved as a table', async ({ computer }) => {
  const at = (name: string): string => path.join(computer.music, name);
  await copySong('ezer-ev.mp3', at('good.mp3'));
  for (const name of ['text 1.mp3', 'text 2.mp3', 'a "quoted", one.mp3']) {
    await writeFile(at(name), 'This is not music. '.repeat(300));
  }
  await writeFile(at('empty.mp3'), '');
  const app = await computer.start({ folder: computer.music });
  const ui = new AppWindow(app.page);
  const [first] = await finishedScans(app, 1);
  expect(first).toEqual({ found: 5, indexed: 1, failed: 4, skipped: 0 });
  await expect(ui.problemsButton).toContainText('4');
  const sum = ui.problems.getByTestId('scan-sum');
  await test.step('the end of the scan is told as a sum', async () => {
    await expect(ui.doneBar).toHaveText('Scan finished: 5 found = 1 listened to + 4 problems');
  });
  await ui.problemsButton.click();
  await expect(sum).toHaveText('Last scan: 5 found = 1 listened to + 4 problems');
  const showIgnored = ui.problems.getByTestId('show-ignored');

  await test.step('grouped by reason, with counts; the commonest first', async () => {
    await expect(ui.problemGroups).toHaveCount(2);
    await expect(ui.problemGroups.first()).toContainText('3');
    await expect(ui.problemGroups.first()).toContainText(/not an audio file/i);
    await ui.problemGroups.first().getByRole('button', { expanded: true }).click();
    await expect(ui.problemItems).toHaveCount(1);
    await ui.problemGroups.first().getByRole('button', { expanded: false }).click();
    await expect(ui.problemItems).toHaveCount(4);
  });

  await test.step('saved as a table that a spreadsheet reads', async () => {
    const file = path.join(computer.folder, 'problems.csv');
    await answerSaveDialog(app, null);
    await ui.problems.getByTestId('export-problems').click();
    await answerSaveDialog(app, file);
    await ui.problems.getByTestId('export-problems').click();
    await expect(ui.problems).toContainText('Saved: 4 problems');
    const text = await readFile(file, 'utf8');
    expect(text.startsWith('\uFEFFFile,While,Reason,Details,Code,Time (UTC)\r\n')).toBe(true);
    expect(text.match(/\r\n/g)).toHaveLength(5);
    expect(text).toContain(`"${at('a ""quoted"", one.mp3')}",`);
    expect(text).toContain('finding the file,The file is empty (0 bytes).');
    await answerSaveDialog(app, path.join(computer.folder, 'no such folder', 'x.csv'));
    await ui.problems.getByTestId('export-problems').click();
    await expect(app.page.getByText(/could not be written/i).first()).toBeVisible();
  });

  await test.step('one ignored, then all of a reason', async () => {
    const one = ui.problemItems.filter({ hasText: 'empty.mp3' });
    await one.getByRole('button', { name: 'Ignore' }).click();
    await expect(ui.problemItems).toHaveCount(3);
    await expect(showIgnored).toHaveText('Ignored (1)');
    await ui.problemGroups
      .first()
      .getByRole('button', { name: /ignore all/i })
      .click();
    await expect(showIgnored).toHaveText('Ignored (4)');
    await expect(ui.problems).toContainText('No problems but those that are ignored.');
    await showIgnored.click();
    await expect(ui.problemItems).toHaveCount(4);
  });

  await app.page.keyboard.press('Escape');
  await expect(ui.problemsButton).not.toContainText('4');
  expect((await rescan(app)).at(-1)).toEqual({ found: 5, indexed: 0, failed: 0, skipped: 5 });
  await ui.problemsButton.click();
  await expect(sum).toHaveText('Last scan: 5 found = 1 unchanged + 4 ignored');
  await app.page.keyboard.press('Escape');
  await app.quit();

  const again = await computer.start();
  const window = new AppWindow(again.page);
  await test.step('kept, until a file changes or a person takes it back', async () => {
    await expect(window.rows).toHaveCount(1);
    await writeFile(at('text 1.mp3'), 'Still not music. '.repeat(400));
    expect((await rescan(again)).at(-1)).toEqual({ found: 5, indexed: 0, failed: 1, skipped: 4 });
    await expect(window.problemsButton).toContainText('1');
    await window.problemsButton.click();
    await expect(window.problemItems).toHaveCount(1);
    await window.problems.getByTestId('show-ignored').click();
    await expect(window.problemItems).toHaveCount(3);
    const one = window.problemItems.filter({ hasText: 'empty.mp3' });
    await one.getByRole('button', { name: 'Stop ignoring' }).click();
    await expect(window.problemItems).toHaveCount(2);
  });
  await again.page.keyboard.press('Escape');
  expect((await rescan(again)).at(-1)).toMatchObject({ failed: 2, skipped: 3 });
  await again.quit();
});
