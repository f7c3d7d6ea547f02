import type { LibraryStore } from '../store/library-store';

/** A kill costs at most this much work, and what a write takes … */
const SAVE_INTERVAL_MS = 5_000;
/** … or this many changes: about 32 analysed songs, each of which changes a track, a vector and its scores. */
const CHANGES_PER_SAVE = 128;

/** Writes the library to disk now and then while it changes. */
export class Saver {
  readonly #store: LibraryStore;
  readonly #onError: (error: unknown) => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #saving = false;

  constructor(
    store: LibraryStore,
    onError: (error: unknown) => void,
    intervalMs = SAVE_INTERVAL_MS,
  ) {
    this.#store = store;
    this.#onError = onError;
    this.#intervalMs = intervalMs;
  }

  /** Something changed: it will be saved soon. */
  nudge(): void {
    if (this.#store.unsaved >= CHANGES_PER_SAVE && !this.#saving) {
      this.#save();
    } else {
      this.#timer ??= setTimeout(() => {
        this.#save();
      }, this.#intervalMs);
    }
  }

  /** What a person did by hand is saved at once. */
  hurry(): void {
    this.#save();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving = true;
    this.#store
      .flush()
      .catch(this.#onError)
      .finally(() => {
        this.#saving = false;
      });
  }
}
