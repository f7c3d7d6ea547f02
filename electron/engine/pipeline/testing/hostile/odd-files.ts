import { execFileSync } from 'node:child_process';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { link, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CaseWriter } from './hostile-case';
import { DAMAGE } from './hostile-case';
import { wavOf } from './lying-headers';
import type { Songs } from './songs';

/** Part of every Unix. */
const MAKE_PIPE = 'mkfifo';
const MAKE_DEVICE = 'mknod';
const FOUR_GB = 4 * 1024 ** 3;

/** Things that have the name of a song; returns what ends them. */
export async function writeOddFiles(to: CaseWriter, songs: Songs): Promise<() => Promise<void>> {
  await mkdir(to.path('odd'), { recursive: true });
  await writePipesAndDevices(to);
  await writeLinks(to);
  await writeSparse(to, songs);
  return openSocket(to);
}

async function writePipesAndDevices(to: CaseWriter): Promise<void> {
  execFileSync(MAKE_PIPE, [to.path('odd/pipe.mp3')]);
  to.add('odd/pipe.mp3', 'problem', ['not-a-regular-file']);
  for (const [name, ...what] of [
    ['odd/null.mp3', 'c', '1', '3'],
    ['odd/zero.wav', 'c', '1', '5'],
    ['odd/random.flac', 'c', '1', '8'],
    ['odd/disk.ogg', 'b', '7', '250'],
  ] as const) {
    try {
      execFileSync(MAKE_DEVICE, [to.path(name), ...what], { stdio: 'ignore' });
      to.add(name, 'problem', ['not-a-regular-file']);
    } catch {
      to.leftOut.push(`${name}: only root may make devices`);
    }
  }
  await mkdir(to.path('odd/folder.mp3'));
  to.add('odd/folder.mp3', 'nothing');
}

async function openSocket(to: CaseWriter): Promise<() => Promise<void>> {
  // The path of a socket may have 107 bytes: it is bound by a short name and linked to where it belongs.
  const server: Server = createServer();
  const target = to.path('odd/socket.mp3');
  const short = path.join(path.dirname(to.folder), 's');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(short, resolve);
  });
  await link(short, target);
  to.add('odd/socket.mp3', 'problem', ['not-a-regular-file']);
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
}

async function writeLinks(to: CaseWriter): Promise<void> {
  const outside = path.join(path.dirname(to.folder), 'outside');
  await mkdir(path.join(outside, 'inner'), { recursive: true });
  await writeFile(path.join(outside, 'song.wav'), wavOf(70));
  await writeFile(path.join(outside, 'inner', 'deep.wav'), wavOf(71));
  const make = async (target: string, name: string): Promise<void> => {
    await symlink(target, to.path(name));
  };
  await make(path.join(outside, 'song.wav'), 'odd/out of the root.wav');
  to.add('odd/out of the root.wav', 'song');
  await make(path.join(outside, 'inner'), 'odd/folder out of the root');
  to.add('odd/folder out of the root/deep.wav', 'song');
  await make('itself.mp3', 'odd/itself.mp3');
  to.add('odd/itself.mp3', 'problem', ['file-unreadable']);
  await make('b.mp3', 'odd/a.mp3');
  await make('a.mp3', 'odd/b.mp3');
  to.add('odd/a.mp3', 'problem', ['file-unreadable']);
  to.add('odd/b.mp3', 'problem', ['file-unreadable']);
  await make('nowhere.mp3', 'odd/dangling.mp3');
  to.add('odd/dangling.mp3', 'problem', ['file-missing']);
  await make('/dev/zero', 'odd/link to a device.mp3');
  to.add('odd/link to a device.mp3', 'problem', ['not-a-regular-file']);
  await make('pipe.mp3', 'odd/link to a pipe.mp3');
  to.add('odd/link to a pipe.mp3', 'problem', ['not-a-regular-file']);
  await make('.', 'odd/round');
  await make('..', 'odd/up and round');
  to.add('odd/round/pipe.mp3', 'nothing');
}

/** Files of 4 GB that take no room on the disk. */
async function writeSparse(to: CaseWriter, songs: Songs): Promise<void> {
  const make = async (name: string, front: Uint8Array): Promise<void> => {
    const file = await open(to.path(name), 'w');
    try {
      await file.write(front);
      await file.truncate(FOUR_GB);
    } finally {
      await file.close();
    }
  };
  await make('odd/4 GB of nothing.mp3', Buffer.alloc(0));
  to.add('odd/4 GB of nothing.mp3', 'problem', ['not-audio']);
  const wav = wavOf(72);
  wav.writeUInt32LE(0xffffffff, 40);
  await make('odd/4 GB.wav', wav);
  to.add('odd/4 GB.wav', 'either', DAMAGE);
  for (const { name, extension, bytes } of songs.all) {
    const file = `odd/4 GB ${name}.${extension}`;
    await make(file, bytes);
    to.add(file, 'either', [...DAMAGE, 'timed-out']);
  }
}
