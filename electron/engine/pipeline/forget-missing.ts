import type { LibraryStore } from '../store/library-store';
import type { EngineLogger } from './engine-types';
import type { LibraryView } from './library-view';

/** What was heard in a deleted song waits this long for its file to come back. */
export const KEEP_MISSING_MS = 30 * 24 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The time of day and a timer, for tests to turn. */
export interface Clock {
  readonly now: () => number;
  /** Runs this again and again; returns what ends it. Keeps no process alive. */
  readonly every: (milliseconds: number, run: () => void) => () => void;
}

const systemClock: Clock = {
  now: () => Date.now(),
  every: (milliseconds, run) => {
    const timer = setInterval(run, milliseconds);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  },
};

/** Forgets songs that have been missing for a month: at the start, and daily while the engine runs. */
export class ForgetMissing {
  readonly #store: LibraryStore;
  readonly #view: Pick<LibraryView, 'touch'>;
  readonly #logger: Pick<EngineLogger, 'warn'>;
  readonly #clock: Clock;
  readonly #end: () => void;
  #running: Promise<void> = Promise.resolve();

  constructor(
    store: LibraryStore,
    view: Pick<LibraryView, 'touch'>,
    logger: Pick<EngineLogger, 'warn'>,
    clock: Clock = systemClock,
  ) {
    this.#store = store;
    this.#view = view;
    this.#logger = logger;
    this.#clock = clock;
    this.#forget();
    this.#end = clock.every(DAY_MS, () => {
      this.#forget();
    });
  }

  /** Resolves once it is at rest for good. */
  close(): Promise<void> {
    this.#end();
    return this.#running;
  }

  #forget(): void {
    this.#running = this.#running
      .then(() => this.#store.forgetMissing(this.#clock.now() - KEEP_MISSING_MS))
      .then(
        (ids) => {
          for (const id of ids) {
            this.#view.touch(id);
          }
        },
        (thrown: unknown) => {
          // They are forgotten the next day.
          this.#logger.warn(`Songs deleted long ago were not forgotten: ${String(thrown)}`);
        },
      );
  }
}
