import { mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWav } from '../../electron/engine/pipeline/testing/write-wav';
import { readModels } from '../../native-models/registry';

const SONG_SECONDS = 4;

/** Adds songs that sound different from all others. @returns how many */
export async function addSongs(folder: string, from: number, count: number): Promise<number> {
  for (let seed = from; seed < from + count; seed++) {
    await writeWav(path.join(folder, `song ${seed}.wav`), seed + 1, SONG_SECONDS);
  }
  return count;
}

/** Gives many files another time, some another name, as a person who tidies up does. */
export async function touchSongs(folder: string, random: () => number): Promise<void> {
  const now = new Date();
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const dice = random();
    if (dice < 0.5) {
      await utimes(file, now, now);
    }
    if (dice < 0.1) {
      await rename(file, path.join(folder, `again ${name}`));
    }
  }
}

/** A folder of models that are the bundled ones under other names, without their graphs. */
export async function renamedModels(modelsDir: string, out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  for (const { folder, ...model } of await readModels(modelsDir)) {
    const target = path.join(out, path.basename(folder));
    await mkdir(target, { recursive: true });
    const text = JSON.stringify({ ...model, id: `${model.id}-next` });
    await writeFile(path.join(target, 'model.json'), text);
  }
}
