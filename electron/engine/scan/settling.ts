import type { AskOfPath } from './watch-questions';
import { FOLDER, GONE } from './watch-questions';

/** A file that has not grown for so long is no longer being copied. */
const QUIET_MS = 1_500;
const LOOK_EVERY_MS = 500;

export interface Settled {
  /** Files that are there, complete as far as can be seen. */
  readonly files: readonly string[];
  /** Names that are gone: of files, or of folders with all in them. */
  readonly gone: readonly string[];
}

interface SettlingEvents {
  readonly settled: (settled: Settled) => void;
  /** The drive that it is on does not answer. */
  readonly silent: (path: string) => void;
}

interface Waiting {
  look: string;
  sinceMs: number;
}

/** Waits for touched paths to come to rest: a copy in progress, a program that saves in several steps. */
export class Settling {
  readonly #ask: AskOfPath;
  readonly #events: SettlingEvents;
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(ask: AskOfPath, events: SettlingEvents) {
    this.#ask = ask;
    this.#events = events;
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

  /** Waits no more for what is among these. */
  forget(isAmong: (path: string) => boolean): void {
    for (const path of [...this.#waiting.keys()].filter(isAmong)) {
      this.#waiting.delete(path);
    }
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
      if (!this.#waiting.has(path)) {
        continue;
      }
      const look = await this.#ask('state', path);
      const now = performance.now();
      if (look === undefined) {
        this.#events.silent(path);
      } else if (look !== waiting.look) {
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
      this.#events.settled({ files, gone });
    }
  }
}
