import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { repoRoot } from './app';

const fixtures = path.join(repoRoot, 'e2e', 'fixtures', 'audio');
const MUSIC = new Set(['.mp3', '.flac', '.ogg', '.opus', '.m4a', '.wav', '.aiff', '.aif']);

/** File names of the encoded fixture songs, sorted. */
export async function fixtureNames(): Promise<string[]> {
  const names = await readdir(fixtures);
  return names.filter((name) => MUSIC.has(path.extname(name).toLowerCase())).sort();
}

/** Copies fixture songs into a folder; all of them when no names are given. Returns their paths. */
export async function copySongs(folder: string, names?: readonly string[]): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const wanted = names ?? (await fixtureNames());
  return Promise.all(wanted.map((name) => copySong(name, path.join(folder, name))));
}

/** Copies one fixture song to a path of any name. */
export async function copySong(name: string, target: string): Promise<string> {
  await copyFile(path.join(fixtures, name), target);
  return target;
}
