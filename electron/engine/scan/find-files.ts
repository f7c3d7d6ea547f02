import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ErrorRecord } from '../../shared/errors';
import { isMusicFolder, isMusicName } from './music-names';
import { driveOf } from './drives';
import {
  errorCode,
  fileProblem,
  folderProblem,
  scanProblem,
  throwIfCancelled,
} from './scan-problems';

/** A song as the file system knows it. `mtimeMs` is what `stat` says, fractions included. */
export interface FoundFile {
  readonly path: string;
  /** The root it was found from. */
  readonly root: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

interface Folder {
  readonly path: string;
  readonly root: string;
  /** The device of the folder it lies in; not there for a root. */
  readonly outerDev?: bigint;
}

interface Inside {
  /** The names that matter, sorted. */
  readonly entries: readonly Dirent[];
  readonly dev: bigint;
}

/** What one name in a folder turned out to be; `undefined` when it is nothing to us. */
type Sight =
  | { readonly is: 'song'; readonly file: FoundFile }
  | { readonly is: 'problem'; readonly record: ErrorRecord }
  | { readonly is: 'folder' | 'folder-link' | 'file-link'; readonly at: Folder }
  | undefined;

/** For whoever watches a search that may hang on a drive that does not answer. */
export interface FindWatch {
  /** Paths that are not touched at all. */
  readonly avoid: ReadonlySet<string>;
  /** The system is asked about this path, and has answered. */
  readonly begin: (path: string) => void;
  readonly end: (path: string) => void;
  /** A drive begins here: this folder is on another device than the one it lies in. */
  readonly drive: (path: string) => void;
}

const NO_WATCH: FindWatch = {
  avoid: new Set(),
  begin: () => undefined,
  end: () => undefined,
  drive: () => undefined,
};
/** Enough to keep the system's queue full; more only costs memory. */
const LOOKS_AT_A_TIME = 64;

/**
 * Finds the songs under the roots, folder by folder, sorted by name. Links are followed after everything real, so a
 * song is given under its real path where that is inside a root, and once in any case; hard links are songs of
 * their own. What cannot be read is given as an `ErrorRecord` and the search goes on; what vanishes meanwhile is left out.
 * @throws MugleError `cancelled`.
 */
export async function* findFiles(
  roots: readonly string[],
  { signal, watch = NO_WATCH }: { readonly signal: AbortSignal; readonly watch?: FindWatch },
): AsyncIterable<FoundFile | ErrorRecord> {
  const search = new Search(signal, watch);
  for (const root of roots) {
    yield* search.walk({ path: root, root });
  }
  yield* search.followLinks();
}

class Search {
  readonly #signal: AbortSignal;
  readonly #watch: FindWatch;
  /** Identities of the folders looked into. */
  readonly #seen = new Set<string>();
  readonly #folderLinks: Folder[] = [];
  readonly #fileLinks: Folder[] = [];
  /** Identities of songs that were given under the path of a link. */
  readonly #linked = new Set<string>();

  constructor(signal: AbortSignal, watch: FindWatch) {
    this.#signal = signal;
    this.#watch = watch;
  }

  async *walk(top: Folder): AsyncGenerator<FoundFile | ErrorRecord> {
    const waiting = [top];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      throwIfCancelled(this.#signal);
      const inside = await watched(this.#watch, folder.path, () => this.#list(folder));
      if (inside === undefined || 'kind' in inside) {
        if (inside !== undefined) {
          yield inside;
        }
        continue;
      }
      const { entries, dev } = inside;
      const folders: Folder[] = [];
      for (let at = 0; at < entries.length; at += LOOKS_AT_A_TIME) {
        throwIfCancelled(this.#signal);
        const part = entries.slice(at, at + LOOKS_AT_A_TIME);
        yield* this.#sort(await lookAtAll(part, folder, dev, this.#watch), folders);
      }
      waiting.push(...folders.reverse());
    }
  }

  async *followLinks(): AsyncGenerator<FoundFile | ErrorRecord> {
    // The list grows while links lead to folders with links in them; folders already seen end it.
    for (const link of this.#folderLinks) {
      yield* this.walk(link);
    }
    for (const link of this.#fileLinks) {
      throwIfCancelled(this.#signal);
      const found = await watched(this.#watch, link.path, () => this.#follow(link));
      if (found !== undefined) {
        yield found;
      }
    }
  }

  /** What is in a folder; a record when it cannot be read, `undefined` when seen or gone. */
  async #list(folder: Folder): Promise<Inside | ErrorRecord | undefined> {
    try {
      const info = await stat(folder.path, { bigint: true });
      await this.#noteDrive(folder, info.dev);
      const identity = await identify(folder.path, info);
      if (this.#seen.has(identity)) {
        return undefined;
      }
      const inside = await readdir(folder.path, { withFileTypes: true });
      this.#seen.add(identity);
      const entries = inside
        .filter(({ name }) => isMusicName(name) || isMusicFolder(name))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      return { entries, dev: info.dev };
    } catch (thrown) {
      const isGone = ['ENOENT', 'ENOTDIR'].includes(errorCode(thrown));
      if (!isGone || folder.path.includes('\uFFFD')) {
        return folderProblem(folder.path, thrown);
      }
      return folder.path === folder.root
        ? scanProblem('folder-missing', folder.path, `The folder ${folder.path} is not there.`)
        : undefined;
    }
  }

  /** The drive of a root may begin above it. */
  async #noteDrive({ path: at, outerDev }: Folder, dev: bigint): Promise<void> {
    if (outerDev === undefined) {
      this.#watch.drive(await driveOf(at));
    } else if (outerDev !== dev) {
      this.#watch.drive(at);
    }
  }

  *#sort(sights: readonly Sight[], folders: Folder[]): Generator<FoundFile | ErrorRecord> {
    for (const sight of sights) {
      switch (sight?.is) {
        case 'song':
          yield sight.file;
          break;
        case 'problem':
          yield sight.record;
          break;
        case 'folder':
          folders.push(sight.at);
          break;
        case 'folder-link':
          this.#folderLinks.push(sight.at);
          break;
        case 'file-link':
          this.#fileLinks.push(sight.at);
          break;
        case undefined:
          break;
      }
    }
  }

  /** The song a link leads to, unless it was given already. */
  async #follow(link: Folder): Promise<FoundFile | ErrorRecord | undefined> {
    try {
      const target = await realpath(link.path);
      const identity = await identify(target, await stat(target, { bigint: true }));
      if (this.#linked.has(identity) || (await this.#wasWalked(target))) {
        return undefined;
      }
      this.#linked.add(identity);
      return foundFile(link, await stat(link.path));
    } catch (thrown) {
      return errorCode(thrown) === 'ENOENT' ? undefined : fileProblem(link.path, thrown);
    }
  }

