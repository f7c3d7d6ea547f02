import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Freely licensed music in four formats and styles, as Debian packages it. */
const PACKAGES = ['wesnoth-1.16-music', 'warzone2100-music', 'drascula-music', 'singularity-music'];
const MUSIC = new Set(['.ogg', '.opus', '.mp3', '.flac', '.m4a', '.wav']);

/** Downloads and unpacks what is not in the cache yet. @throws when apt-get or dpkg cannot. */
export async function fetchMusic(cacheDir: string, tell: (text: string) => void): Promise<string> {
  const music = path.join(cacheDir, 'music');
  await mkdir(music, { recursive: true });
  for (const name of PACKAGES) {
    const target = path.join(music, name);
    if ((await readdir(music)).includes(name)) {
      continue;
    }
    tell(`Fetching ${name} with apt-get into ${cacheDir}`);
    const download = await mkdtemp(path.join(cacheDir, 'download-'));
    try {
      await run('apt-get', ['download', name], { cwd: download });
      const [archive] = (await readdir(download)).filter((file) => file.endsWith('.deb'));
      if (archive === undefined) {
        throw new Error(`apt-get download ${name} left no package behind`);
      }
      const unpacked = path.join(download, 'unpacked');
      await run('dpkg', ['-x', path.join(download, archive), unpacked]);
      await rename(unpacked, target);
    } finally {
      await rm(download, { recursive: true, force: true });
    }
  }
  return music;
}

/** The songs below a folder. Links are left out, as the scan leaves them out: it hears each real file once. */
export async function songsIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && MUSIC.has(path.extname(entry.name)))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/**
 * The same songs, each of exactly so many seconds: longer ones cut, shorter ones repeated, as they are encoded and without
 * encoding them anew. Kept in the cache. @throws when ffmpeg cannot.
 */
export async function ofLength(
  music: string,
  seconds: number,
  tell: (text: string) => void,
): Promise<string> {
  const target = `${music}-${String(seconds)}s`;
  const isThere = await stat(target).then(
    () => true,
    () => false,
  );
  if (isThere) {
    return target;
  }
  tell(`Cutting and repeating the songs to ${seconds} s in ${target}`);
  const making = `${target}.part`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making);
  for (const [number, song] of (await songsIn(music)).entries()) {
    const name = `${String(number).padStart(3, '0')}${path.extname(song)}`;
    const out = path.join(making, name);
    const loop = ['-stream_loop', '-1', '-i', song, '-t', String(seconds)];
    await run('ffmpeg', ['-nostdin', '-v', 'error', ...loop, '-map', '0:a', '-c', 'copy', out]);
  }
  await rename(making, target);
  return target;
}
