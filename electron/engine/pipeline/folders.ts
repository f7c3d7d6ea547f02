import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MugleError } from '../../shared/errors';

/** Whether `file` lies in `folder` (or is it). Both absolute and normalised. */
export function isUnder(file: string, folder: string): boolean {
  const prefix = folder.endsWith(path.sep) ? folder : folder + path.sep;
  return file === folder || file.startsWith(prefix);
}

/** Leaves out repeated folders and those inside another one. */
export function foldRoots(roots: readonly string[]): string[] {
  const unique = [...new Set(roots)];
  return unique.filter((root) => !unique.some((other) => other !== root && isUnder(root, other)));
}

/** @throws MugleError `bad-request` when the folder is neither a music folder nor below one. */
export function checkInRoots(folder: string, roots: readonly string[]): void {
  if (!roots.some((root) => isUnder(folder, root))) {
    throw new MugleError(
      'bad-request',
      `${folder} is not in a music folder of the library. Add it first.`,
      { path: folder, stage: 'scan' },
    );
  }
}

/**
 * The folder a person meant: the path itself, or the folder of a file they dropped.
 * @throws MugleError `folder-missing` or `folder-unreadable`.
 */
export async function resolveFolder(given: string): Promise<string> {
  if (!path.isAbsolute(given)) {
    throw new MugleError('bad-request', `${given} is not an absolute path.`, {
      path: given,
      stage: 'scan',
    });
  }
  const full = path.resolve(given);
  const info = await statOrThrow(full);
  const folder = info.isDirectory() ? full : path.dirname(full);
  await checkFolder(folder);
  return folder;
}

/** @throws MugleError `folder-missing` or `folder-unreadable`. */
export async function checkFolder(folder: string): Promise<void> {
  const info = await statOrThrow(folder);
  if (!info.isDirectory()) {
    throw new MugleError(
      'folder-missing',
      `${folder} is not a folder. Choose a folder with music.`,
      { path: folder, stage: 'scan' },
    );
  }
  try {
    await (await opendir(folder)).close();
  } catch (cause) {
    throw new MugleError(
      'folder-unreadable',
      `The folder ${folder} cannot be read. Check its permissions.`,
      { path: folder, stage: 'scan', cause },
    );
  }
}

async function statOrThrow(folder: string): Promise<Awaited<ReturnType<typeof stat>>> {
  try {
    return await stat(folder);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'EACCES' || code === 'EPERM') {
      throw new MugleError(
        'folder-unreadable',
        `The folder ${folder} cannot be read. Check its permissions.`,
        { path: folder, stage: 'scan', cause },
      );
    }
    throw new MugleError(
      'folder-missing',
      `The folder ${folder} is not there. If it is on a drive, connect it and scan again.`,
      { path: folder, stage: 'scan', cause },
    );
  }
}

/** Said of a drive, most often in the network, that does not answer any more. */
export function folderSilent(folder: string): MugleError {
  return new MugleError(
    'folder-unreachable',
    `The folder ${folder} does not answer. Its songs are left as they are; check the drive or the network it is on, then scan again.`,
    { path: folder, stage: 'scan' },
  );
}
