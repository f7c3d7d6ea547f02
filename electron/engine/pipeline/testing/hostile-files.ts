import { writeDamagedSongs } from './hostile/damaged-songs';
import type { HostileCase } from './hostile/hostile-case';
import { CaseWriter, Dice } from './hostile/hostile-case';
import { writeLyingHeaders } from './hostile/lying-headers';
import { writeOddFiles } from './hostile/odd-files';
import { writeOddNames } from './hostile/odd-names';
import { readSongs } from './hostile/songs';
import { writeTagBombs } from './hostile/tag-bombs';

export interface HostileFolder {
  readonly cases: readonly HostileCase[];
  /** What this system does not let us make, and why. */
  readonly leftOut: readonly string[];
  /** Ends what keeps the files alive. */
  close(): Promise<void>;
}

/** Fills an empty folder with everything that a music folder should not hold; the same for the same seed. */
export async function writeHostileFiles(folder: string, seed: number): Promise<HostileFolder> {
  const to = new CaseWriter(folder);
  const songs = await readSongs();
  await writeDamagedSongs(to, songs, new Dice(seed));
  await writeLyingHeaders(to, songs);
  await writeTagBombs(to, songs);
  const flatten = await writeOddNames(to);
  const closeSocket = await writeOddFiles(to, songs);
  const close = async (): Promise<void> => {
    await flatten();
    await closeSocket();
  };
  return { cases: to.cases, leftOut: to.leftOut, close };
}
