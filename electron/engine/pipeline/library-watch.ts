import { setTimeout as sleep } from 'node:timers/promises';
import { MugleError } from '../../shared/errors';
import type { Settled } from '../scan/settling';
import type { WatchOptions } from '../scan/watch-folders';
import { FolderWatch } from '../scan/watch-folders';
import type { LibraryStore } from '../store/library-store';
import type { FileReader } from './file-reader';
import type { ScanTarget } from './find-targets';
import { isUnder } from './folders';
import { areDrivesUnknown, drivesGoneWith, drivesOf } from './known-drives';
import type { LibraryView } from './library-view';
import { WatchAsker } from './watch-asker';

export interface LibraryWatchContext {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly reader: FileReader;
  readonly scan: (targets: readonly ScanTarget[]) => void;
  readonly notice: (error: MugleError) => void;
  /** The store has something to save. */
  readonly changed: () => void;
}

/** A renamed song is found under its new name in this time, and is then not missing under the old one. */
const RENAME_MS = 1_500;

/** Keeps the library true to its folders while the engine runs. */
export class LibraryWatch {
  readonly #context: LibraryWatchContext;
  readonly #watch: FolderWatch;
  readonly #closing = new AbortController();

  constructor(context: LibraryWatchContext, options?: WatchOptions) {
    this.#context = context;
    this.#watch = new FolderWatch(
      {
        changed: (settled) => void this.#changed(settled),
        search: (root) => {
          context.scan([{ kind: 'folder', path: root }]);
        },
        unwatched: (root, cause) => {
          context.notice(unwatched(root, cause));
        },
        silent: (root, folders) => {
          context.notice(silent(root, folders));
        },
      },
      { ask: new WatchAsker(context).ask, ...options },
    );
  }

  /** To be called whenever the roots, or the drives that are known in them, may have changed. */
  async followRoots(): Promise<void> {
    const { store } = this.#context;
    await this.#watch.watchRoots(store.roots, drivesOf(store));
  }

  close(): void {
    this.#closing.abort();
    this.#watch.close();
  }

  async #changed({ files, gone }: Settled): Promise<void> {
    if (files.length > 0) {
      this.#context.scan(files.map((path) => ({ kind: 'file', path })));
    }
    if (gone.length === 0) {
      return;
    }
    try {
      await sleep(RENAME_MS, undefined, { signal: this.#closing.signal });
    } catch {
      return;
    }
    const { store, reader } = this.#context;
    const away = await drivesGoneWith(store, reader, gone);
    // Asked of a reader that is being closed, nothing is there.
    if (!this.#closing.signal.aborted) {
      this.#lose(gone, away);
    }
  }

  /** @param away drives that went with their songs, which wait for them */
  #lose(gone: readonly string[], away: readonly string[]): void {
    const { store, view, changed } = this.#context;
    if (areDrivesUnknown(store)) {
      return;
    }
    const names = new Set(gone);
    // What was no song was a folder, with songs in it or not.
    const folders = gone.filter((path) => !store.files.has(path) && !store.failures.has(path));
    const isLost = (path: string): boolean =>
      (names.has(path) || folders.some((folder) => isUnder(path, folder))) &&
      !away.some((drive) => isUnder(path, drive));
    for (const { path, trackId } of [...store.files.values()].filter((file) => isLost(file.path))) {
      store.removeFile(path, true);
      view.touch(trackId);
    }
    for (const path of [...store.failures.keys()].filter(isLost)) {
      store.removeFailure(path);
    }
    changed();
  }
}

function silent(root: string, folders: readonly string[]): MugleError {
  const [folder = root] = folders;
  const more = folders.length - 1;
  const what =
    more > 0
      ? `The folder ${folder} and ${String(more)} more in ${root} do not answer: changes in them are not noticed until they do`
      : `The folder ${folder} does not answer: changes in it are not noticed until it does`;
  return new MugleError(
    'folder-unreachable',
    `${what}; then ${root} is searched. Check the drive or the network.`,
    { path: folder, stage: 'scan' },
  );
}

function unwatched(root: string, cause: unknown): MugleError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MugleError(
    'not-watched',
    `Changes in ${root} are not noticed at once (${reason}); it is searched every ten minutes instead. On Linux the system's limit is fs.inotify.max_user_watches.`,
    { path: root, stage: 'scan', cause },
  );
}
