import { MugleError } from '../../shared/errors';

/** A single file may hang by itself; so many one after another are the drive. */
const MOST_IN_A_ROW = 5;

interface Root {
  inARow: number;
  /** Ends what is waited for in it. */
  readonly left: AbortController;
}

/** Notices when a whole root has stopped answering, so that not each of its songs is waited for. */
export class RootWatch {
  readonly #rootOf: (path: string) => string;
  readonly #stop: AbortSignal;
  readonly #roots = new Map<string, Root>();

  /** @param stop ends what is waited for in any root */
  constructor(rootOf: (path: string) => string, stop: AbortSignal) {
    this.#rootOf = rootOf;
    this.#stop = stop;
  }

  /** What became of a file; the root, when this was the file with which it became silent. */
  saw(path: string, error?: unknown): string | undefined {
    const name = this.#rootOf(path);
    const root = this.#root(name);
    const isHung = error instanceof MugleError && error.kind === 'timed-out';
    if (root.inARow >= MOST_IN_A_ROW) {
      return undefined;
    }
    root.inARow = isHung ? root.inARow + 1 : 0;
    if (root.inARow < MOST_IN_A_ROW) {
      return undefined;
    }
    root.left.abort();
    return name;
  }

  isSilent(path: string): boolean {
    return this.#root(this.#rootOf(path)).inARow >= MOST_IN_A_ROW;
  }

  /** The roots that have stopped answering. */
  get silent(): readonly string[] {
    return [...this.#roots].flatMap(([name, { inARow }]) =>
      inARow >= MOST_IN_A_ROW ? [name] : [],
    );
  }

  /** Aborted as soon as the root of this path is silent, or all is stopped. One for each root: there are many songs. */
  signalFor(path: string): AbortSignal {
    return this.#root(this.#rootOf(path)).left.signal;
  }

  #root(name: string): Root {
    const known = this.#roots.get(name);
    if (known !== undefined) {
      return known;
    }
    const left = new AbortController();
    const root = { inARow: 0, left };
    this.#roots.set(name, root);
    this.#stop.addEventListener('abort', () => {
      left.abort();
    });
    if (this.#stop.aborted) {
      left.abort();
    }
    return root;
  }
}
