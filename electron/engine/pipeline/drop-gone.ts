import { MugleError } from '../../shared/errors';
import type { LibraryStore } from '../store/library-store';
import type { Finding } from './find-targets';
import { isUnder } from './folders';
import { awayDrives, driveAway } from './known-drives';
import type { LibraryView } from './library-view';

/** What is told of songs that are gone. */
interface Library {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly notice: (error: MugleError) => void;
  readonly changed: () => void;
}

/**
 * Notes songs as missing that are gone from folders and drives which are there; what was heard waits for their return.
 * @param emptiedDrives those that looked emptied when they were searched
 * @returns folders whose songs are kept though none of them is there
 */
export function dropGone(
  library: Library,
  finding: Finding,
  emptiedDrives: ReadonlySet<string>,
): readonly string[] {
  const { store, view, notice, changed } = library;
  const { searched, paths } = finding;
  const away = awayDrives(store, finding, emptiedDrives);
  away.forEach((drive) => {
    notice(driveAway(drive));
  });
  const seen = [...finding.blind, ...away];
  const empty = emptied(library, finding, seen);
  const blind = [...seen, ...empty];
  const isGone = (path: string): boolean =>
    !paths.has(path) &&
    searched.some((folder) => isUnder(path, folder)) &&
    !blind.some((folder) => isUnder(path, folder));
  for (const { path, trackId } of [...store.files.values()].filter((file) => isGone(file.path))) {
    store.removeFile(path, true);
    view.touch(trackId);
  }
  for (const path of [...store.failures.keys()].filter(isGone)) {
    store.removeFailure(path);
  }
  changed();
  return [...away, ...empty];
}

/** Folders whose songs are all gone. An unmounted drive leaves an empty folder: no reason to forget a library. */
function emptied(
  { store, notice }: Library,
  { searched, paths }: Finding,
  blind: readonly string[],
): readonly string[] {
  const empty = searched.filter(
    (folder) =>
      !blind.includes(folder) &&
      ![...paths].some((path) => isUnder(path, folder)) &&
      [...store.files.keys()].some((path) => isUnder(path, folder)),
  );
  for (const folder of empty) {
    notice(
      new MugleError(
        'folder-empty',
        `No songs are left in ${folder}. Its songs are kept in the library in case a drive is not connected; remove the folder from the library to forget them.`,
        { path: folder, stage: 'scan' },
      ),
    );
  }
  return empty;
}
