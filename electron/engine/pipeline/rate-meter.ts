/** Long enough to even out long and short songs, short enough to follow a change. */
const WINDOW_MS = 60_000;
/** Below this a rate is noise. */
const SHORTEST_MS = 500;

interface Sample {
  readonly atMs: number;
  readonly done: number;
}

/** How fast a count grows, measured over the last minute; what happens while it is held does not count. */
export class RateMeter {
  #samples: Sample[] = [];
  #heldSinceMs: number | undefined;
  /** Time, and what was done, during holds so far. */
  #held = { ms: 0, done: 0 };
  #lastDone = 0;

  restart(): void {
    this.#samples = [];
  }

  /** `atMs` is a monotonic clock in milliseconds. */
  add(atMs: number, done: number): void {
    if (this.#heldSinceMs !== undefined) {
      this.#held.done += done - this.#lastDone;
    } else {
      this.#add(atMs - this.#held.ms, done - this.#held.done);
    }
    this.#lastDone = done;
  }

  hold(atMs: number): void {
    this.#heldSinceMs ??= atMs;
  }

  goOn(atMs: number): void {
    this.#held.ms += atMs - (this.#heldSinceMs ?? atMs);
    this.#heldSinceMs = undefined;
  }

  #add(atMs: number, done: number): void {
    const newest = this.#samples.at(-1);
    if (newest?.done === done && this.#samples.length > 1) {
      this.#samples.pop();
    }
    this.#samples.push({ atMs, done });
    while (this.#samples.length > 2 && (this.#samples[1]?.atMs ?? atMs) < atMs - WINDOW_MS) {
      this.#samples.shift();
    }
  }

  /** 0 until there is something to measure. */
  get perSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.atMs - first.atMs < SHORTEST_MS) {
      return 0;
    }
    return ((last.done - first.done) / (last.atMs - first.atMs)) * 1000;
  }
}
