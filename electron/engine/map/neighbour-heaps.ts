export interface Neighbours {
  /** Neighbours a row. */
  readonly k: number;
  /** n × k row numbers, nearest first; at the same distance the lower row first. */
  readonly index: Int32Array<SharedArrayBuffer>;
  /** n × k squared Euclidean distances. */
  readonly squared: Float32Array<SharedArrayBuffer>;
}

/** The k nearest rows of some rows so far: binary heaps whose roots are the farthest. At the same distance the higher row is farther. */
export class NeighbourHeaps {
  readonly #k: number;
  readonly #index: Int32Array;
  readonly #squared: Float64Array;

  constructor(heaps: number, k: number) {
    this.#k = k;
    this.#index = new Int32Array(heaps * k);
    this.#squared = new Float64Array(heaps * k);
    this.clear();
  }

  clear(): void {
    this.#index.fill(-1);
    this.#squared.fill(Infinity);
  }

  /** What is farther than this need not be offered; −1 when nothing is kept. */
  farthest(heap: number): number {
    return this.#k > 0 ? this.#squared[heap * this.#k]! : -1;
  }

  /** In any order, each row once. */
  offer(heap: number, other: number, squared: number): void {
    const start = heap * this.#k;
    const distance = this.#squared[start]!;
    if (squared < distance || (squared === distance && other < this.#index[start]!)) {
      this.#replaceFarthest(start, other, squared);
    }
  }

  /** Measures the kept ones anew. */
  refine(heap: number, measure: (other: number) => number): void {
    const start = heap * this.#k;
    for (let at = start; at < start + this.#k; at++) {
      this.#squared[at] = measure(this.#index[at]!);
    }
  }

  /** Fills in the kept ones, nearest first. The heap is none afterwards: clear it. */
  writeSorted(heap: number, index: Int32Array, squared: Float32Array): void {
    const start = heap * this.#k;
    for (let at = 0; at < this.#k; at++) {
      const other = this.#index[start + at]!;
      const distance = this.#squared[start + at]!;
      let to = at;
      while (to > 0 && this.#isBefore(other, distance, start + to - 1)) {
        this.#index[start + to] = this.#index[start + to - 1]!;
        this.#squared[start + to] = this.#squared[start + to - 1]!;
        to--;
      }
      this.#index[start + to] = other;
      this.#squared[start + to] = distance;
    }
    index.set(this.#index.subarray(start, start + this.#k));
    squared.set(this.#squared.subarray(start, start + this.#k));
  }

  #isBefore(other: number, squared: number, place: number): boolean {
    const difference = squared - this.#squared[place]!;
    return difference < 0 || (difference === 0 && other < this.#index[place]!);
  }

  /** The new one goes to the root and sinks. */
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
