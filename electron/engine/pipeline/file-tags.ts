import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { MugleError } from '../../shared/errors';
import type { TrackTags } from '../../shared/records';
import { readTags } from '../tags/read-tags';

/**
 * What any file says about itself, without a library.
 * @throws MugleError `file-missing`, `not-a-regular-file`, or from the tag reader.
 */
export async function readFileTags(
  path: string,
): Promise<{ readonly tags: TrackTags; readonly warnings: readonly string[] }> {
  await checkFile(path);
  return readTags(path, { signal: new AbortController().signal });
}

/** @throws MugleError `file-missing` or `not-a-regular-file`. */
async function checkFile(path: string): Promise<void> {
  let info: Stats;
  try {
    info = await stat(path);
  } catch (cause) {
    throw new MugleError('file-missing', `There is no file ${path}. Check the path.`, {
      path,
      stage: 'scan',
      cause,
    });
  }
  if (!info.isFile()) {
    throw new MugleError('not-a-regular-file', `${path} is not a file. Give the path of a song.`, {
      path,
      stage: 'scan',
    });
  }
}
