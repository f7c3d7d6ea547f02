import { execFileSync } from 'node:child_process';
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorRecord } from '../../shared/errors';
import type { FoundFile } from './find-files';
import { findFiles } from './find-files';

/** Part of every Unix. */
const MAKE_PIPE = 'mkfifo';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'mugle-find-'));
});

afterEach(async () => {
  await chmod(root, 0o700);
  await rm(root, { recursive: true, force: true });
});

async function put(name: string, text = 'x'): Promise<string> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

async function find(
  ...roots: string[]
): Promise<{ files: FoundFile[]; names: string[]; problems: ErrorRecord[] }> {
  const files: FoundFile[] = [];
  const problems: ErrorRecord[] = [];
  const { signal } = new AbortController();
  for await (const entry of findFiles(roots.length === 0 ? [root] : roots, { signal })) {
    if ('kind' in entry) {
      problems.push(entry);
    } else {
      files.push(entry);
    }
  }
  return { files, names: files.map((file) => path.relative(root, file.path)), problems };
}

describe('songs', () => {
  it('are found by their extension, whatever its case, sorted within each folder', async () => {
    for (const name of [
      'b/2.FLAC',
      'b/1.mp3',
      'a/x.Opus',
      'z.wav',
      'cover.jpg',
      'mp3',
      'list.m3u',
    ]) {
      await put(name);
    }
    const { names, problems } = await find();
    expect(names).toEqual(
      ['z.wav', 'a/x.Opus', 'b/1.mp3', 'b/2.FLAC'].map((name) => path.normalize(name)),
    );
    expect(problems).toEqual([]);
  });

  it('carry what stat says, and the root they were found from', async () => {
    const file = await put('one/song.mp3', 'hello');
    await utimes(file, 1_700_000_000.25, 1_700_000_000.25);
    const { files } = await find();
    const { mtimeMs } = await stat(file);
    expect(files).toEqual([{ path: file, root, sizeBytes: 5, mtimeMs }]);
  });

  it('are not those that systems and network drives keep for themselves', async () => {
    for (const name of [
      '._song.mp3',
      '.Trash/a.mp3',
      '.Trash-1000/files/a.mp3',
      '$RECYCLE.BIN/a.mp3',
      'System Volume Information/a.mp3',
      'album/@eaDir/a.mp3',
    ]) {
      await put(name);
    }
    expect(await find()).toMatchObject({ names: [], problems: [] });
  });

  it('may begin with dots when that is their title', async () => {
    await put('...Baby One More Time/...Baby One More Time.mp3');
    await put('.38 Special/Hold On Loosely.mp3');
    expect((await find()).names).toHaveLength(2);
  });

  it('are given once per path when hard-linked, and empty ones are given too', async () => {
    const file = await put('a.mp3', '');
    await link(file, path.join(root, 'b.mp3'));
    expect((await find()).names).toEqual(['a.mp3', 'b.mp3']);
  });

  it('in a folder named like a song are found', async () => {
    await put('album.mp3/song.mp3');
    expect(await find()).toMatchObject({ names: [path.normalize('album.mp3/song.mp3')] });
  });
});

describe.skipIf(process.platform === 'win32')('links', () => {
  it('to a folder outside the root are followed once', async () => {
    await put('outside/song.mp3');
    await mkdir(path.join(root, 'in'));
    for (const name of ['one', 'two']) {
      await symlink(path.join(root, 'outside'), path.join(root, 'in', name));
    }
    const { names } = await find(path.join(root, 'in'));
    expect(names).toEqual(['in/one/song.mp3']);
  });

  it('to what is found anyway add nothing, in whatever order they come', async () => {
    await put('m/real.mp3');
    await symlink(path.join(root, 'm/real.mp3'), path.join(root, 'a.mp3'));
    await symlink(path.join(root, 'm'), path.join(root, 'b'));
    await symlink(path.join(root, 'm/real.mp3'), path.join(root, 'z.mp3'));
    expect((await find()).names).toEqual(['m/real.mp3']);
  });

  it('to a song elsewhere give it once, under the path of the first link', async () => {
    const outside = await put('store/AB12');
    await mkdir(path.join(root, 'in'));
    await symlink(outside, path.join(root, 'in', 'one.mp3'));
    await symlink(outside, path.join(root, 'in', 'two.mp3'));
    expect((await find(path.join(root, 'in'))).names).toEqual(['in/one.mp3']);
  });

  it('to a song of the same folder that is no song by its own name give it', async () => {
    const file = await put('blob');
    await symlink(file, path.join(root, 'song.mp3'));
    expect((await find()).names).toEqual(['song.mp3']);
  });

  it('in circles end', async () => {
    await put('a/song.mp3');
    await symlink(root, path.join(root, 'a', 'up'));
    await symlink(path.join(root, 'a'), path.join(root, 'a', 'self'));
    expect(await find()).toMatchObject({ names: ['a/song.mp3'], problems: [] });
  });

  it('that lead nowhere or to themselves are problems if they are named like songs', async () => {
    for (const name of ['loop.mp3', 'loop']) {
      await symlink(path.join(root, name), path.join(root, name));
    }
    for (const name of ['gone.mp3', 'gone']) {
      await symlink(path.join(root, 'nowhere'), path.join(root, name));
    }
    const { problems } = await find();
    expect(problems).toMatchObject([
      { kind: 'file-missing', path: path.join(root, 'gone.mp3'), stage: 'scan' },
      { kind: 'file-unreadable', path: path.join(root, 'loop.mp3'), stage: 'scan' },
    ]);
    expect(problems[0]?.message).toContain('link to a file that is not there');
    expect(problems[1]?.message).toContain('leads back to itself');
  });

  it('to a root from a second root do not double its songs', async () => {
    await put('real/song.mp3');
    await symlink(path.join(root, 'real'), path.join(root, 'alias'));
    const { names } = await find(path.join(root, 'real'), path.join(root, 'alias'));
    expect(names).toEqual(['real/song.mp3']);
  });
});

