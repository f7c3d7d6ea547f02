import type { TrackId } from '../../shared/records';

const FIRST_CAPACITY = 256;

/**
 * All vectors of one space, as one row-major matrix that grows in place: row i belongs to `ids[i]`.
 */
export class VectorSpace {
  readonly dims: number;
  readonly ids: TrackId[] = [];
  readonly #rowOf = new Map<TrackId, number>();
  #values: Float32Array;
  #revisions: Uint32Array;
  #revision = 0;

  constructor(dims: number, capacity = FIRST_CAPACITY) {
    this.dims = dims;
    this.#revisions = new Uint32Array(Math.max(capacity, 1));
    this.#values = new Float32Array(Math.max(capacity, 1) * dims);
  }

  /** Rows 0..ids.length-1, without copying; valid until the next change. */
  get matrix(): Float32Array {
    return this.#values.subarray(0, this.ids.length * this.dims);
  }

  /**
   * A number by row that is another one whenever the row holds another vector, never 0: for what is derived from
   * vectors and must keep up. Valid until the next change.
   */
  get revisions(): Uint32Array {
    return this.#revisions.subarray(0, this.ids.length);
  }

  rowOf(id: TrackId): number | undefined {
    return this.#rowOf.get(id);
  }

  /** The vector itself, not a copy. */
  get(id: TrackId): Float32Array | undefined {
    const row = this.#rowOf.get(id);
    return row === undefined
      ? undefined
      : this.#values.subarray(row * this.dims, (row + 1) * this.dims);
  }

  /** Adds or replaces one vector of length `dims`. */
  set(id: TrackId, vector: Float32Array): void {
    let row = this.#rowOf.get(id);
    if (row === undefined) {
      row = this.ids.length;
      this.#reserve(row + 1);
      this.ids.push(id);
      this.#rowOf.set(id, row);
    }
    this.#values.set(vector, row * this.dims);
    this.#revisions[row] = ++this.#revision;
  }

  /** Adds or replaces many vectors, row i of `values` for `ids[i]`; new ones in one copy. */
  setAll(ids: readonly TrackId[], values: Float32Array): void {
    const first = this.ids.length;
    for (const id of ids) {
      if (!this.#rowOf.has(id)) {
        this.#rowOf.set(id, this.ids.push(id) - 1);
      }
    }
    this.#reserve(this.ids.length);
    if (this.ids.length - first === ids.length) {
      this.#values.set(values, first * this.dims);
      for (let row = first; row < this.ids.length; row++) {
        this.#revisions[row] = ++this.#revision;
      }
      return;
    }
    for (const [row, id] of ids.entries()) {
      this.set(id, values.subarray(row * this.dims, (row + 1) * this.dims));
    }
  }

  /** Takes a vector out; the last row moves into its place. */
  delete(id: TrackId): boolean {
    const row = this.#rowOf.get(id);
    if (row === undefined) {
      return false;
    }
    const last = this.ids.pop() ?? id;
    this.#rowOf.delete(id);
    if (last !== id) {
      const from = this.ids.length * this.dims;
      this.#values.copyWithin(row * this.dims, from, from + this.dims);
      this.ids[row] = last;
      this.#revisions[row] = ++this.#revision;
      this.#rowOf.set(last, row);
    }
    return true;
  }

  /** Copies the vectors of the given ids into one matrix of their own, in their order. */
  rowsOf(ids: readonly TrackId[]): Float32Array {
    const rows = new Float32Array(ids.length * this.dims);
    ids.forEach((id, index) => {
      const vector = this.get(id);
      if (vector !== undefined) {
        rows.set(vector, index * this.dims);
      }
    });
    return rows;
  }

  #reserve(rows: number): void {
    const needed = rows * this.dims;
    if (needed > this.#values.length) {
      const grown = new Float32Array(Math.max(needed, this.#values.length * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    if (rows > this.#revisions.length) {
      const grown = new Uint32Array(Math.max(rows, this.#revisions.length * 2));
      grown.set(this.#revisions);
      this.#revisions = grown;
    }
  }
}
