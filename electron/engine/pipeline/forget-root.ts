import type { LibraryStore } from '../store/library-store';
import { isUnder } from './folders';
import type { LibraryView } from './library-view';

/** Forgets the files under a folder that is no music folder any more, unless another one holds them. */
export function forgetRoot(store: LibraryStore, view: LibraryView, path: string): void {
  const orphaned = (file: string): boolean =>
    isUnder(file, path) && !store.roots.some((root) => isUnder(file, root));
  for (const file of [...store.files.values()].filter((entry) => orphaned(entry.path))) {
    store.removeFile(file.path);
    view.touch(file.trackId);
  }
  for (const id of store.hideMissing(orphaned)) {
    view.touch(id);
  }
  for (const file of [...store.failures.keys()].filter(orphaned)) {
    store.removeFailure(file);
  }
}