describe.skipIf(process.platform === 'win32')('problems', () => {
  it('are pipes, sockets and devices named like songs, which are never opened', async () => {
    execFileSync(MAKE_PIPE, [path.join(root, 'pipe.mp3'), path.join(root, 'pipe')]);
    await symlink('/dev/zero', path.join(root, 'zero.mp3'));
    const server = createServer().listen(path.join(root, 'socket.mp3'));
    await new Promise((resolve) => server.once('listening', resolve));
    const { problems, names } = await find();
    server.close();
    expect(names).toEqual([]);
    expect(problems.map(({ kind, path: at }) => [kind, path.basename(at ?? '')])).toEqual([
      ['not-a-regular-file', 'pipe.mp3'],
      ['not-a-regular-file', 'socket.mp3'],
      ['not-a-regular-file', 'zero.mp3'],
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('are folders that cannot be read; the rest is', async () => {
    await put('closed/song.mp3');
    await put('open/song.mp3');
    await chmod(path.join(root, 'closed'), 0);
    const { problems, names } = await find();
    await chmod(path.join(root, 'closed'), 0o700);
    expect(names).toEqual(['open/song.mp3']);
    expect(problems).toMatchObject([
      { kind: 'folder-unreadable', path: path.join(root, 'closed'), stage: 'scan' },
    ]);
  });

  it('are a root that is not there, and a root that is a file', async () => {
    const { problems } = await find(path.join(root, 'nowhere'), await put('song.mp3'));
    expect(problems.map(({ kind }) => kind)).toEqual(['folder-missing', 'folder-missing']);
  });

  it.skipIf(process.platform !== 'linux')('are names that are not UTF-8', async () => {
    for (const name of [Buffer.from('caf\xe9.mp3', 'latin1'), Buffer.from('\xff.txt', 'latin1')]) {
      await writeFile(Buffer.concat([Buffer.from(`${root}/`), name]), 'x');
    }
    await mkdir(Buffer.concat([Buffer.from(`${root}/`), Buffer.from('\xe9t\xe9', 'latin1')]));
    await put('\uFFFD.mp3');
    const { problems, names } = await find();
    expect(names).toEqual(['\uFFFD.mp3']);
    expect(problems.map(({ kind }) => kind)).toEqual(['file-unreadable', 'folder-unreadable']);
    expect(problems.every(({ message }) => message.includes('not valid UTF-8'))).toBe(true);
  });
});

describe('the search', () => {
  it('stops when it is told to', async () => {
    for (let index = 0; index < 200; index++) {
      await put(`${index % 10}/${index}.mp3`);
    }
    const abort = new AbortController();
    let found = 0;
    const walk = async (): Promise<void> => {
      for await (const entry of findFiles([root], { signal: abort.signal })) {
        found += 'kind' in entry ? 0 : 1;
        abort.abort();
      }
    };
    await expect(walk()).rejects.toMatchObject({ kind: 'cancelled', stage: 'scan' });
    expect(found).toBeLessThan(65);
  });

  it('survives folders that vanish while it runs', async () => {
    for (const name of ['a/1.mp3', 'b/deep/2.mp3', 'c/3.mp3']) {
      await put(name);
    }
    const names: string[] = [];
    for await (const entry of findFiles([root], { signal: new AbortController().signal })) {
      expect('kind' in entry).toBe(false);
      names.push(path.basename(entry.path ?? ''));
      await rm(path.join(root, 'b'), { recursive: true, force: true });
    }
    expect(names).toEqual(['1.mp3', '3.mp3']);
  });
});
