import { setImmediate as nextTurn } from 'node:timers/promises';

/** Requests are answered in between. */
const SLICE_MS = 8;

/** Lets others have their turn, in the middle of long work on the engine's own thread. */
export class Turns {
  #end = performance.now() + SLICE_MS;

  /** To be waited for now and then; comes back at once while the slice is not over. */
  async rest(): Promise<void> {
    if (performance.now() > this.#end) {
      await nextTurn();
      this.#end = performance.now() + SLICE_MS;
    }
  }
}
