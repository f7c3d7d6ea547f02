/** A process that said nothing for so long is at rest. */
const QUIET_MS = 10_000;
/** Less than this is left for V8 to collect when it likes. */
const WORTH_BYTES = 8e6;

interface Heap {
  /** Collects all garbage; at 100,000 songs it takes a tenth of a second. */
  readonly collect: () => void;
  /** Of objects and of what they hold outside of the heap, as columns and vectors do. */
  readonly usedBytes: () => number;
}

/**
 * Collects garbage of a process at rest. V8 does it only when more is allocated: what opening a library or making lists left behind
 * would stay in memory for as long as nobody does anything.
 */
export class IdleCollection {
  readonly #heap: Heap;
  #timer: NodeJS.Timeout | undefined;
  #usedBytes = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** The process does something. */
  worked(): void {
    if (this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#rest();
      }, QUIET_MS).unref();
    } else {
      this.#timer.refresh();
    }
  }

  #rest(): void {
    const { collect, usedBytes } = this.#heap;
    const used = usedBytes();
    // What was let go since and collected by V8 makes room for garbage, too.
    this.#usedBytes = Math.min(this.#usedBytes, used);
    if (used - this.#usedBytes >= WORTH_BYTES) {
      collect();
      this.#usedBytes = usedBytes();
    }
  }
}
