import { z } from 'zod';
import type { ErrorKind, MugleError } from '../../shared/errors';
import type { Problem } from '../../shared/progress';
import type { LibraryStore } from '../store/library-store';
import type { StoredFailure } from '../store/stored-records';
import { noteDamage } from './damaged-note';
import type { LeftOut } from './left-out';
import { isSame } from './scan-verdicts';

const stored = z.array(z.unknown());
const storedRow = z.tuple([z.string(), z.number(), z.number()]);
type ChangeKey = Pick<StoredFailure, 'sizeBytes' | 'mtimeMs'>;

/** The files that could not be used, and which of them a person said to leave alone. */
export class ProblemList {
  /** Why not all that was ignored is any more; undefined when it is. */
  readonly damage: MugleError | undefined;
  readonly #store: LibraryStore;
  readonly #leftOut: LeftOut;
  readonly #changed: () => void;
  /** The change key a file was ignored at: once it fails at another one it is a problem again. */
  readonly #ignored: Map<string, ChangeKey>;

  /** `changed` is told when the store has something to save. */
  constructor(store: LibraryStore, leftOut: LeftOut, changed: () => void) {
    this.#changed = changed;
    this.#store = store;
    this.#leftOut = leftOut;
    const note = store.note('ignored') ?? '[]';
    const { ignored, cause } = ignoredFrom(note);
    this.#ignored = ignored;
    this.damage = cause === undefined ? undefined : noteDamage(store, 'ignored', note, cause);
  }

  list(): Problem[] {
    return this.#shown().map((failure) => {
      const { path, kind, message, stage, at } = failure;
      const error = { kind, message, path, ...(stage === undefined ? {} : { stage }) };
      return { path, at, error, ignored: this.isIgnored(failure) };
    });
  }

  isIgnored(failure: StoredFailure): boolean {
    const key = this.#ignored.get(failure.path);
    return key?.sizeBytes === failure.sizeBytes && key.mtimeMs === failure.mtimeMs;
  }

  /** Whether the file failed and was ignored as it is now. */
  isIgnoredAt(file: ChangeKey & { readonly path: string }): boolean {
    const failure = this.#store.failures.get(file.path);
    return failure !== undefined && isSame(failure, file) && this.isIgnored(failure);
  }

  /** The files to try again when all are. */
  retryable(): string[] {
    return this.#shown().flatMap((failure) => (this.isIgnored(failure) ? [] : [failure.path]));
  }

  /** Ignores problems, or no longer; those of the paths, of the reason, or of both. Answers how many it were. */
  ignore(which: {
    readonly paths?: readonly string[] | undefined;
    readonly reason?: ErrorKind | undefined;
    readonly ignored: boolean;
  }): number {
    const paths = which.paths === undefined ? undefined : new Set(which.paths);
    const chosen = this.#shown().filter(
      ({ path, kind }) =>
        (paths?.has(path) ?? true) && (which.reason === undefined || which.reason === kind),
    );
    for (const { path, sizeBytes, mtimeMs } of chosen) {
      if (which.ignored) {
        this.#ignored.set(path, { sizeBytes, mtimeMs });
      } else {
        this.#ignored.delete(path);
      }
    }
    this.#keep();
    return chosen.length;
  }

  #shown(): StoredFailure[] {
    return [...this.#store.failures.values()].filter(({ path }) => !this.#leftOut.path(path));
  }

  /** Without those that are no problems any more. */
  #keep(): void {
    const rows = [...this.#ignored].flatMap(([path, { sizeBytes, mtimeMs }]) => {
      const failure = this.#store.failures.get(path);
      return failure !== undefined && this.isIgnored(failure) ? [[path, sizeBytes, mtimeMs]] : [];
    });
    this.#store.setNote('ignored', JSON.stringify(rows));
    this.#changed();
  }
}

/** What can be read of a damaged note counts, and `cause` says what cannot: those problems are shown. */
function ignoredFrom(note: string): {
  readonly ignored: Map<string, ChangeKey>;
  readonly cause: unknown;
} {
  try {
    const rows = stored.parse(JSON.parse(note)).map((row) => storedRow.safeParse(row));
    const read = rows.flatMap(({ data }) => (data === undefined ? [] : [data]));
    return {
      ignored: new Map(read.map(([path, sizeBytes, mtimeMs]) => [path, { sizeBytes, mtimeMs }])),
      cause: rows.find(({ error }) => error !== undefined)?.error,
    };
  } catch (cause) {
    return { ignored: new Map(), cause };
  }
}
