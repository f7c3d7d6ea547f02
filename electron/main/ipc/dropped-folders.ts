import { stat } from 'node:fs/promises';
import path from 'node:path';
import { MugleError } from '../../shared/errors';

/** As many as 'library:add-roots' takes. */
const MAX_FOLDERS = 64;

/**
 * The folders that a drop means: a folder is itself, a file stands for the folder it lies in.
 * @throws MugleError `folder-missing` when nothing of the drop is on a disk.
 */
export async function droppedFolders(paths: readonly string[]): Promise<string[]> {
  const folders = new Set<string>();
  for (const dropped of paths) {
    const kind = await stat(dropped).catch(() => undefined);
    if (path.isAbsolute(dropped) && kind !== undefined) {
      folders.add(kind.isDirectory() ? dropped : path.dirname(dropped));
    }
  }
  if (folders.size === 0) {
    throw new MugleError(
      'folder-missing',
      'What was dropped is not on this computer. Drop folders or files of your music.',
    );
  }
  if (folders.size > MAX_FOLDERS) {
    throw new MugleError(
      'bad-request',
      `That were ${folders.size} folders at once; drop the folder that holds them all, or at most ${MAX_FOLDERS}.`,
    );
  }
  return [...folders];
}
