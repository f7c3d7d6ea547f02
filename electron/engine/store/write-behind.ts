/** Whether a row of this key is on disk; `maybe` after a write that failed half-way. */
type OnDisk = 'no' | 'maybe' | 'yes';

interface Change {
  readonly onDisk: OnDisk;
  readonly gone: boolean;
}

type Changes = Map<string, Map<string, Change>>;

/** What changed since the last write, by table and key; the values stay with their owner. */
export class WriteBehind {
  #changes: Changes = new Map();
  #whole = new Set<string>();

  get size(): number {
    return count(this.#changes) + this.#whole.size;
  }

  /** Every row of the table is another one, or gone: it is written as a whole. */
  markWhole(table: string): void {
    this.#whole.add(table);
    this.#changes.delete(table);
  }

  /** The table is another one: what was to change in it is not. */
  forget(table: string): void {
    this.#changes.delete(table);
  }

  /** A row was added (`isNew`: it was in no table before) or replaced. */
  mark(table: string, key: string, isNew: boolean): void {
    const before = this.#of(table).get(key);
    // Taken out and put back before a write: the old row is still on disk.
    this.#of(table).set(key, { onDisk: before?.onDisk ?? (isNew ? 'no' : 'yes'), gone: false });
  }

  remove(table: string, key: string): void {
    const before = this.#of(table).get(key);
    this.#of(table).set(key, { onDisk: before?.onDisk ?? 'yes', gone: true });
  }

  /** Hands over everything marked so far and starts afresh. */
  take(): ChangeBatch {
    const batch = new ChangeBatch(this.#changes, this.#whole);
    this.#changes = new Map();
    this.#whole = new Set();
    return batch;
  }

  /** After a failed write: its changes count again. Some may be on disk already, so none is surely new any more. */
  putBack(batch: ChangeBatch): void {
    for (const table of batch.whole) {
      this.markWhole(table);
    }
    for (const [table, keys] of batch.changes) {
      for (const [key, change] of keys) {
        const newer = this.#of(table).get(key);
        this.#of(table).set(key, {
          onDisk: change.onDisk === 'yes' && !change.gone ? 'yes' : 'maybe',
          gone: newer?.gone ?? change.gone,
        });
      }
    }
  }

  #of(table: string): Map<string, Change> {
    let keys = this.#changes.get(table);
    if (keys === undefined) {
      keys = new Map();
      this.#changes.set(table, keys);
    }
    return keys;
  }
}

export class ChangeBatch {
  readonly changes: Changes;
  /** Tables that are written as a whole. */
  readonly whole: ReadonlySet<string>;

  constructor(changes: Changes, whole: ReadonlySet<string>) {
    this.changes = changes;
    this.whole = whole;
  }

  get size(): number {
    return count(this.changes) + this.whole.size;
  }

  written(table: string): readonly string[] {
    return this.#keys(table, (change) => !change.gone);
  }

  /** Those of `written` that may not be on disk yet. */
  unsure(table: string): readonly string[] {
    return this.#keys(table, (change) => !change.gone && change.onDisk !== 'yes');
  }

  /** Rows to delete; those that never reached the disk need no delete. */
  removed(table: string): readonly string[] {
    return this.#keys(table, (change) => change.gone && change.onDisk !== 'no');
  }

  /** No row of `written` is on disk, so that they can be appended without looking for old ones. */
  allNew(table: string): boolean {
    return [...(this.changes.get(table)?.values() ?? [])].every(
      (change) => change.gone || change.onDisk === 'no',
    );
  }

  #keys(table: string, pick: (change: Change) => boolean): readonly string[] {
    return [...(this.changes.get(table) ?? [])].flatMap(([key, change]) =>
      pick(change) ? [key] : [],
    );
  }
}

function count(changes: Changes): number {
  let sum = 0;
  for (const keys of changes.values()) {
    sum += keys.size;
  }
  return sum;
}
