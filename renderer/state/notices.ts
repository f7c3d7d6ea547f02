import { create } from 'zustand';
import type { ErrorRecord } from '../../electron/shared/errors';
import { toErrorRecord } from '../../electron/shared/errors';

/** Something the person should know of, until they dismiss it. */
export interface Notice {
  readonly number: number;
  readonly error: ErrorRecord;
}

/** More than a person reads at once; the oldest go. */
const MOST_NOTICES = 4;

export const useNotices = create<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

let count = 0;

/** Shows an error; the same one is not shown twice. */
export function notify(error: ErrorRecord): void {
  useNotices.setState(({ notices }) => {
    const others = notices.filter(
      (notice) => notice.error.message !== error.message || notice.error.kind !== error.kind,
    );
    return { notices: [...others, { number: ++count, error }].slice(-MOST_NOTICES) };
  });
}

/** Shows whatever was thrown. */
export function report(thrown: unknown): void {
  notify(toErrorRecord(thrown));
}

export function dismiss(number: number): void {
  useNotices.setState(({ notices }) => ({
    notices: notices.filter((notice) => notice.number !== number),
  }));
}
