import { z } from 'zod';
import { MugleError } from '../../shared/errors';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { NoteName } from '../store/library-tables';
import type { StoredFile } from '../store/stored-records';
import { noteDamage } from './damaged-note';
import type { FileReader } from './file-reader';
import type { Finding } from './find-targets';
import { isUnder } from './folders';

const paths = z.array(z.string());
const songSets = z.record(z.string(), z.array(z.array(z.string())));

/**
 * Folders in which drives began when songs were found on them, in a root or above it. It is remembered because a drive that is
 * unmounted leaves an empty folder, or none: that alone looks like songs that were deleted.
 */
export function drivesOf(store: Pick<LibraryStore, 'note'>): readonly string[] {
  return noted(store, 'drives', paths) ?? [];
}

/**
 * Looks at what is noted of drives, when a library is opened. A note that cannot be read is put aside and begun anew.
 * @returns what is to be told of it
 */
export function checkDrives(store: LibraryStore): { readonly damage: readonly MugleError[] } {
  const check = (name: 'drives' | 'drive-songs', schema: z.ZodType, none: object): MugleError[] => {
    try {
      noted(store, name, schema);
      return [];
    } catch (cause) {
      const damage = noteDamage(store, name, store.note(name) ?? '', cause);
      store.setNote(name, JSON.stringify(none));
      store.setNote('drives-unknown', 'yes');
      return [damage];
    }
  };
  return { damage: [...check('drives', paths, []), ...check('drive-songs', songSets, {})] };
}

/** A place of a drive of whose songs some are kept though they are not there. */
export interface AwayDrive {
  readonly drive: string;
  /** No drive is there, one without songs, or one with other songs. */
  readonly is: 'gone' | 'empty' | 'other';
  /** The files that are kept. */
  readonly kept: ReadonlySet<string>;
}

/** For each known drive in what was searched: songs that were on it together, one set for each drive that was seen in its place. */
export type DriveSongs = ReadonlyMap<string, readonly ReadonlySet<TrackId>[]>;

/**
 * What was known of the drives in what was searched. To be asked before new files are read. Where no song is where it was, this is noted
 * at once: a scan that is cut short must not leave those of another drive among them.
 */
export function knownSongs(store: LibraryStore, finding: Finding): DriveSongs {
  const sets = setsOf(store);
  const known = new Map<string, readonly ReadonlySet<TrackId>[]>();
  for (const [drive, files] of filesOn(store, searchedDrives(store, finding))) {
    const its = sets.get(drive) ?? [new Set(files.map(({ trackId }) => trackId))];
    known.set(drive, its);
    if (finding.drives.has(drive) && !files.some(({ path }) => isThere(path, finding))) {
      sets.set(drive, its);
    }
  }
  noteSets(store, sets);
  return known;
}

/**
 * Notes which drives were found, which are drives no more, and which songs were on one together. To be called when all files are read.
 * @param known what was known before
 * @returns the places of which songs are kept
 */
export function noteDrives(
  store: LibraryStore,
  finding: Finding,
  known: DriveSongs,
): readonly AwayDrive[] {
  if (finding.searched.length === 0) {
    return [];
  }
  const away: AwayDrive[] = [];
  const files = filesOn(store, [...drivesOf(store), ...finding.drives]);
  const drives = new Set([...files].flatMap(([drive, its]) => (its.length > 0 ? [drive] : [])));
  const sets = setsOf(store);
  for (const [drive, before] of known) {
    const its = files.get(drive) ?? [];
    const there = its.filter(({ path }) => isThere(path, finding));
    if (finding.blind.some((folder) => isUnder(drive, folder))) {
      continue;
    }
    if (finding.drives.has(drive)) {
      const { together, kept } = sortOut(its, there, before);
      sets.set(drive, together.length > 1 || kept.size > 0 ? together : []);
      if (kept.size > 0) {
        away.push({ drive, is: there.length === 0 ? 'empty' : 'other', kept });
      }
    } else if (2 * there.length < its.length) {
      away.push({ drive, is: 'gone', kept: new Set(its.map(({ path }) => path)) });
    } else {
      // Songs were copied from it to a folder of that name: a few that lay hidden below the drive are not that.
      drives.delete(drive);
    }
  }
  note(store, 'drives', [...drives].sort());
  noteSets(store, new Map([...sets].filter(([drive]) => drives.has(drive))));
  return away;
}

/**
 * Which songs are on a drive that is there. Where none of those that were known to be together is, nobody knows whether they were
 * deleted or are on another drive: they are kept. Songs that are new are together with those that are there.
 */
