import { z } from 'zod';
import { MugleError } from '../../shared/errors';
import { hasDrive } from '../scan/drives';
import type { LibraryStore } from '../store/library-store';
import type { StoredFile } from '../store/stored-records';
import type { Finding } from './find-targets';
import { isUnder } from './folders';

const paths = z.array(z.string());

/**
 * Folders in which drives began when songs were found on them, in a root or above it. It is remembered because a drive that is
 * unmounted leaves an empty folder, or none: that alone looks like songs that were deleted.
 */
export function drivesOf(store: Pick<LibraryStore, 'note'>): readonly string[] {
  try {
    // It was written by ourselves: one that is damaged is written anew by the next scan.
    return paths.catch([]).parse(JSON.parse(store.note('drives') ?? '[]'));
  } catch {
    return [];
  }
}

/**
 * The known drives, in what was searched, of whose songs none is where it was. To be asked before new files are read: those would
 * count as known.
 */
export function emptiedDrives(store: LibraryStore, finding: Finding): ReadonlySet<string> {
  const drives = searchedDrives(store, finding);
  const hasSongs = (drive: string): boolean =>
    filesOn(store, drive).some(({ path }) => finding.paths.has(path));
  return new Set(drives.filter((drive) => !hasSongs(drive)));
}

/**
 * Drives that were searched and are not there, or are not the ones they were; the rest is remembered, with those that were found.
 * To be asked when all files are read.
 */
export function awayDrives(
  store: LibraryStore,
  finding: Finding,
  emptied: ReadonlySet<string>,
): readonly string[] {
  if (finding.searched.length === 0) {
    return [];
  }
  const away: string[] = [];
  const known = new Set([...drivesOf(store), ...finding.drives]);
  for (const drive of searchedDrives(store, finding)) {
    const state = stateOf(drive, store, finding, emptied);
    if (state === 'away') {
      away.push(drive);
    } else if (state === 'no drive') {
      known.delete(drive);
    }
  }
  remember(store, known);
  return away;
}

/** The known drives that are not there now and that names which are gone have to do with. */
export async function drivesGoneWith(
  store: LibraryStore,
  gone: readonly string[],
): Promise<readonly string[]> {
  const away: string[] = [];
  for (const drive of drivesOf(store)) {
    // A folder above a drive may have gone with it.
    const concerns = gone.some((path) => isUnder(path, drive) || isUnder(drive, path));
    if (concerns && !(await hasDrive(drive))) {
      away.push(drive);
    }
  }
  return away;
}

/** What is said of a drive that was there and is not. */
export function driveAway(drive: string): MugleError {
  return new MugleError(
    'drive-away',
    `The drive at ${drive} is not connected. Its songs are left as they are; connect it and scan again, or leave the folder out of the library in the settings to hide them.`,
    { path: drive, stage: 'scan' },
  );
}

function stateOf(
  drive: string,
  store: LibraryStore,
  finding: Finding,
  emptied: ReadonlySet<string>,
): 'there' | 'away' | 'no drive' {
  const files = filesOn(store, drive);
  const there = files.filter(({ path }) => finding.paths.has(path));
  if (finding.drives.has(drive)) {
    return emptied.has(drive) && !haveMoved(files, there) ? 'away' : 'there';
  }
  // Songs were copied from the drive to a folder of that name: a few that lay hidden below the drive are not that.
  return 2 * there.length >= files.length ? 'no drive' : 'away';
}

/** Whether songs that are not where they were are somewhere else on the same drive. */
function haveMoved(files: readonly StoredFile[], there: readonly StoredFile[]): boolean {
  const found = new Set(there.map(({ trackId }) => trackId));
  const paths = new Set(there.map(({ path }) => path));
  return files.some(({ path, trackId }) => !paths.has(path) && found.has(trackId));
}

function searchedDrives(store: LibraryStore, { searched }: Finding): readonly string[] {
  return drivesOf(store).filter((drive) => searched.some((folder) => isUnder(drive, folder)));
}

function filesOn(store: LibraryStore, drive: string): readonly StoredFile[] {
  return [...store.files.values()].filter(({ path }) => isUnder(path, drive));
}

function remember(store: LibraryStore, drives: ReadonlySet<string>): void {
  const files = [...store.files.keys()];
  const inUse = [...drives].filter((drive) => files.some((path) => isUnder(path, drive)));
  const note = JSON.stringify(inUse.sort());
  if (note !== (store.note('drives') ?? '[]')) {
    store.setNote('drives', note);
  }
}
