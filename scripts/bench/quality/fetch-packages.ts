import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MUSIC = ['.ogg', '.mp3', '.opus', '.flac', '.m4a'];
/** Sounds of a game are shorter than its songs. */
const SMALLEST_BYTES = 250_000;
/** unzip's exit status when no file has one of the endings. */
const UNZIP_FOUND_NOTHING = 11;

/** Installs what the bench plays and changes music with. @throws when something is missing and cannot be installed */
export async function ensurePrograms(
  programs: readonly string[],
  tell: (text: string) => void,
): Promise<void> {
  const missing: string[] = [];
  for (const program of programs) {
    const answers = await run('sh', ['-c', `command -v ${program}`]).then(
      () => true,
      () => false,
    );
    if (!answers) {
      missing.push(program);
    }
  }
  if (missing.length === 0) {
    return;
  }
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    throw new Error(
      `the quality bench needs ${missing.join(', ')}. On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}`,
    );
  }
  tell(`Installing ${missing.join(', ')} with apt-get`);
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...missing], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 << 20,
  });
}

/**
 * The folder with the wanted files of a Debian package, fetched once; nothing else of it is kept.
 * @param patterns as tar's --wildcards
 * @throws when apt-get or dpkg cannot
 */
export async function fetchPackage(
  name: string,
  {
    cacheDir,
    patterns,
    tell,
  }: {
    readonly cacheDir: string;
    readonly patterns: readonly string[];
    readonly tell: (text: string) => void;
  },
): Promise<string> {
  const target = path.join(cacheDir, name);
  if (existsSync(target)) {
    return target;
  }
  tell(`Fetching ${name} with apt-get`);
  await mkdir(cacheDir, { recursive: true });
  const download = await mkdtemp(path.join(cacheDir, 'download-'));
  try {
    await run('apt-get', ['download', name], { cwd: download, maxBuffer: 64 << 20 });
    const [archive] = (await readdir(download)).filter((file) => file.endsWith('.deb'));
    if (archive === undefined) {
      throw new Error(`apt-get download ${name} left no package behind.`);
    }
    const wanted = patterns.map((pattern) => `'${pattern}'`).join(' ');
    await mkdir(path.join(download, 'files'));
    const extract = `dpkg --fsys-tarfile "$1" | LC_ALL=C tar -x -C files --wildcards ${wanted} || true`;
    const { stderr } = await run('sh', ['-c', extract, 'sh', archive], { cwd: download });
    // tar fails when one of the patterns is met by nothing; that alone is no fault.
    const faults = stderr
      .split('\n')
      .filter((line) => !/^$|: Not found in archive$|: Exiting with failure status/.test(line));
    if (faults.length > 0) {
      throw new Error(`the package ${name} could not be unpacked: ${faults.join(' ')}`);
    }
    await rename(path.join(download, 'files'), target);
  } finally {
    await rm(download, { recursive: true, force: true });
  }
  return target;
}

/** The songs of a package, what lies in the archives of its game too; in the order of their paths. */
export async function fetchSongs(
  name: string,
  options: { readonly cacheDir: string; readonly tell: (text: string) => void },
): Promise<readonly string[]> {
  const patterns = [...MUSIC.map((ending) => `*${ending}`), '*.pk3', '*/public.zip'];
  const folder = await fetchPackage(name, { ...options, patterns });
  for (const archive of (await filesIn(folder)).filter((file) => /\.(pk3|zip)$/.test(file))) {
    const into = `${archive}.music`;
    await run('unzip', [
      '-q',
      '-o',
      archive,
      ...MUSIC.map((ending) => `*${ending}`),
      '-d',
      into,
    ]).catch((thrown: unknown) => {
      if ((thrown as { readonly code?: unknown }).code !== UNZIP_FOUND_NOTHING) {
        throw thrown;
      }
    });
    await rm(archive);
  }
  const songs: string[] = [];
  for (const file of await filesIn(folder)) {
    if (MUSIC.includes(path.extname(file)) && (await stat(file)).size >= SMALLEST_BYTES) {
      songs.push(file);
    }
  }
  return songs;
}

/** Real files only: links would be one song twice. */
async function filesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
