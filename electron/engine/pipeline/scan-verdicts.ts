import type { ErrorKind, ErrorRecord } from '../../shared/errors';
import type { toErrorRecord } from '../../shared/errors';

/** Reasons that may be gone by the next scan without the file having changed. */
const PASSING: ReadonlySet<ErrorKind> = new Set([
  'file-missing',
  'file-unreadable',
  'folder-unreadable',
  'folder-unreachable',
  'model-missing',
  'model-failed',
  'cancelled',
]);

/** A drive that did not answer says nothing about the file; a decoder that did not end does. */
export function isPassing({ kind, stage }: Pick<ErrorRecord, 'kind' | 'stage'>): boolean {
  return PASSING.has(kind) || (kind === 'timed-out' && stage !== 'decode');
}

/** Whether a file is as it was: its change key is. */
export function isSame(
  known: { readonly sizeBytes: number; readonly mtimeMs: number },
  file: { readonly sizeBytes: number; readonly mtimeMs: number },
): boolean {
  return known.sizeBytes === file.sizeBytes && known.mtimeMs === file.mtimeMs;
}

/** Whether what was thrown is an error as data. */
export function isRecord(thrown: unknown): thrown is ReturnType<typeof toErrorRecord> {
  return (
    typeof thrown === 'object' && thrown !== null && !(thrown instanceof Error) && 'kind' in thrown
  );
}