  /** Whether the walk came past this real path; asked of its folder, so that no list of all songs is needed. */
  async #wasWalked(target: string): Promise<boolean> {
    if (!isMusicName(path.basename(target))) {
      return false;
    }
    const folder = path.dirname(target);
    return this.#seen.has(await identify(folder, await stat(folder, { bigint: true })));
  }
}

async function lookAtAll(
  entries: readonly Dirent[],
  folder: Folder,
  outerDev: bigint,
  watch: FindWatch,
): Promise<Sight[]> {
  return Promise.all(
    entries.map((entry) => {
      const at = { path: path.join(folder.path, entry.name), root: folder.root, outerDev };
      return watched(watch, at.path, () => lookAt(entry, at));
    }),
  );
}

/** Asks the system about a path, unless it is to be left alone. */
async function watched<T>(
  { avoid, begin, end }: FindWatch,
  at: string,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  if (avoid.has(at)) {
    return undefined;
  }
  begin(at);
  try {
    return await ask();
  } finally {
    end(at);
  }
}

async function lookAt(entry: Dirent, at: Folder): Promise<Sight> {
  const isMusic = isMusicName(entry.name);
  try {
    // Some file systems do not say in the listing what a name is.
    const kind = isTyped(entry) ? entry : await lstat(at.path);
    if (kind.isSymbolicLink()) {
      return await lookAtLink(at, isMusic);
    }
    if (kind.isDirectory()) {
      return isMusicFolder(entry.name) ? { is: 'folder', at } : undefined;
    }
    if (!isMusic) {
      return undefined;
    }
    return kind.isFile()
      ? { is: 'song', file: foundFile(at, await stat(at.path)) }
      : notRegular(at.path);
  } catch (thrown) {
    const isGone = errorCode(thrown) === 'ENOENT' && !at.path.includes('\uFFFD');
    return isGone || !isMusic ? undefined : { is: 'problem', record: fileProblem(at.path, thrown) };
  }
}

async function lookAtLink(at: Folder, isMusic: boolean): Promise<Sight> {
  try {
    const target = await stat(at.path);
    if (target.isDirectory()) {
      return isMusicFolder(path.basename(at.path)) ? { is: 'folder-link', at } : undefined;
    }
    if (!isMusic) {
      return undefined;
    }
    return target.isFile() ? { is: 'file-link', at } : notRegular(at.path);
  } catch (thrown) {
    if (!isMusic) {
      return undefined;
    }
    const record =
      errorCode(thrown) === 'ENOENT' && !at.path.includes('\uFFFD')
        ? scanProblem(
            'file-missing',
            at.path,
            `${at.path} is a link to a file that is not there. Connect the drive it leads to, or delete the link.`,
          )
        : fileProblem(at.path, thrown);
    return { is: 'problem', record };
  }
}

function notRegular(file: string): Sight {
  return {
    is: 'problem',
    record: scanProblem(
      'not-a-regular-file',
      file,
      `${file} has the name of a song but is a pipe, a socket or a device. Delete or rename it.`,
    ),
  };
}

function isTyped(entry: Dirent): boolean {
  return (
    entry.isFile() ||
    entry.isDirectory() ||
    entry.isSymbolicLink() ||
    entry.isFIFO() ||
    entry.isSocket() ||
    entry.isCharacterDevice() ||
    entry.isBlockDevice()
  );
}

function foundFile(
  { path: file, root }: Folder,
  { size, mtimeMs }: { readonly size: number; readonly mtimeMs: number },
): FoundFile {
  return { path: file, root, sizeBytes: size, mtimeMs };
}

/** One text per real file or folder. Some network drives number nothing: there the real path has to do. */
async function identify(file: string, { dev, ino }: BigIntStats): Promise<string> {
  return ino === 0n ? realpath(file) : `${dev}:${ino}`;
}
