import type { Connection } from '@lancedb/lancedb';
import { z } from 'zod';
import { MugleError } from '../../shared/errors';
import type { SpaceName } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { TableSpec, VectorTable } from './lance-table';
import { LanceTable } from './lance-table';
import type { StoreLogger } from './stored-records';
import {
  FAILURES,
  FILES,
  LAYOUTS,
  META,
  SCHEMA_VERSION,
  TAG_SCORES,
  TRACKS,
  vectorsSpec,
} from './table-specs';
import { VectorSpace } from './vector-space';

const VERSION_ROW = 'schemaVersion';
export const ROOTS_ROW = 'roots';
/** What the pipeline may keep in the meta table. */
export type NoteName = 'excludes' | 'ignored';
const rootList = z.array(z.string());

/** All tables of a library. */
export interface Tables {
  readonly meta: LanceTable;
  readonly tracks: LanceTable;
  readonly files: LanceTable;
  readonly failures: LanceTable;
  readonly scores: LanceTable;
  readonly layouts: LanceTable;
  readonly vectors: Map<SpaceName, VectorTable>;
}

/** @throws MugleError `library-newer` */
export async function openMeta(
  connection: Connection,
  names: readonly string[],
  uri: string,
): Promise<LanceTable> {
  const meta = await LanceTable.open(connection, META, names);
  const version = (await readMeta(meta)).get(VERSION_ROW);
  if (version === undefined) {
    await meta.write({ name: [VERSION_ROW], value: [String(SCHEMA_VERSION)] }, true);
  } else if (!(Number(version) <= SCHEMA_VERSION)) {
    throw new MugleError(
      'library-newer',
      `The library ${uri} was made by a newer OK Mugle (its format is ${version}, this one reads up to ${String(SCHEMA_VERSION)}). Update OK Mugle, or choose another library folder.`,
      { path: uri, stage: 'store' },
    );
  }
  return meta;
}

/** The rows of the meta table, by name. */
export async function readMeta(meta: LanceTable): Promise<Map<string, string>> {
  const reader = await meta.read();
  const values = reader.text('value');
  return new Map(reader.text('name').map((name, row) => [name, values[row] ?? '']));
}

/** The music folders, from the rows of the meta table. */
export function rootsFrom(meta: ReadonlyMap<string, string>): readonly string[] {
  return rootList.parse(JSON.parse(meta.get(ROOTS_ROW) ?? '[]'));
}

/** A Windows drive ("C:\…") looks like a scheme of one letter; real schemes are longer. */
export function isLocal(uri: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:\/\//i.test(uri);
}

/** Opens the tables that are there and makes the others; tables of vectors are made with their first vector. */
export async function openTables(
  connection: Connection,
  names: readonly string[],
  meta: LanceTable,
): Promise<Tables> {
  const open = (spec: TableSpec): Promise<LanceTable> => LanceTable.open(connection, spec, names);
  const vectors = new Map<SpaceName, VectorTable>();
  for (const space of SPACES) {
    const spec = vectorsSpec(space, 1);
    if (names.includes(spec.name)) {
      const specOf = (length: number): TableSpec => vectorsSpec(space, length);
      vectors.set(space, await LanceTable.openVectors(connection, specOf, spec.name));
    }
  }
  return {
    meta,
    tracks: await open(TRACKS),
    files: await open(FILES),
    failures: await open(FAILURES),
    scores: await open(TAG_SCORES),
    layouts: await open(LAYOUTS),
    vectors,
  };
}

/** A whole table of vectors as one matrix in memory. */
export async function loadSpace({ table, length }: VectorTable): Promise<VectorSpace> {
  const reader = await table.read();
  const ids = reader.text('id');
  const memory = new VectorSpace(length, ids.length);
  let row = 0;
  for (const chunk of reader.vectorChunks('vector')) {
    for (let from = 0; from < chunk.length; from += memory.dims) {
      memory.set(ids[row++] ?? '', chunk.subarray(from, from + memory.dims));
    }
  }
  return memory;
}

export function allTables({ vectors, ...others }: Tables): readonly LanceTable[] {
  return [...Object.values(others), ...[...vectors.values()].map(({ table }) => table)];
}

/** Folds the tables' old versions together: those that have many, or all of them `now`. */
export async function compactAll(tables: Tables, logger: StoreLogger, now = false): Promise<void> {
  for (const table of allTables(tables)) {
    try {
      await table.compact(now);
    } catch (cause) {
      // Nothing is lost: the table only keeps its old versions until the next time.
      logger.warn(`A library table was not compacted: ${String(cause)}`);
    }
  }
}
