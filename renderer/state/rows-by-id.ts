import type { TrackRow } from './track-row';

/** Taken in at a time while nothing else is to be done. */
const SOME = 4096;

/** Rows by their ids. To take in those of a whole library waits until someone asks for one, or nothing else is to be done. */
export class RowsById {
  readonly #byId = new Map<string, TrackRow>();
  #waiting: readonly TrackRow[] = [];
  #taken = 0;

  /** These instead of all that were there. */
  replaceAll(rows: readonly TrackRow[]): void {
    this.#byId.clear();
    this.#waiting = rows;
    this.#taken = 0;
  }

  get size(): number {
    return this.#byId.size + this.#waiting.length - this.#taken;
  }

  get(id: string): TrackRow | undefined {
    return this.#all.get(id);
  }

  has(id: string): boolean {
    return this.#all.has(id);
  }

  values(): IterableIterator<TrackRow> {
    return this.#all.values();
  }

  set(row: TrackRow): void {
    this.#all.set(row.id, row);
  }

  delete(id: string): void {
    this.#all.delete(id);
  }

  /** Takes in some of those that wait. @returns false when none did */
  prepare(): boolean {
    if (this.#waiting.length === 0) {
      return false;
    }
    this.#takeUpTo(this.#taken + SOME);
    return true;
  }

  get #all(): Map<string, TrackRow> {
    this.#takeUpTo(this.#waiting.length);
    return this.#byId;
  }

  #takeUpTo(end: number): void {
    while (this.#taken < Math.min(end, this.#waiting.length)) {
      const row = this.#waiting[this.#taken++];
      if (row !== undefined) {
        this.#byId.set(row.id, row);
      }
    }
    if (this.#taken === this.#waiting.length) {
      this.#waiting = [];
      this.#taken = 0;
    }
  }
}
