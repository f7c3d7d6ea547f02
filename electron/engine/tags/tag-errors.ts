import { MugleError } from '../../shared/errors';

/** @throws MugleError `cancelled` once the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new MugleError('cancelled', 'Reading tags was cancelled.', { stage: 'tags' });
  }
}

/** What the system threw about a file, as one of the product's errors. A MugleError stays as it is. */
export function asFileError(path: string, cause: unknown): MugleError {
  if (cause instanceof MugleError) {
    return cause;
  }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new MugleError(
      'file-missing',
      `${path} is not there any more. Connect its drive or put it back, then scan again.`,
      { path, stage: 'tags', cause },
    );
  }
  return new MugleError(
    'file-unreadable',
    `${path} cannot be read: the system says ${code}. Check its permissions and its drive.`,
    { path, stage: 'tags', cause },
  );
}
