import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { translator } from './i18n/translate';
import { writeJson } from './json-file';
import { createLogger } from './logger';
import { readBounds } from './window-bounds';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-window-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("the window's place", () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  const place = { x: 10, y: 20, width: 1000, height: 700, maximized: false };

  it('is remembered', () => {
    const file = path.join(folder, 'window.json');
    expect(readBounds(file, screens)).toBeUndefined();
    writeJson(file, place);
    expect(readBounds(file, screens)).toEqual(place);
  });

  it.each([{ ...place, x: 5000 }, { ...place, y: -600 }, { ...place, width: 10 }, { x: 'left' }])(
    'is forgotten when it is off the screen or nonsense: %j',
    (stored) => {
      const file = path.join(folder, 'window.json');
      writeJson(file, stored);
      expect(readBounds(file, screens)).toBeUndefined();
    },
  );

  it('of a damaged file is an error for the caller to log', async () => {
    const file = path.join(folder, 'window.json');
    await writeFile(file, '{');
    expect(() => readBounds(file, screens)).toThrow(SyntaxError);
  });
});

describe('the log', () => {
  it('starts a new file when it is full, and keeps the one before', async () => {
    const logger = createLogger(folder, 200);
    for (let line = 0; line < 10; line += 1) {
      logger.info(`line ${String(line)} ${'x'.repeat(40)}`);
    }
    logger.error('last', new TypeError('why'));
    expect((await readdir(folder)).sort()).toEqual(['ok-mugle.1.log', 'ok-mugle.log']);
    expect(await readFile(path.join(folder, 'ok-mugle.log'), 'utf8')).toMatch(
      /error last: TypeError: why/,
    );
  });
});

describe('texts', () => {
  it.each([
    ['system', 'ko-KR', '재생'],
    ['system', 'de-DE', 'Play'],
    ['en', 'ko-KR', 'Play'],
    ['ko', 'en-US', '재생'],
  ] as const)('%s on a %s system', (language, locale, expected) => {
    expect(translator(language, locale)('track.play')).toBe(expected);
  });
});
