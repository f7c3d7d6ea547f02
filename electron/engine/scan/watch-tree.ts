import type { Dirent, FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isMusicFolder, isMusicName } from './music-names';
import { errorCode } from './scan-problems';

export interface TreeEvents {
  /** A song, or a name that may have been a folder, came, changed or went. */
  readonly touched: (path: string) => void;
  /** More happened than the system could tell: anything in the tree may have changed. */
  readonly lost: () => void;
  /** The tree cannot be watched (any more). */
  readonly failed: (cause: unknown) => void;
}

/** Where the system itself watches whole trees. On Linux Node would watch each file: a handle for every song. */
const HAS_TREES = process.platform === 'darwin' || process.platform === 'win32';

/**
 * Watches one folder and all below it until it is closed. Folders that come are looked through, so that songs in them
 * are told of one by one.
 */
export class TreeWatch {
  readonly #root: string;
  readonly #events: TreeEvents;
  readonly #watch: typeof watch;
  readonly #watchers = new Map<string, FSWatcher>();
  #isClosed = false;

  private constructor(root: string, events: TreeEvents, watchFolder: typeof watch) {
    this.#root = root;
    this.#events = events;
    this.#watch = watchFolder;
  }

  /** @throws what the system says when it cannot watch the tree. */
  static async open(
    root: string,
    events: TreeEvents,
    watchFolder: typeof watch = watch,
  ): Promise<TreeWatch> {
    const tree = new TreeWatch(root, events, watchFolder);
    try {
      await tree.#add(root, false);
      return tree;
    } catch (thrown) {
      tree.close();
      throw thrown;
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const watcher of this.#watchers.values()) {
      watcher.close();
    }
    this.#watchers.clear();
  }

  /** Watches a folder and those in it; songs found there are told of when the folder is new. */
  async #add(top: string, isNew: boolean): Promise<void> {
    const waiting = [top];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      // First, so that nothing is missed between the listing and the watching.
      this.#watchOne(folder);
      for (const entry of await list(folder)) {
        const inside = path.join(folder, entry.name);
        if (entry.isDirectory() && isMusicFolder(entry.name)) {
          waiting.push(inside);
        } else if (isNew && isMusicName(entry.name)) {
          this.#events.touched(inside);
        }
      }
    }
  }

  #watchOne(folder: string): void {
    if (this.#isClosed || this.#watchers.has(folder) || (HAS_TREES && folder !== this.#root)) {
      return;
    }
    try {
      const watcher = this.#watch(
        folder,
        { recursive: HAS_TREES, persistent: false },
        (event, name) => {
          this.#heard(folder, event, name);
        },
      );
      watcher.on('error', (cause) => {
        this.#broke(folder, cause);
      });
      this.#watchers.set(folder, watcher);
    } catch (thrown) {
      // Gone again before it was watched, or not to be read: the scan tells of those.
      if (!['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(errorCode(thrown))) {
        throw thrown;
      }
    }
  }

  #heard(folder: string, event: string, name: string | null): void {
    if (this.#isClosed) {
      return;
    }
    if (name === null) {
      this.#events.lost();
      return;
    }
    const touched = path.join(folder, name);
    const base = path.basename(name);
    if (isMusicName(base)) {
      this.#events.touched(touched);
    } else if (event === 'rename' && isMusicFolder(base) && !this.#isItself(folder, touched)) {
      this.#folderCameOrWent(touched).catch(this.#events.failed);
    }
  }

  /** Linux tells of a watched folder's own end under its own name. */
  #isItself(folder: string, touched: string): boolean {
    return path.basename(folder) === path.basename(touched) && this.#watchers.has(folder);
  }

  async #folderCameOrWent(folder: string): Promise<void> {
    const isThere = await isFolder(folder);
    const isKnown = HAS_TREES || this.#watchers.has(folder);
    if (isThere === false || (isThere === undefined && !isKnown)) {
      return;
    }
    for (const [watched, watcher] of this.#watchers) {
      if (watched === folder || watched.startsWith(folder + path.sep)) {
        watcher.close();
        this.#watchers.delete(watched);
      }
    }
    this.#events.touched(folder);
    await this.#add(folder, true);
  }

  #broke(folder: string, cause: unknown): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
    // Windows says EPERM when a watched folder is deleted.
    if (!['ENOENT', 'EPERM'].includes(errorCode(cause))) {
      this.#events.failed(cause);
    }
  }
}

/** What is in a folder; nothing when it cannot be read, of which the scan tells. */
function list(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

async function isFolder(at: string): Promise<boolean | undefined> {
  return lstat(at).then(
    (info) => info.isDirectory(),
    () => undefined,
  );
}
