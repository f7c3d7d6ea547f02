import type { Connection } from '@lancedb/lancedb';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { SpaceName } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { TableSpec, VectorTable } from './lance-table';
import { LanceTable } from './lance-table';
import {
  FAILURES,
  FEEDBACK,
  FILES,
  LAYOUTS,
  PASSAGES,
  PLAYLISTS,
  PLAYS,
  TAG_SCORES,
  TRACKS,
  vectorsSpec,
} from './table-specs';
import { VectorSpace } from './vector-space';

export const ROOTS_ROW = 'roots';
/** What the pipeline may keep in the meta table. */
export type NoteName =
  | 'drives'
  | 'excludes'
  | 'ignored'
  | 'lists'
  | 'notSame'
  | 'radio'
  | 'unfolded'
  | 'damaged-excludes'
  | 'damaged-ignored'
  | 'damaged-lists'
  | 'damaged-notSame';
const rootList = z.array(z.string());

/** All tables of a library. */
export interface Tables {
  readonly meta: LanceTable;
  readonly tracks: LanceTable;
  readonly files: LanceTable;
  readonly failures: LanceTable;
  readonly scores: LanceTable;
  readonly passages: LanceTable;
  readonly layouts: LanceTable;
  readonly playlists: LanceTable;
  readonly plays: LanceTable;
  readonly feedback: LanceTable;
  readonly vectors: Map<SpaceName, VectorTable>;
}

/**
 * The names of the tables that can be opened. A kill in the making of a table leaves a folder with nothing in it,
 * which LanceDB lists all the same; it is made anew. `folder` is where a library on this computer lies.
 */
export async function wholeTables(
  connection: Connection,
  folder: string | undefined,
): Promise<readonly string[]> {
  const names = await connection.tableNames();
  if (folder === undefined) {
    return names;
  }
  const whole: string[] = [];
  for (const name of names) {
    const table = path.join(folder, `${name}.lance`);
    // A table with rows but without a version is damage, and opening it says so.
    if ((await hasEntries(table, '_versions')) || (await hasEntries(table, 'data'))) {
      whole.push(name);
    }
  }
  return whole;
}

async function hasEntries(table: string, part: string): Promise<boolean> {
  try {
    return (await readdir(path.join(table, part))).length > 0;
  } catch {
    return false;
  }
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
    passages: await open(PASSAGES),
    layouts: await open(LAYOUTS),
    playlists: await open(PLAYLISTS),
    plays: await open(PLAYS),
    feedback: await open(FEEDBACK),
    vectors,
  };
}

/** A whole table of vectors as one matrix in memory, without a second copy of it on the way. */
export async function loadSpace({ table, length }: VectorTable): Promise<VectorSpace> {
  const memory = new VectorSpace(length, await table.countRows());
  for await (const { keys, values } of table.readVectors()) {
    memory.setAll(keys, values);
  }
  return memory;
}

export function allTables({ vectors, ...others }: Tables): readonly LanceTable[] {
  return [...Object.values(others), ...[...vectors.values()].map(({ table }) => table)];
}

/**
 * Where a library on this computer lies; undefined for one elsewhere, which LanceDB reaches by itself. A Windows drive
 * ("C:\…") looks like a scheme of one letter; real schemes are longer.
 */
export function folderOf(uri: string): string | undefined {
  if (/^file:\/\//i.test(uri)) {
    return fileURLToPath(uri);
  }
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(uri) ? undefined : path.resolve(uri);
}
