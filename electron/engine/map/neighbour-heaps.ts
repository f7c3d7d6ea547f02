export interface Neighbours {
  /** Neighbours a row. */
  readonly k: number;
  /** n × k row numbers, nearest first; at the same distance the lower row first. */
  readonly index: Int32Array;
  /** n × k squared Euclidean distances. */
  readonly squared: Float64Array;
}

/** The k nearest rows of each of n rows so far: n binary heaps whose roots are the farthest. */
export class NeighbourHeaps {
  readonly #k: number;
  readonly #index: Int32Array;
  readonly #squared: Float64Array;

  constructor(n: number, k: number) {
    this.#k = k;
    this.#index = new Int32Array(n * k).fill(-1);
    this.#squared = new Float64Array(n * k).fill(Infinity);
  }

  /** Each row must be offered its others in rising order: then the lower ones win at the same distance. */
  offer(row: number, other: number, squared: number): void {
    const start = row * this.#k;
    if (this.#k > 0 && squared < this.#squared[start]!) {
      this.#replaceFarthest(start, other, squared);
    }
  }

  sorted(): Neighbours {
    const k = this.#k;
    const index = new Int32Array(this.#index.length);
    const squared = new Float64Array(this.#squared.length);
    const order = Array.from({ length: k }, () => 0);
    for (let start = 0; start < index.length; start += k) {
      for (let at = 0; at < k; at++) {
        order[at] = start + at;
      }
      order.sort(
        (a, b) => this.#squared[a]! - this.#squared[b]! || this.#index[a]! - this.#index[b]!,
      );
      order.forEach((from, at) => {
        index[start + at] = this.#index[from]!;
        squared[start + at] = this.#squared[from]!;
      });
    }
    return { k, index, squared };
  }

  /** The new one goes to the root and sinks. At the same distance the higher row counts as farther. */
  #replaceFarthest(start: number, other: number, squared: number): void {
    const distances = this.#squared;
    const rows = this.#index;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#k) {
        break;
      }
      if (child + 1 < this.#k && this.#isFarther(start + child + 1, start + child)) {
        child++;
      }
      const distance = distances[start + child]!;
      if (distance < squared || (distance === squared && rows[start + child]! < other)) {
        break;
      }
      distances[start + at] = distance;
      rows[start + at] = rows[start + child]!;
      at = child;
    }
    distances[start + at] = squared;
    rows[start + at] = other;
  }

  #isFarther(a: number, b: number): boolean {
    const difference = this.#squared[a]! - this.#squared[b]!;
    return difference > 0 || (difference === 0 && this.#index[a]! > this.#index[b]!);
  }
}
