import { MugleError } from '../../shared/errors';
import type { LibraryStore } from '../store/library-store';
import type { Finding } from './find-targets';
import { isUnder } from './folders';
import type { DriveSongs } from './known-drives';
import { areDrivesUnknown, driveAway, noteDrives } from './known-drives';
import type { LibraryView } from './library-view';

/** What is told of songs that are gone. */
export interface SearchedLibrary {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly notice: (error: MugleError) => void;
  /** The store has something to save. */
  readonly changed: () => void;
  /** Places of drives whose songs a person let go of. */
  readonly letGo?: ReadonlySet<string>;
}

/**
 * Notes songs as missing that are gone from folders and drives which are there; what was heard waits for their return.
 * @param known what was known of drives before files were read
 * @returns folders of whose songs some are kept though they are not there
 */
export function dropGone(
  library: SearchedLibrary,
  finding: Finding,
  known: DriveSongs,
): readonly string[] {
  const { store, view, notice, changed } = library;
  const { searched, paths } = finding;
  const away = noteDrives(store, finding, known);
  for (const each of away) {
    notice(each.is === 'empty' ? leftEmpty(each.drive) : driveAway(each));
  }
  if (areDrivesUnknown(store)) {
    changed();
    return searched;
  }
  const drives = away.map(({ drive }) => drive);
  const empty = emptied(library, finding, [...finding.blind, ...drives]);
  const blind = [...finding.blind, ...empty];
  const isGone = (path: string): boolean =>
    !paths.has(path) &&
    searched.some((folder) => isUnder(path, folder)) &&
    !blind.some((folder) => isUnder(path, folder));
  for (const { path, trackId } of [...store.files.values()].filter((file) => isGone(file.path))) {
    if (!away.some(({ kept }) => kept.has(path))) {
      store.removeFile(path, true);
      view.touch(trackId);
    }
  }
  for (const path of [...store.failures.keys()].filter(isGone)) {
    if (!drives.some((drive) => isUnder(path, drive))) {
      store.removeFailure(path);
    }
  }
  changed();
  return [...drives, ...empty];
}

/** Whether a folder in which nothing was found holds songs of the library: what became of these is told by `dropGone`. */
export function isOfKnownSongs(
  { kind, path: folder }: MugleError,
  { store }: Pick<SearchedLibrary, 'store'>,
): boolean {
  const isKnown = (path: string): boolean => folder !== undefined && isUnder(path, folder);
  return kind === 'folder-empty' && [...store.files.keys()].some(isKnown);
}

/** Folders whose songs are all gone. An unmounted drive leaves an empty folder: no reason to forget a library. */
function emptied(
  { store, notice, letGo }: SearchedLibrary,
  { searched, paths }: Finding,
  blind: readonly string[],
): readonly string[] {
  const empty = searched.filter(
    (folder) =>
      !blind.includes(folder) &&
      letGo?.has(folder) !== true &&
      ![...paths].some((path) => isUnder(path, folder)) &&
      [...store.files.keys()].some(
        (path) => isUnder(path, folder) && !blind.some((each) => isUnder(path, each)),
      ),
  );
  for (const folder of empty) {
    notice(leftEmpty(folder));
  }
  return empty;
}

function leftEmpty(folder: string): MugleError {
  return new MugleError(
    'folder-empty',
    `No songs are left in ${folder}. Those that were there are kept in the library in case they are on a drive that is not connected; remove the folder from the library to forget them, or leave it out in the settings to hide them.`,
    { path: folder, stage: 'scan' },
  );
}
