import type { PackedRows } from '../../shared/packed-rows';
import { packRow, strideOf, unpackRow } from '../../shared/packed-rows';
import type { TrackId } from '../../shared/records';

const FIRST_CAPACITY = 256;

/**
 * All vectors of one space, as packed rows that grow in place: row i belongs to `ids[i]`. Values are kept to 16 bits (see
 * `PackedRows`), and so is what is written down of them.
 */
export class VectorSpace implements PackedRows {
  readonly dims: number;
  readonly ids: TrackId[] = [];
  readonly #stride: number;
  readonly #rowOf = new Map<TrackId, number>();
  #codes: Int16Array;
  #peaks: Float32Array;
  #revisions: Uint32Array;
  #revision = 0;
  #deleted = 0;

  constructor(dims: number, capacity = FIRST_CAPACITY) {
    const rows = Math.max(capacity, 1);
    this.dims = dims;
    this.#stride = strideOf(dims);
    this.#revisions = new Uint32Array(rows);
    this.#peaks = new Float32Array(rows);
    this.#codes = new Int16Array(rows * this.#stride);
  }

  /** Of rows 0..ids.length-1, without copying; valid until the next change. */
  get codes(): Int16Array {
    return this.#codes.subarray(0, this.ids.length * this.#stride);
  }

  /** As `codes`. */
  get peaks(): Float32Array {
    return this.#peaks.subarray(0, this.ids.length);
  }

  /**
   * A number by row that is another one whenever the row holds another vector, never 0: for what is derived from
   * vectors and must keep up. Valid until the next change.
   */
  get revisions(): Uint32Array {
    return this.#revisions.subarray(0, this.ids.length);
  }

  /** Another number after every change of any row. */
  get changes(): number {
    return this.#revision + this.#deleted;
  }

  rowOf(id: TrackId): number | undefined {
    return this.#rowOf.get(id);
  }

  /** A copy of the vector. */
  get(id: TrackId): Float32Array<ArrayBuffer> | undefined {
    const row = this.#rowOf.get(id);
    return row === undefined ? undefined : unpackRow(this.#all(), row);
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
    this.#peaks[row] = packRow(vector, this.#codes, row * this.#stride);
    this.#revisions[row] = ++this.#revision;
  }

  /** Adds or replaces many vectors, row i of `values` for `ids[i]`. */
  setAll(ids: readonly TrackId[], values: Float32Array): void {
    ids.forEach((id, at) => {
      this.set(id, values.subarray(at * this.dims, (at + 1) * this.dims));
    });
  }

  /** Takes a vector out; the last row moves into its place. */
  delete(id: TrackId): boolean {
    const row = this.#rowOf.get(id);
    if (row === undefined) {
      return false;
    }
    const last = this.ids.pop() ?? id;
    this.#deleted += 1;
    this.#rowOf.delete(id);
    if (last !== id) {
      const from = this.ids.length * this.#stride;
      this.#codes.copyWithin(row * this.#stride, from, from + this.#stride);
      this.#peaks.copyWithin(row, this.ids.length, this.ids.length + 1);
      this.ids[row] = last;
      this.#revisions[row] = ++this.#revision;
      this.#rowOf.set(last, row);
    }
    return true;
  }

  /** The vectors of the given ids in one row-major matrix, in their order; zero for ids that have none. */
  rowsOf(ids: readonly TrackId[]): Float32Array<ArrayBuffer> {
    const rows = new Float32Array(ids.length * this.dims);
    const all = this.#all();
    ids.forEach((id, index) => {
      const row = this.#rowOf.get(id);
      if (row !== undefined) {
        unpackRow(all, row, rows.subarray(index * this.dims, (index + 1) * this.dims));
      }
    });
    return rows;
  }

  /** With room behind the last row: nothing is cut off for one row. */
  #all(): PackedRows {
    return { dims: this.dims, codes: this.#codes, peaks: this.#peaks };
  }

  #reserve(rows: number): void {
    if (rows > this.#peaks.length) {
      const size = Math.max(rows, this.#peaks.length * 2);
      this.#codes = grown(this.#codes, new Int16Array(size * this.#stride));
      this.#peaks = grown(this.#peaks, new Float32Array(size));
      this.#revisions = grown(this.#revisions, new Uint32Array(size));
    }
  }
}

function grown<T extends Int16Array | Float32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** What a space holds at a moment, for those who keep what follows from it. A space that gave way to another one is not kept for this. */
export class SpaceMoment {
  readonly #space: WeakRef<VectorSpace> | undefined;
  readonly #changes: number | undefined;

  constructor(space: VectorSpace | undefined) {
    this.#space = space === undefined ? undefined : new WeakRef(space);
    this.#changes = space?.changes;
  }

  /** Whether it is this space, and holds what it did. */
  isNow(space: VectorSpace | undefined): boolean {
    return this.#space?.deref() === space && this.#changes === space?.changes;
  }
}
