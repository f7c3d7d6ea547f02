import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finishedScans } from './support/events';
import { answerMenu } from './support/native';
import { expect, test } from './support/test';
import { AppWindow } from './support/window';

const OVERRIDE = '\u202E';

/** A tone as a WAV, with a title and an artist in its LIST INFO chunk. */
function taggedWav(title: string, artist: string, number: number): Buffer {
  const rate = 16_000;
  // Bare tones are alike: of one length they would be taken for versions of each other.
  const seconds = 4 * (number + 1);
  const frequency = 200 * (number + 1);
  const sound = Buffer.alloc(rate * seconds * 2);
  for (let at = 0; at < sound.length / 2; at++) {
    sound.writeInt16LE(Math.round(9_000 * Math.sin((2 * Math.PI * frequency * at) / rate)), at * 2);
  }
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * 2, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  const info = [Buffer.from('INFO'), chunk('INAM', text(title)), chunk('IART', text(artist))];
  const body = [
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    chunk('LIST', Buffer.concat(info)),
    chunk('data', sound),
  ];
  return chunk('RIFF', Buffer.concat(body));
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`);

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

test('names that try to be markup, break lines, turn round or never end stay in their places', async ({
  computer,
}) => {
  const { music } = computer;
  const markup = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
  const songs: readonly (readonly [file: string, title: string, artist: string])[] = [
    ['markup.wav', markup, '<b>bold</b>'],
    ['lines.wav', 'two\nlines\tand\u0007bell', 'plain'],
    ['turned.wav', `${OVERRIDE}gnos terces`, 'left to right'],
    ['long.wav', 'endless '.repeat(400), 'A'.repeat(1_000)],
    [`{{t}} \${x} %s.wav`, '', ''],
  ];
  for (const [number, [file, title, artist]] of songs.entries()) {
    await writeFile(path.join(music, file), taggedWav(title, artist, number));
  }
  await writeFile(path.join(music, `${OVERRIDE}3pm.exe\n<i>.mp3`), 'not a song');
  const app = await computer.start({ folder: music });
  const ui = new AppWindow(app.page);
  const [ledger] = await finishedScans(app, 1);
  expect(ledger).toEqual({ found: 6, indexed: 5, failed: 1, skipped: 0 });
  await expect(ui.rows).toHaveCount(5);

  // As text, not as what it says.
  await expect(ui.row('<img src=x')).toHaveCount(1);
  await expect(ui.row('{{t}} ${x} %s')).toHaveCount(1);
  expect(await app.page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(await app.page.locator('main img[src=x], main b, main i').count()).toBe(0);

  const heights = await ui.rows.evaluateAll((rows) =>
    rows.map((row) => row.getBoundingClientRect().height),
  );
  expect(new Set(heights)).toEqual(new Set([32]));
  await answerMenu(app, 'find-similar');
  await ui.row('left to right').click({ button: 'right' });
  await expect(ui.similarItems).toHaveCount(4);
  await ui.row('left to right').dblclick();
  const overflow = await app.page.evaluate(() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    panel: [...document.querySelectorAll('[data-testid=similar-item]')].some(
      (item) => item.scrollWidth > item.clientWidth,
    ),
  }));
  expect(overflow).toEqual({ page: 0, panel: false });
  await ui.problemsButton.click();
  await expect(ui.problemItems).toHaveCount(1);
  await expect(ui.problems).toContainText('not an audio file');
  expect(await app.page.locator('[data-testid=problems-list] i').count()).toBe(0);
  await app.page.keyboard.press('Escape');
  await app.page.screenshot({ path: test.info().outputPath('hostile.png') });
  await app.quit();
});
