import { lstat, readdir, stat } from 'node:fs/promises';
import { hasEntries } from './drives';

/** What a watch asks about a path, and what it is told. */
export interface WatchAnswers {
  /** Which folder is there, whatever its name; null when there is none. */
  readonly identity: string | null;
  readonly 'has-entries': boolean;
  /** What is there and how large: another text when it changes. */
  readonly state: string;
  /** Nothing when it cannot be read, of which the scan tells. */
  readonly inside: readonly { readonly name: string; readonly isFolder: boolean }[];
  /** Null when nothing is there. */
  readonly 'is-folder': boolean | null;
}

/** Asks about a path, which may be on a drive that hangs; undefined when it does not answer. */
export type AskOfPath = <Q extends keyof WatchAnswers>(
  question: Q,
  path: string,
) => Promise<WatchAnswers[Q] | undefined>;

/** The state of a name that is gone, and of one that is no file. */
export const GONE = 'gone';
export const FOLDER = 'folder';

const ANSWERS: { readonly [Q in keyof WatchAnswers]: (path: string) => Promise<WatchAnswers[Q]> } =
  {
    identity: async (path) => {
      const { dev, ino } = await stat(path, { bigint: true });
      return `${String(dev)}:${String(ino)}`;
    },
    'has-entries': hasEntries,
    state: async (path) => {
      const info = await stat(path);
      return info.isFile() ? `${String(info.size)} ${String(info.mtimeMs)}` : FOLDER;
    },
    inside: async (path) => {
      const entries = await readdir(path, { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
    },
    'is-folder': async (path) => (await lstat(path)).isDirectory(),
  };
const NOTHING: WatchAnswers = {
  identity: null,
  'has-entries': false,
  state: GONE,
  inside: [],
  'is-folder': null,
};

/** Asks the system. This may never answer, and then a thread of the process that asks is lost to it. */
export async function askSystem<Q extends keyof WatchAnswers>(
  question: Q,
  path: string,
): Promise<WatchAnswers[Q]> {
  try {
    return await ANSWERS[question](path);
  } catch {
    return NOTHING[question];
  }
}
