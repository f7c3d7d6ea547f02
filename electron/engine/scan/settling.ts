import { stat } from 'node:fs/promises';

/** A file that has not grown for so long is no longer being copied. */
const QUIET_MS = 1_500;
const LOOK_EVERY_MS = 500;

export interface Settled {
  /** Files that are there, complete as far as can be seen. */
  readonly files: readonly string[];
  /** Names that are gone: of files, or of folders with all in them. */
  readonly gone: readonly string[];
}

interface Waiting {
  look: string;
  sinceMs: number;
}

/** Waits for touched paths to come to rest: a copy in progress, a program that saves in several steps. */
export class Settling {
  readonly #onSettled: (settled: Settled) => void;
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(onSettled: (settled: Settled) => void) {
    this.#onSettled = onSettled;
  }

  get size(): number {
    return this.#waiting.size;
  }

  touch(path: string): void {
    const known = this.#waiting.get(path);
    if (known === undefined) {
      this.#waiting.set(path, { look: '', sinceMs: performance.now() });
    } else {
      known.sinceMs = performance.now();
    }
    this.#timer ??= setInterval(() => void this.#lookAll(), LOOK_EVERY_MS).unref();
  }

  clear(): void {
    this.#waiting.clear();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #lookAll(): Promise<void> {
    if (this.#isLooking) {
      return;
    }
    this.#isLooking = true;
    const files: string[] = [];
    const gone: string[] = [];
    for (const [path, waiting] of [...this.#waiting]) {
      const look = await lookAt(path);
      const now = performance.now();
      if (look !== waiting.look) {
        waiting.look = look;
        waiting.sinceMs = now;
      } else if (now - waiting.sinceMs >= QUIET_MS && this.#waiting.delete(path)) {
        // Songs in a folder are told of one by one.
        (look === GONE ? gone : look === FOLDER ? [] : files).push(path);
      }
    }
    this.#isLooking = false;
    if (this.#waiting.size === 0) {
      this.clear();
    }
    if (files.length + gone.length > 0) {
      this.#onSettled({ files, gone });
    }
  }
}

const GONE = 'gone';
const FOLDER = 'folder';

async function lookAt(path: string): Promise<string> {
  try {
    const info = await stat(path);
    return info.isFile() ? `${String(info.size)} ${String(info.mtimeMs)}` : FOLDER;
  } catch {
    return GONE;
  }
}
