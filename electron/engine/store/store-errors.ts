import { MugleError } from '../../shared/errors';

/** What LanceDB or the disk threw, as one of the product's errors. A MugleError stays as it is. */
export function asStoreError(cause: unknown, where: string): MugleError {
  if (cause instanceof MugleError) {
    return cause;
  }
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/no space left|ENOSPC|os error 28\b|os error 112\b/i.test(text)) {
    return new MugleError(
      'disk-full',
      `The disk that holds the library is full (${where}). Free some space and scan again.`,
      { stage: 'store', cause },
    );
  }
  return new MugleError(
    'library-failed',
    `The library ${where} could not be read or written: ${text}`,
    { stage: 'store', cause },
  );
}

/** The space has vectors of another length: whoever puts one should have put it aside (see `Generations`). */
export function otherLength(space: string, has: number, given: number): MugleError {
  return new MugleError(
    'library-failed',
    `The ${space} vectors in this library have ${String(has)} values, the model gives ${String(given)}.`,
    { stage: 'store' },
  );
}