function sortOut(
  files: readonly StoredFile[],
  there: readonly StoredFile[],
  before: readonly ReadonlySet<TrackId>[],
): { readonly together: readonly ReadonlySet<TrackId>[]; readonly kept: ReadonlySet<string> } {
  const isPresent = (set: ReadonlySet<TrackId>): boolean =>
    there.some(({ trackId }) => set.has(trackId));
  const at = before.findIndex(isPresent);
  if (at === 0 && before.length === 1) {
    return { together: [], kept: new Set() };
  }
  const found = there.map(({ trackId }) => trackId);
  const fresh = found.filter((id) => !before.some((set) => set.has(id)));
  const sets =
    at < 0
      ? [...before, new Set(fresh)]
      : before.map((set, row) => (row === at ? new Set([...set, ...fresh]) : set));
  const absent = sets.filter((set) => !isPresent(set));
  const isFound = new Set(there.map(({ path }) => path));
  const kept = files.filter(
    ({ path, trackId }) => !isFound.has(path) && absent.some((set) => set.has(trackId)),
  );
  const ids = new Set([...there, ...kept].map(({ trackId }) => trackId));
  const left = sets.map((set) => new Set([...set].filter((id) => ids.has(id))));
  return {
    together: left.filter((set) => set.size > 0),
    kept: new Set(kept.map(({ path }) => path)),
  };
}

/** The known drives that are not there now, or do not say so, and that names which are gone have to do with. */
export async function drivesGoneWith(
  store: LibraryStore,
  reader: Pick<FileReader, 'do'>,
  gone: readonly string[],
): Promise<readonly string[]> {
  const away: string[] = [];
  for (const drive of drivesOf(store)) {
    // A folder above a drive may have gone with it.
    const concerns = gone.some((path) => isUnder(path, drive) || isUnder(drive, path));
    if (concerns && !(await hasDrive(reader, drive))) {
      away.push(drive);
    }
  }
  return away;
}

async function hasDrive(reader: Pick<FileReader, 'do'>, drive: string): Promise<boolean> {
  try {
    return await reader.do({ what: 'has-drive', path: drive });
  } catch {
    // One that does not answer says nothing of its songs.
    return false;
  }
}

/**
 * Knows no drive in this place any more, as a person said that what is kept of it is gone: the next scan takes that for deleted, and knows
 * the drive that is there, if any, by what it finds. False when none was known.
 */
export function forgetDrive(store: LibraryStore, drive: string): boolean {
  const drives = drivesOf(store);
  if (!drives.includes(drive)) {
    return false;
  }
  note(
    store,
    'drives',
    drives.filter((each) => each !== drive),
  );
  noteSets(store, new Map([...setsOf(store)].filter(([each]) => each !== drive)));
  return true;
}

/**
 * Whether nobody knows which songs are on drives that are away: what was noted of drives could not be read. Until a person who was told
 * starts a scan, no song is taken for deleted.
 */
export function areDrivesUnknown(store: Pick<LibraryStore, 'note'>): boolean {
  return store.note('drives-unknown') === 'yes';
}

/** A person starts a scan: whatever is to be found is there. */
export function trustDrives(store: LibraryStore): void {
  if (areDrivesUnknown(store)) {
    store.setNote('drives-unknown', 'no');
  }
}

/** What is said of a drive whose songs are not there. */
export function driveAway({ drive, is }: Pick<AwayDrive, 'drive' | 'is'>): MugleError {
  const what =
    is === 'other'
      ? `Songs that were on the drive at ${drive} are not on the one that is connected there now. They are left as they are, since it may be another drive; connect theirs`
      : `The drive at ${drive} is not connected. Its songs are left as they are; connect it`;
  return new MugleError(
    'drive-away',
    `${what} and scan again, or leave the folder out of the library in the settings to hide them.`,
    { path: drive, stage: 'scan' },
  );
}

/** What cannot be looked at may be there. */
function isThere(path: string, { paths: found, blind }: Finding): boolean {
  return found.has(path) || blind.some((folder) => isUnder(path, folder));
}

function searchedDrives(store: LibraryStore, { searched }: Finding): readonly string[] {
  return drivesOf(store).filter((drive) => searched.some((folder) => isUnder(drive, folder)));
}

/** The files on each of these drives. */
function filesOn(
  store: LibraryStore,
  drives: readonly string[],
): ReadonlyMap<string, readonly StoredFile[]> {
  const files = new Map(drives.map((drive): [string, StoredFile[]] => [drive, []]));
  for (const file of files.size === 0 ? [] : store.files.values()) {
    for (const [drive, its] of files) {
      if (isUnder(file.path, drive)) {
        its.push(file);
      }
    }
  }
  return files;
}

function setsOf(store: LibraryStore): Map<string, readonly ReadonlySet<TrackId>[]> {
  const sets = Object.entries(noted(store, 'drive-songs', songSets) ?? {});
  return new Map(sets.map(([drive, its]) => [drive, its.map((ids) => new Set(ids))]));
}

function noteSets(store: LibraryStore, sets: DriveSongs): void {
  const doubtful = [...sets].filter(([, its]) => its.length > 0).sort();
  note(
    store,
    'drive-songs',
    Object.fromEntries(doubtful.map(([drive, its]) => [drive, its.map((ids) => [...ids])])),
  );
}

/** A damaged one was put aside when the library was opened. */
function noted<T>(
  store: Pick<LibraryStore, 'note'>,
  name: NoteName,
  schema: z.ZodType<T>,
): T | undefined {
  const text = store.note(name);
  return text === undefined ? undefined : schema.parse(JSON.parse(text));
}

function note(store: LibraryStore, name: NoteName, value: object): void {
  const text = JSON.stringify(value);
  const isNothing = Object.keys(value).length === 0 && store.note(name) === undefined;
  if (!isNothing && text !== store.note(name)) {
    store.setNote(name, text);
  }
}
