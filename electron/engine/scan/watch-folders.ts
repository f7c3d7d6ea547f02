import type { watch } from 'node:fs';
import { sep } from 'node:path';
import type { Settled } from './settling';
import { Settling } from './settling';
import type { AskOfPath } from './watch-questions';
import { askSystem } from './watch-questions';
import { TreeWatch } from './watch-tree';

export interface WatchEvents {
  /** Files to look at again, and names that are gone from a folder that is there. */
  readonly changed: (settled: Settled) => void;
  /** A folder to search anew: it came (back), or more changed in it than was told. */
  readonly search: (root: string) => void;
  /** It cannot be watched; `search` is called for it now and then instead. Told once. */
  readonly unwatched: (root: string, cause: unknown) => void;
  /**
   * Folders that do not answer: they are not watched, nor what is in them, until they do and `search` is called for their root. Told once
   * for each as long as that lasts, and of all that are found silent at a time together.
   */
  readonly silent: (root: string, folders: readonly string[]) => void;
}

export interface WatchOptions {
  /** Asks what is at a path. Where drives may hang, not in this process. */
  readonly ask?: AskOfPath;
  /** For tests. */
  readonly watchFolder?: typeof watch;
  readonly searchEveryMs?: number;
  readonly checkEveryMs?: number;
}

/** So many changes at once are found faster by a search. */
const MOST_AT_ONCE = 2_000;
/** How often a folder that cannot be watched is searched. */
const SEARCH_EVERY_MS = 10 * 60_000;
/** How often roots are asked whether they are the ones they were: a drive that is unmounted tells nobody. */
const CHECK_EVERY_MS = 30_000;

interface Root {
  /** Of the folder that is watched; null while none is there, or it does not answer. */
  identity: string | null;
  /** It did not answer for a while: what happened meanwhile was not told. */
  wasSilent: boolean;
  tree: TreeWatch | undefined;
  isUnwatched: boolean;
  /** Folders in it that did not answer when they were to be watched. The one that was asked longest ago is the first. */
  readonly silent: Set<string>;
  /** Those of them that were told of. */
  told: ReadonlySet<string>;
}

/**
 * Watches the folders of a library. Nothing is opened and nothing held but the system's own watches, so that a drive
 * can be taken away; a root that is not there is no deletion, and is watched again when it is back.
 */
export class FolderWatch {
  readonly #events: WatchEvents;
  readonly #options: WatchOptions;
  readonly #roots = new Map<string, Root>();
  /** What was at the places of drives in the roots when they were last looked at. */
  #drives = new Map<string, string | null>();
  readonly #ask: AskOfPath;
  readonly #settling: Settling;
  readonly #timers: readonly NodeJS.Timeout[];
  #work: Promise<void> = Promise.resolve();
  #isChecking = false;
  #closed = false;

