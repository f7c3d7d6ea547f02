/** Long enough to even out long and short songs, short enough to follow a change. */
const WINDOW_MS = 60_000;
/** Below this a rate is noise. */
const SHORTEST_MS = 500;

interface Sample {
  readonly atMs: number;
  readonly done: number;
}

/** How fast a count grows, measured over the last minute. */
export class RateMeter {
  #samples: Sample[] = [];

  restart(): void {
    this.#samples = [];
  }

  /** `atMs` is a monotonic clock in milliseconds. */
  add(atMs: number, done: number): void {
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
