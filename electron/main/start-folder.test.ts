import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { droppedFolders } from './ipc/dropped-folders';
import { folderArgument, folderProblem } from './start-folder';

describe('folderArgument', () => {
  it.each([
    [['electron', '/app', '--', '/music'], false, '/music'],
    [['electron', '--no-sandbox', '--user-data-dir=/u', '/app', 'songs'], false, '/work/songs'],
    [['electron', '/app'], false, undefined],
    [['ok-mugle', '--no-sandbox', '/music'], true, '/music'],
    [['ok-mugle'], true, undefined],
  ])('%j', (argv, isPackaged, expected) => {
    expect(folderArgument(argv, isPackaged, '/work')).toBe(
      expected === undefined ? undefined : path.resolve(expected),
    );
  });
});

describe('folders on the disk', () => {
  let folder = '';
  let song = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-folders-'));
    song = path.join(folder, '노래 "1"\n.mp3');
    await writeFile(song, '');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('says what is wrong with a start folder', async () => {
    expect(await folderProblem(folder)).toBeNull();
    expect(await folderProblem(song)).toMatchObject({ kind: 'folder-missing', path: song });
    const gone = path.join(folder, 'gone');
    expect(await folderProblem(gone)).toMatchObject({ kind: 'folder-missing', path: gone });
  });

  it('takes dropped folders, and the folders of dropped files, once', async () => {
    expect(await droppedFolders([song, folder, path.join(folder, 'gone')])).toEqual([folder]);
    await expect(droppedFolders([path.join(folder, 'gone'), 'relative'])).rejects.toMatchObject({
      kind: 'folder-missing',
    });
  });
});
