import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import path from 'node:path';
import { isMusicFolder, isMusicName } from './music-names';
import { errorCode } from './scan-problems';
import type { AskOfPath, WatchAnswers } from './watch-questions';

export interface TreeEvents {
  /** A song, or a name that may have been a folder, came, changed or went. */
  readonly touched: (path: string) => void;
  /** More happened than the system could tell: anything in the tree may have changed. */
  readonly lost: () => void;
  /** This folder does not answer: neither it nor what is in it is watched. */
  readonly silent: (folder: string) => void;
  /** The tree cannot be watched (any more). */
  readonly failed: (cause: unknown) => void;
}

interface TreeOptions {
  readonly ask: AskOfPath;
  readonly watchFolder: typeof watch | undefined;
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
  readonly #ask: AskOfPath;
  readonly #watchers = new Map<string, FSWatcher>();
  #isClosed = false;

  private constructor(root: string, events: TreeEvents, options: TreeOptions) {
    this.#root = root;
    this.#events = events;
    this.#watch = options.watchFolder ?? watch;
    this.#ask = options.ask;
  }

  /** Undefined when the folder does not answer. @throws what the system says when it cannot watch the tree. */
  static async open(
    root: string,
    events: TreeEvents,
    options: TreeOptions,
  ): Promise<TreeWatch | undefined> {
    const tree = new TreeWatch(root, events, options);
    try {
      await tree.#add(root, false);
      return tree.#watchers.size === 0 && !(await tree.#answers(root)) ? undefined : tree;
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
    let waiting = [top];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      // Watching waits for a drive that hangs, and all of the engine with it: it is asked whether it answers.
      if (!(await this.#answers(folder))) {
        waiting = await this.#leave(folder, 'is-folder', waiting);
        continue;
      }
      // First, so that nothing is missed between the listing and the watching.
      this.#watchOne(folder);
      const inside = await this.#ask('inside', folder);
      if (inside === undefined) {
        waiting = await this.#leave(folder, 'inside', waiting);
      } else {
        waiting.push(...this.#look(folder, inside, isNew));
      }
    }
  }

  /** The folders in one that are to be watched; its songs are told of when it is new. */
  #look(folder: string, inside: WatchAnswers['inside'], isNew: boolean): readonly string[] {
    const folders: string[] = [];
    for (const { name, isFolder } of inside) {
      if (isFolder && isMusicFolder(name)) {
        folders.push(path.join(folder, name));
      } else if (isNew && isMusicName(name)) {
        this.#events.touched(path.join(folder, name));
      }
    }
    return folders;
  }

  /**
   * Tells of the highest folder that does not answer, as a drive that hangs does not in any of its folders.
   * @returns those that wait elsewhere: each of the others would be waited for as long
   */
  async #leave(
    folder: string,
    question: 'is-folder' | 'inside',
    waiting: readonly string[],
  ): Promise<string[]> {
    let silent = folder;
    while (silent !== this.#root) {
      const outer = path.dirname(silent);
      if ((await this.#ask(question, outer)) !== undefined) {
        break;
      }
      silent = outer;
    }
    if (!this.#isClosed) {
      this.#events.silent(silent);
    }
    return waiting.filter((each) => !each.startsWith(silent + path.sep));
  }

  async #answers(folder: string): Promise<boolean> {
    return (await this.#ask('is-folder', folder)) !== undefined;
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
    const isThere = await this.#ask('is-folder', folder);
    if (isThere === undefined) {
      await this.#leave(folder, 'is-folder', []);
      return;
    }
    const isKnown = HAS_TREES || this.#watchers.has(folder);
    if (isThere === false || (isThere === null && !isKnown)) {
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
