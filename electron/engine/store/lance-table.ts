import type { Connection, Table } from '@lancedb/lancedb';
import type { Data, DataType, Vector } from 'apache-arrow';
import {
  Binary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table as ArrowTable,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { DictionaryColumn, TextColumn } from '../../shared/text-column';
import { dictionaryOf, joinedTexts, textsOf } from './column-text';

/**
 * What a column holds: text, a number (NaN for "none", so that no column is ever null), a list of floats, bytes,
 * or vectors of a fixed length, which cross as one row-major matrix.
 */
export type ColumnKind = 'text' | 'number' | 'floats' | 'bytes' | { readonly vectorOf: number };

export interface TableSpec {
  readonly name: string;
  /** A text column that names each row; a row written again replaces the old one. */
  readonly key: string;
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** Old versions of a table pile up with each write; after so many they are folded into one. 40 when left out. */
  readonly writesPerCompaction?: number;
}

/** Columns of equal length by name; `vectorOf` columns are one matrix of rows × length. */
export type Columns = Readonly<
  Record<
    string,
    | readonly string[]
    | readonly number[]
    | Float64Array
    | Float32Array
    | readonly Float32Array[]
    | readonly Uint8Array[]
  >
>;

export interface VectorTable {
  readonly table: LanceTable;
  /** Floats in one vector. */
  readonly length: number;
}

export interface VectorStretch {
  readonly keys: readonly string[];
  readonly values: Float32Array;
}

const WRITES_PER_COMPACTION = 40;
/** Keys in one delete expression; longer ones are slow to parse. */
const KEYS_PER_DELETE = 500;
const SAFE_KEY = /^[0-9a-z|._-]*$/i;

/** One LanceDB table, written and read as columns. Writes must not overlap; the store sees to that. */
export class LanceTable {
  readonly #spec: TableSpec;
  readonly #schema: Schema;
  readonly #table: Table;
  #writes = 0;

  private constructor(spec: TableSpec, schema: Schema, table: Table) {
    this.#spec = spec;
    this.#schema = schema;
    this.#table = table;
  }

  /** Opens the table, or makes it empty when `existing` does not name it. */
  static async open(
    connection: Connection,
    spec: TableSpec,
    existing: readonly string[],
  ): Promise<LanceTable> {
    const schema = schemaOf(spec);
    const table = existing.includes(spec.name)
      ? await connection.openTable(spec.name)
      : await connection.createEmptyTable(spec.name, schema);
    return new LanceTable(spec, schema, table);
  }

  /** Deletes a whole table. */
  static drop(connection: Connection, name: string): Promise<void> {
    return connection.dropTable(name);
  }

  /** Opens a table of vectors whose length only its stored schema knows. */
  static async openVectors(
    connection: Connection,
    specOf: (length: number) => TableSpec,
    name: string,
  ): Promise<VectorTable> {
    const table = await connection.openTable(name);
    const stored = await table.schema();
    const field = stored.fields.find((candidate) => candidate.name === 'vector');
    const length = (field?.type as FixedSizeList | undefined)?.listSize;
    if (length === undefined) {
      throw new TypeError(`the table ${name} has no vectors`);
    }
    const spec = specOf(length);
    return { table: new LanceTable(spec, schemaOf(spec), table), length };
  }

  /** Writes rows in one commit. `fresh` says that no row with any of these keys is in the table yet. */
  async write(columns: Columns, fresh: boolean): Promise<void> {
    const data = toArrow(this.#schema, this.#spec, columns);
    if (data.numRows === 0) {
      return;
    }
    if (fresh) {
      await this.#table.add(data);
    } else {
      await this.#table
        .mergeInsert(this.#spec.key)
        .whenMatchedUpdateAll()
        .whenNotMatchedInsertAll()
        .execute(data);
    }
    this.#writes++;
  }

  /** These rows instead of all there are, in one commit: whoever reads sees the old or the new ones. */
  async replaceAll(columns: Columns): Promise<void> {
    await this.#table.add(toArrow(this.#schema, this.#spec, columns), { mode: 'overwrite' });
    // The old ones are as large as the new: they go with the next compaction.
    this.#writes = WRITES_PER_COMPACTION;
  }

  /** Deletes rows by key. Keys are ids or hashes, never text from outside, so no quoting can go wrong. */
  async remove(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += KEYS_PER_DELETE) {
      await this.#table.delete(this.#anyOf(keys.slice(from, from + KEYS_PER_DELETE)));
      this.#writes++;
    }
  }

  /** Deletes the rows of which a condition of the store's own making is true. */
  async removeWhere(sql: string): Promise<void> {
    await this.#table.delete(sql);
    this.#writes++;
  }

  /** All rows, or those of the given keys. */
  async read(keys?: readonly string[]): Promise<ColumnReader> {
    const query = this.#table.query().select(Object.keys(this.#spec.columns));
    if (keys !== undefined) {
      query.where(this.#anyOf(keys));
    }
    const table = await query.toArrow();
    // An answer without rows comes without a schema too.
    return new ColumnReader(table.numRows === 0 ? new ArrowTable(this.#schema) : table);
  }

  /** The rows of a table of vectors, a stretch at a time: keys, and keys × length floats that are valid until the next. */
  async *readVectors(): AsyncGenerator<VectorStretch> {
    const { key } = this.#spec;
    for await (const batch of this.#table.query().select([key, 'vector'])) {
      const keys = batch.getChild(key)?.data.flatMap(textsOf) ?? [];
      const list = batch.getChild('vector')?.data[0];
      const child = list?.children[0] as Data<Float32> | undefined;
      // Arrow's slices share one buffer: `values` already starts at the slice for primitive children.
      yield { keys, values: child?.values.subarray(0, child.length) ?? new Float32Array() };
    }
  }

  /** The keys of the rows that hold 1 in a column of numbers. */
  async keysWhere(column: string): Promise<readonly string[]> {
    const { key } = this.#spec;
    const table = await this.#table.query().where(`${column} = 1`).select([key]).toArrow();
    return table.numRows === 0 ? [] : new ColumnReader(table).text(key);
  }

  countRows(): Promise<number> {
    return this.#table.countRows();
  }

  /**
   * Folds old versions together when enough writes have happened since the last time, or at once with `now`.
   * Only the sole writer may also clear away what killed or failed writes left behind.
   */
  async compact({
    now,
    isSole,
  }: {
    readonly now: boolean;
    readonly isSole: boolean;
  }): Promise<void> {
    const { writesPerCompaction } = this.#spec;
    const most = writesPerCompaction ?? WRITES_PER_COMPACTION;
    const mostNow = writesPerCompaction === undefined ? 1 : WRITES_PER_COMPACTION;
    if (this.#writes >= (now ? mostNow : most)) {
      await this.#table.optimize({ cleanupOlderThan: new Date(), deleteUnverified: isSole });
      this.#writes = 0;
    }
  }

  /** Adds the columns of the spec that an older table lacks; `sql` gives the value of each. */
  async addMissing(sql: Readonly<Record<string, string>>): Promise<void> {
    const there = new Set((await this.#table.schema()).fields.map((field) => field.name));
    const missing = Object.entries(sql).filter(([name]) => !there.has(name));
    if (missing.length > 0) {
      await this.#table.addColumns(missing.map(([name, valueSql]) => ({ name, valueSql })));
    }
  }

  close(): void {
    this.#table.close();
  }

  #anyOf(keys: readonly string[]): string {
    const unsafe = keys.find((key) => !SAFE_KEY.test(key));
    if (unsafe !== undefined) {
      throw new TypeError(`not a key: ${JSON.stringify(unsafe)}`);
    }
    return `${this.#spec.key} IN (${keys.map((key) => `'${key}'`).join(', ')})`;
  }
}

/** Reads columns out of an Arrow table without making an object per row. */
export class ColumnReader {
  readonly rows: number;
  readonly #table: ArrowTable;

  constructor(table: ArrowTable) {
    this.#table = table;
    this.rows = table.numRows;
  }

  text(name: string): readonly string[] {
    const texts: string[] = [];
    for (const data of this.#column(name).data) {
      // One by one: what `flatMap` and `concat` put together takes longer to make, or to read.
      for (const text of textsOf(data as Data<Utf8>)) {
        texts.push(text);
      }
    }
    return texts;
  }

  /** As `text`, all in one. */
  joinedText(name: string): TextColumn {
    return joinedTexts(this.#column(name).data as readonly Data<Utf8>[]);
  }

  dictionary(name: string): DictionaryColumn {
    return dictionaryOf(this.#column(name).data as readonly Data<Utf8>[]);
  }

  numbers(name: string): Float64Array {
    return this.#column(name).toArray() as Float64Array;
  }

  floats(name: string): readonly Float32Array[] {
    return Array.from(this.#column(name), (list) =>
      (list as { toArray(): Float32Array }).toArray().slice(),
    );
  }

  bytes(name: string): readonly Uint8Array[] {
    return Array.from(this.#column(name), (value) => (value as Uint8Array).slice());
  }

  #column(name: string): Vector {
    const column = this.#table.getChild(name);
    if (column === null) {
      throw new TypeError(`the library has no column ${name}`);
    }
    return column;
  }
}

function schemaOf(spec: TableSpec): Schema {
  return new Schema(
    Object.entries(spec.columns).map(([name, kind]) => new Field(name, typeOf(kind), false)),
  );
}

function typeOf(kind: ColumnKind): DataType {
  switch (kind) {
    case 'text':
      return new Utf8();
    case 'number':
      return new Float64();
    case 'bytes':
      return new Binary();
    case 'floats':
      return new List(new Field('item', new Float32(), true));
    default:
      return new FixedSizeList(kind.vectorOf, new Field('item', new Float32(), true));
  }
}

function toArrow(schema: Schema, spec: TableSpec, columns: Columns): ArrowTable {
  const children = Object.entries(spec.columns).map(([name, kind]) =>
    columnData(kind, columns[name]),
  );
  const length = children[0]?.length ?? 0;
  if (children.some((child) => child.length !== length)) {
    throw new TypeError(`columns of different lengths for the table ${spec.name}`);
  }
  const struct = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children });
  return new ArrowTable(schema, [new RecordBatch(schema, struct)]);
}

function columnData(kind: ColumnKind, values: Columns[string] | undefined): Data {
  if (values === undefined) {
    throw new TypeError('a column is missing');
  }
  if (typeof kind === 'object') {
    return vectorData(kind.vectorOf, values as Float32Array);
  }
  const plain =
    kind === 'floats'
      ? (values as readonly Float32Array[]).map((list) => Array.from(list))
      : values;
  const data = vectorFromArray(plain as unknown[], typeOf(kind)).data[0];
  if (data === undefined) {
    throw new TypeError('an empty column');
  }
  return data;
}

function vectorData(size: number, matrix: Float32Array): Data {
  const child = makeData({
    type: new Float32(),
    data: matrix,
    length: matrix.length,
    nullCount: 0,
  });
  const type = new FixedSizeList(size, new Field('item', new Float32(), true));
  return makeData({ type, length: matrix.length / size, nullCount: 0, child });
}
