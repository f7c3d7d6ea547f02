import { MugleError } from '../../shared/errors';

/** A single file may hang by itself; so many one after another are the drive. */
const MOST_IN_A_ROW = 5;

/** Notices when a whole root has stopped answering, so that not each of its songs is waited for. */
export class RootWatch {
  readonly #rootOf: (path: string) => string;
  readonly #inARow = new Map<string, number>();

  constructor(rootOf: (path: string) => string) {
    this.#rootOf = rootOf;
  }

  /** What became of a file; the root, when this was the file with which it became silent. */
  saw(path: string, error?: unknown): string | undefined {
    const root = this.#rootOf(path);
    const isHung = error instanceof MugleError && error.kind === 'timed-out';
    const before = this.#inARow.get(root) ?? 0;
    if (before >= MOST_IN_A_ROW) {
      return undefined;
    }
    this.#inARow.set(root, isHung ? before + 1 : 0);
    return isHung && before + 1 === MOST_IN_A_ROW ? root : undefined;
  }

  isSilent(path: string): boolean {
    return (this.#inARow.get(this.#rootOf(path)) ?? 0) >= MOST_IN_A_ROW;
  }
}