  constructor(events: WatchEvents, options: WatchOptions = {}) {
    this.#events = events;
    this.#options = options;
    this.#ask = options.ask ?? askSystem;
    this.#settling = new Settling(this.#ask, {
      settled: (settled) => void this.#settled(settled),
      silent: (path) => {
        this.#silent(path);
      },
    });
    this.#timers = [
      setInterval(() => void this.#check(), options.checkEveryMs ?? CHECK_EVERY_MS),
      setInterval(() => {
        this.#searchUnwatched();
      }, options.searchEveryMs ?? SEARCH_EVERY_MS),
    ];
    this.#timers.forEach((timer) => timer.unref());
  }

  /**
   * Watches these roots and no others. Resolves when that is so.
   * @param drives folders inside them where drives begin, whose coming and going is to be noticed
   */
  watchRoots(roots: readonly string[], drives: readonly string[] = []): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#drives;
      this.#drives = new Map();
      for (const drive of drives) {
        const known = before.get(drive);
        const now = known === undefined ? await this.#ask('identity', drive) : known;
        this.#drives.set(drive, now ?? null);
      }
      for (const [path, root] of this.#roots) {
        if (!roots.includes(path)) {
          root.tree?.close();
          this.#roots.delete(path);
        }
      }
      for (const path of roots.filter((each) => !this.#roots.has(each))) {
        if (this.#closed) {
          return;
        }
        const root: Root = {
          identity: null,
          wasSilent: false,
          tree: undefined,
          isUnwatched: false,
          silent: new Set(),
          told: new Set(),
        };
        this.#roots.set(path, root);
        await this.#open(path, root);
      }
    });
  }

  /** Nothing is watched any more, whatever is asked for. */
  close(): void {
    this.#closed = true;
    this.#timers.forEach((timer) => {
      clearInterval(timer);
    });
    this.#settling.clear();
    for (const { tree } of this.#roots.values()) {
      tree?.close();
    }
    this.#roots.clear();
  }

  async #open(path: string, root: Root): Promise<void> {
    root.wasSilent = false;
    root.silent.clear();
    root.identity = (await this.#ask('identity', path)) ?? null;
    if (root.identity === null) {
      return;
    }
    const events = {
      touched: (touched: string) => {
        this.#touched(path, touched);
      },
      lost: () => {
        this.#events.search(path);
      },
      silent: (folder: string) => {
        root.silent.add(folder);
        if (root.tree !== undefined) {
          this.#tellSilent(path, root);
        }
      },
      failed: (cause: unknown) => {
        this.#fail(path, root, cause);
      },
    };
    try {
      const tree = await TreeWatch.open(path, events, {
        ask: this.#ask,
        watchFolder: this.#options.watchFolder,
      });
      if (tree === undefined) {
        root.identity = null;
      } else if (this.#roots.get(path) === root && !root.isUnwatched) {
        root.tree = tree;
      } else {
        tree.close();
      }
      this.#tellSilent(path, root);
    } catch (thrown) {
      this.#fail(path, root, thrown);
    }
  }

  /** A drive that hangs may do so in a thousand folders, and each time it is asked. */
  #tellSilent(path: string, root: Root): void {
    const fresh = [...root.silent].filter((folder) => !root.told.has(folder));
    root.told = new Set(root.silent);
    if (fresh.length > 0 && this.#roots.get(path) === root) {
      this.#events.silent(path, fresh);
    }
  }

  #touched(root: string, touched: string): void {
    if (this.#settling.size >= MOST_AT_ONCE) {
      this.#settling.clear();
      this.#events.search(root);
      return;
    }
    this.#settling.touch(touched);
  }

  /** What settles in the root of this path is waited for no more: it is searched when it answers again. */
  #silent(path: string): void {
    const isIn = (each: string, root: string): boolean => each.startsWith(root + sep);
    for (const [name, root] of this.#roots) {
      if (isIn(path, name)) {
        root.wasSilent = true;
        this.#settling.forget((each) => isIn(each, name));
      }
    }
  }

  #fail(path: string, root: Root, cause: unknown): void {
    root.tree?.close();
    root.tree = undefined;
    root.silent.clear();
    if (!root.isUnwatched) {
      root.isUnwatched = true;
      this.#events.unwatched(path, cause);
    }
  }

  async #settled({ files, gone }: Settled): Promise<void> {
    const lost = await this.#reallyGone(gone);
    if (files.length + lost.length > 0) {
      this.#events.changed({ files, gone: lost });
    }
  }

  /** Without those of roots that are gone themselves or empty, as a drive leaves them that was unmounted. */
  async #reallyGone(gone: readonly string[]): Promise<readonly string[]> {
    const there: string[] = [];
    for (const [path, root] of gone.length === 0 ? [] : this.#roots) {
      const isSame = (await this.#ask('identity', path)) === root.identity;
      if (isSame && (await this.#ask('has-entries', path)) === true) {
        there.push(path);
      }
    }
    return gone.filter((path) => there.some((root) => path.startsWith(root + sep)));
  }

  /** Where drives hang one check may take longer than the time to the next: they do not pile up. */
  async #check(): Promise<void> {
    if (!this.#isChecking) {
      this.#isChecking = true;
      await this.#inTurn(() => this.#checkAll()).finally(() => {
        this.#isChecking = false;
      });
    }
  }

  /**
   * A root that is not the folder it was, or has a drive that came or went or a folder that answers again, is watched anew, and searched
   * once it is there. One that does not answer is left as it is, and searched when it does again.
   */
  async #checkAll(): Promise<void> {
    const changed = await this.#changedDrives();
    for (const [path, root] of [...this.#roots]) {
      const identity = await this.#ask('identity', path);
      if (identity === undefined) {
        root.wasSilent = true;
      } else if (this.#roots.get(path) === root) {
        const isOther =
          identity !== root.identity ||
          changed.some((drive) => drive.startsWith(path + sep)) ||
          (await this.#answersAgain(root));
        await this.#follow(path, root, identity, isOther);
      }
    }
  }

  /** Whether a folder that did not answer does. One at a time: each may be waited for. */
  async #answersAgain({ silent }: Root): Promise<boolean> {
    const [folder] = silent;
    if (folder === undefined) {
      return false;
    }
    silent.delete(folder);
    silent.add(folder);
    return (
      (await this.#ask('is-folder', folder)) !== undefined &&
      (await this.#ask('inside', folder)) !== undefined
    );
  }

  async #follow(
    path: string,
    root: Root,
    identity: string | null,
    isOther: boolean,
  ): Promise<void> {
    const isBack = root.wasSilent && identity !== null;
    root.wasSilent = false;
    if (isOther) {
      root.tree?.close();
      root.tree = undefined;
      await this.#open(path, root);
    }
    if (isBack || (isOther && identity !== null)) {
      this.#events.search(path);
    }
  }

  async #changedDrives(): Promise<readonly string[]> {
    const changed: string[] = [];
    for (const [drive, before] of this.#drives) {
      const now = await this.#ask('identity', drive);
      // One that does not answer counts as changed when it does again: what happened on it meanwhile was not noticed.
      this.#drives.set(drive, now ?? null);
      if (now !== undefined && now !== before) {
        changed.push(drive);
      }
    }
    return changed;
  }

  #searchUnwatched(): void {
    for (const [path, { isUnwatched }] of this.#roots) {
      if (isUnwatched) {
        this.#events.search(path);
      }
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work);
    return this.#work;
  }
}
