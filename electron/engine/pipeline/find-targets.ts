import { stat } from 'node:fs/promises';
import type { ErrorRecord } from '../../shared/errors';
import { MugleError, toErrorRecord } from '../../shared/errors';
import type { FoundFile } from '../scan/find-files';
import { findFiles } from '../scan/find-files';
import { checkFolder, foldRoots } from './folders';

/** A folder to search, or one file to look at again. */
export interface ScanTarget {
  readonly kind: 'folder' | 'file';
  readonly path: string;
}

export interface Finding {
  readonly files: readonly FoundFile[];
  /** The paths of `files`. */
  readonly paths: ReadonlySet<string>;
  /** Entries of the problems list: files and folders inside a root that cannot be read. */
  readonly failures: readonly ErrorRecord[];
  /** Folders searched to their end, and those inside them that could not be looked into. */
  readonly searched: readonly string[];
  readonly blind: readonly string[];
  /** Whole folders that gave nothing: missing, unreadable, without music. */
  readonly notices: readonly MugleError[];
  /** Set when there was no folder to search at all. */
  readonly stop: MugleError | undefined;
}

/** Finds the files of the targets. A folder that is not there is told of, never searched, never an empty folder. */
export async function findTargets(
  targets: readonly ScanTarget[],
  signal: AbortSignal,
  onCount: (found: number) => void,
): Promise<Finding> {
  const notices: MugleError[] = [];
  const present: string[] = [];
  for (const folder of foldRoots(
    targets.flatMap(({ kind, path }) => (kind === 'folder' ? [path] : [])),
  )) {
    await tryFolder(folder, present, notices);
  }
  const files: FoundFile[] = [];
  const failures: ErrorRecord[] = [];
  for (const { kind, path } of targets) {
    if (kind === 'file') {
      await tryFile(path, files, failures);
    }
  }
  await walk(present, files, failures, signal, onCount);
  const searched: string[] = [];
  for (const folder of present) {
    // It may have gone while it was searched.
    await tryFolder(folder, searched, notices);
  }
  const nothingThere = targets.every(({ kind }) => kind === 'folder') && present.length === 0;
  if (!signal.aborted && files.length === 0 && failures.length === 0) {
    notices.push(...searched.map(withoutMusic));
  }
  return {
    files,
    paths: new Set(files.map((file) => file.path)),
    failures,
    searched,
    blind: failures.flatMap(({ path }) => (path === undefined ? [] : [path])),
    notices,
    stop: nothingThere ? notices[0] : undefined,
  };
}

async function walk(
  roots: readonly string[],
  files: FoundFile[],
  failures: ErrorRecord[],
  signal: AbortSignal,
  onCount: (found: number) => void,
): Promise<void> {
  if (roots.length === 0) {
    return;
  }
  try {
    for await (const entry of findFiles(roots, { signal })) {
      if ('kind' in entry) {
        failures.push(entry);
      } else {
        files.push(entry);
      }
      onCount(files.length + failures.length);
      if (signal.aborted) {
        return;
      }
    }
  } catch (thrown) {
    if (!signal.aborted) {
      throw thrown;
    }
  }
}

async function tryFolder(folder: string, good: string[], bad: MugleError[]): Promise<void> {
  try {
    await checkFolder(folder);
    good.push(folder);
  } catch (thrown) {
    if (!(thrown instanceof MugleError)) {
      throw thrown;
    }
    bad.push(thrown);
  }
}

async function tryFile(path: string, files: FoundFile[], failures: ErrorRecord[]): Promise<void> {
  try {
    const info = await stat(path);
    files.push({ path, root: path, sizeBytes: info.size, mtimeMs: info.mtimeMs });
  } catch (cause) {
    const error = new MugleError(
      'file-missing',
      `${path} is not there any more. Connect its drive or put it back, then try again.`,
      { path, stage: 'scan', cause },
    );
    failures.push(toErrorRecord(error));
  }
}

function withoutMusic(folder: string): MugleError {
  return new MugleError(
    'folder-empty',
    `There is no music in ${folder}. Choose a folder that holds songs (mp3, flac, ogg, opus, m4a, wav, …).`,
    { path: folder, stage: 'scan' },
  );
}
