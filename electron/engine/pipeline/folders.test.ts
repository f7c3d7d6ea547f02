import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldRoots, isUnder, resolveFolder } from './folders';

describe('folders', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-folders-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('knows what lies in a folder, by whole names', () => {
    expect(isUnder('/music/a/b.mp3', '/music')).toBe(true);
    expect(isUnder('/music', '/music')).toBe(true);
    expect(isUnder('/music box/b.mp3', '/music')).toBe(false);
    expect(isUnder('/anything', '/')).toBe(true);
  });

  it('folds roots so that every one is covered once', () => {
    const name = fc.constantFrom('a', 'b', 'ab', "it's", 'ㅎ');
    const root = fc
      .array(name, { minLength: 1, maxLength: 4 })
      .map((names) => `/${names.join('/')}`);
    fc.assert(
      fc.property(fc.array(root, { maxLength: 8 }), (roots) => {
        const folded = foldRoots(roots);
        for (const given of roots) {
          expect(folded.filter((kept) => isUnder(given, kept))).toHaveLength(1);
        }
      }),
    );
  });

  it('takes a folder, the folder of a file, and nothing else', async () => {
    const file = path.join(folder, 'song.mp3');
    await writeFile(file, '');
    expect(await resolveFolder(`${folder}/.`)).toBe(folder);
    expect(await resolveFolder(file)).toBe(folder);
    await expect(resolveFolder('music')).rejects.toMatchObject({ kind: 'bad-request' });
    await expect(resolveFolder(path.join(folder, 'none'))).rejects.toMatchObject({
      kind: 'folder-missing',
    });
  });
});
