import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ErrorRecord } from '../shared/errors';

/**
 * The folder on the command line: the first argument that is no option, after the program and, from source, the app.
 * @returns an absolute path, or `undefined` when none was given.
 */
export function folderArgument(
  argv: readonly string[],
  isPackaged: boolean,
  workingDirectory: string,
): string | undefined {
  const given = argv.slice(1).filter((argument) => !argument.startsWith('-'));
  const folder = given[isPackaged ? 0 : 1];
  return folder === undefined ? undefined : path.resolve(workingDirectory, folder);
}

/** Why a folder cannot be scanned, or `null` when it can be listed. */
export async function folderProblem(folder: string): Promise<ErrorRecord | null> {
  try {
    if (!(await stat(folder)).isDirectory()) {
      return {
        kind: 'folder-missing',
        path: folder,
        message: `${folder} is a file, not a folder. Give the folder that it is in.`,
      };
    }
    await readdir(folder);
    return null;
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? {
          kind: 'folder-missing',
          path: folder,
          message: `There is no folder ${folder}. Check the name, or choose one in the window.`,
        }
      : {
          kind: 'folder-unreadable',
          path: folder,
          message: `The folder ${folder} cannot be read (${message}). Check its permissions.`,
        };
  }
}
