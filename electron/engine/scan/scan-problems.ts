import type { ErrorKind, ErrorRecord } from '../../shared/errors';
import { MugleError } from '../../shared/errors';

/** The code of a system error (`ENOENT`, …), or `''`. */
export function errorCode(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : '';
}

/** @throws MugleError `cancelled` once the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new MugleError('cancelled', 'The scan was cancelled.', { stage: 'scan' });
  }
}

/** An entry of the ledger about something found. */
export function scanProblem(kind: ErrorKind, path: string, message: string): ErrorRecord {
  return { kind, message, path, stage: 'scan' };
}

/** What the system said about a folder that cannot be listed. */
export function folderProblem(path: string, thrown: unknown): ErrorRecord {
  const code = errorCode(thrown);
  if (isBadName(path, code)) {
    return scanProblem('folder-unreadable', path, badName(`The folder ${path}`));
  }
  const reason =
    code === 'EACCES' || code === 'EPERM'
      ? 'Check its permissions.'
      : `The system says ${code || String(thrown)}. Check the drive it is on.`;
  return scanProblem(
    'folder-unreadable',
    path,
    `The folder ${path} cannot be read, so its songs are left out. ${reason}`,
  );
}

/** What the system said about a file that cannot be looked at. */
export function fileProblem(path: string, thrown: unknown): ErrorRecord {
  const code = errorCode(thrown);
  if (isBadName(path, code)) {
    return scanProblem('file-unreadable', path, badName(path));
  }
  if (code === 'ELOOP') {
    return scanProblem(
      'file-unreadable',
      path,
      `${path} is a link that leads back to itself. Delete it or link it to a song.`,
    );
  }
  return scanProblem(
    'file-unreadable',
    path,
    `${path} cannot be looked at: the system says ${code || String(thrown)}. Check its permissions and its drive.`,
  );
}

/** Node puts U+FFFD for bytes that are not UTF-8, and then the system does not know that name. */
function isBadName(path: string, code: string): boolean {
  return code === 'ENOENT' && path.includes('\uFFFD');
}

function badName(what: string): string {
  return `${what} has a name that is not valid UTF-8, so it cannot be opened. Rename it.`;
}
