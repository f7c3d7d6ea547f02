import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../shared/settings';
import { openSettings } from './settings';

describe('settings', () => {
  let folder = '';
  let file = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-settings-'));
    file = path.join(folder, 'deeper', 'settings.json');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('start with the defaults and keep what is set', () => {
    const store = openSettings(file);
    expect(store.get()).toEqual(DEFAULT_SETTINGS);
    expect(store.problem).toBeUndefined();
    expect(store.set({ theme: 'dark', volume: 0.25 })).toEqual({
      ...DEFAULT_SETTINGS,
      theme: 'dark',
      volume: 0.25,
    });
    expect(openSettings(file).get().theme).toBe('dark');
  });

  it('put a damaged file aside and say so', async () => {
    openSettings(file).set({ language: 'ko' });
    await writeFile(file, '{"theme": "da');
    const store = openSettings(file);
    expect(store.get()).toEqual(DEFAULT_SETTINGS);
    expect(store.problem).toMatchObject({ kind: 'internal', path: file });
    expect(await readFile(`${file}.damaged`, 'utf8')).toBe('{"theme": "da');
    store.set({ language: 'en' });
    expect(store.problem).toBeUndefined();
    expect(openSettings(file).problem).toBeUndefined();
  });

  it('let single bad values fall back, and drop unknown ones', async () => {
    openSettings(file).set({ language: 'ko' });
    await writeFile(file, '{"theme": "pink", "language": "ko", "cores": 9, "x": 1}');
    expect(openSettings(file).get()).toEqual({ ...DEFAULT_SETTINGS, language: 'ko' });
  });
});
