import type { ErrorRecord } from '../../shared/errors';
import { MugleError, toErrorRecord } from '../../shared/errors';
import type { FoundFile } from '../scan/find-files';
import type { FileReader } from './file-reader';
import { findWithReader } from './find-with-reader';
import { folderSilent, foldRoots } from './folders';

/** A folder to search, or one file to look at again. */
export interface ScanTarget {
  readonly kind: 'folder' | 'file';
  readonly path: string;
}

/** Folders to search. */
export function folders(paths: readonly string[]): ScanTarget[] {
  return paths.map((path) => ({ kind: 'folder', path }));
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
  /** Folders that were to be searched and are not there, or cannot be read; without those that do not answer. */
  readonly missing: readonly string[];
  /** Folders where a drive begins. */
  readonly drives: ReadonlySet<string>;
  /** Whole folders that gave nothing: missing, unreadable, without music. */
  readonly notices: readonly MugleError[];
  /** Set when there was no folder to search at all. */
  readonly stop: MugleError | undefined;
}

/** Finds the files of the targets. A folder that is not there is told of, never searched, never an empty folder. */
export async function findTargets(
  targets: readonly ScanTarget[],
  reader: FileReader,
  signal: AbortSignal,
  onCount: (found: number) => void,
): Promise<Finding> {
  const notices: MugleError[] = [];
  const present: string[] = [];
  for (const folder of foldRoots(
    targets.flatMap(({ kind, path }) => (kind === 'folder' ? [path] : [])),
  )) {
    await tryFolder(reader, folder, present, notices);
  }
  const files: FoundFile[] = [];
  const failures: ErrorRecord[] = [];
  for (const { kind, path } of targets) {
    if (kind === 'file') {
      await tryFile(reader, path, files, failures);
    }
  }
  const { silent, drives } = await findWithReader(reader, present, signal, (entry) => {
    if ('kind' in entry) {
      failures.push(entry);
    } else {
      files.push(entry);
    }
    onCount(files.length + failures.length);
  });
  notices.push(...silent.map((folder) => folderSilent(folder)));
  const searched: string[] = [];
  for (const folder of present.filter((candidate) => !silent.includes(candidate))) {
    // It may have gone while it was searched.
    await tryFolder(reader, folder, searched, notices);
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
    missing: notices.flatMap(({ kind, path }) =>
      path !== undefined && (kind === 'folder-missing' || kind === 'folder-unreadable')
        ? [path]
        : [],
    ),
    blind: failures.flatMap(({ path }) => (path === undefined ? [] : [path])),
    drives,
    notices,
    stop: nothingThere ? notices[0] : undefined,
  };
}

async function tryFolder(
  reader: FileReader,
  folder: string,
  good: string[],
  bad: MugleError[],
): Promise<void> {
  try {
    await reader.do({ what: 'check-folder', path: folder });
    good.push(folder);
  } catch (thrown) {
    if (!(thrown instanceof MugleError) || thrown.kind === 'engine-down') {
      throw thrown;
    }
    bad.push(thrown.kind === 'timed-out' ? folderSilent(folder) : thrown);
  }
}

async function tryFile(
  reader: FileReader,
  path: string,
  files: FoundFile[],
  failures: ErrorRecord[],
): Promise<void> {
  try {
    const { sizeBytes, mtimeMs } = await reader.do({ what: 'look', path });
    files.push({ path, root: path, sizeBytes, mtimeMs });
  } catch (thrown) {
    if (thrown instanceof MugleError && thrown.kind === 'engine-down') {
      throw thrown;
    }
    failures.push(toErrorRecord(thrown, { path, stage: 'scan' }));
  }
}

function withoutMusic(folder: string): MugleError {
  return new MugleError(
    'folder-empty',
    `There is no music in ${folder}. Choose a folder that holds songs (mp3, flac, ogg, opus, m4a, wav, …).`,
    { path: folder, stage: 'scan' },
  );
}
