import { execFile } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import extract from 'extract-zip';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe('zipFolder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-zip-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('makes a zip that others unpack to the same files, modes and links', async () => {
    const source = path.join(folder, 'source');
    const deep = path.join(source, 'deep', '노래');
    await mkdir(deep, { recursive: true });
    await writeFile(path.join(source, 'program'), '#!/bin/sh\n');
    await chmod(path.join(source, 'program'), 0o755);
    await writeFile(path.join(deep, 'empty'), '');
    await writeFile(path.join(deep, 'data'), Buffer.alloc(100_000, 'mugle'));
    await writeFile(path.join(source, 'left-out'), 'x');
    await symlink('program', path.join(source, 'link'));

    const zip = path.join(folder, 'it.zip');
    // Through a process of its own: the scripts are plain JavaScript without types.
    const script = new URL('./runtime-zip.mjs', import.meta.url).href;
    await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      `import { zipFolder } from ${JSON.stringify(script)};
       zipFolder(process.argv[1], process.argv[2], (path) => path === 'left-out');`,
      source,
      zip,
    ]);
    const target = path.join(folder, 'target');
    await extract(zip, { dir: target });

    expect((await stat(path.join(target, 'program'))).mode & 0o777).toBe(0o755);
    expect(await readlink(path.join(target, 'link'))).toBe('program');
    expect(await readFile(path.join(target, 'deep', '노래', 'data'))).toEqual(
      await readFile(path.join(deep, 'data')),
    );
    expect((await stat(path.join(target, 'deep', '노래', 'empty'))).size).toBe(0);
    await expect(stat(path.join(target, 'left-out'))).rejects.toThrow('ENOENT');
  });
});
