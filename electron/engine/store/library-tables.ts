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
  generationOf,
  HEARD_SPACES,
  heardSpec,
  LAYOUTS,
  PASSAGES,
  PLAYLISTS,
  PLAYS,
  TAG_SCORES,
  TRACKS,
  vectorsSpec,
} from './table-specs';
import type { KnownTracks } from './record-columns';
import { ownId } from './record-columns';
import { VectorSpace } from './vector-space';

export const ROOTS_ROW = 'roots';
/** Which generation of vectors answers. */
export const GENERATION_ROW = 'generation';
/** The last generation that the tracks follow: they name what its songs were heard with. */
export const ADOPTED_ROW = 'adopted';
/** What the pipeline may keep in the meta table. */
export type NoteName =
  | 'drives'
  | 'drive-songs'
  | 'excludes'
  | 'ignored'
  | 'lists'
  | 'notSame'
  | 'radio'
  | 'unfolded'
  | 'drives-unknown'
  | 'damaged-drives'
  | 'damaged-drive-songs'
  | 'damaged-excludes'
  | 'damaged-ignored'
  | 'damaged-lists'
  | 'damaged-notSame'
  | 'damaged-unfolded';
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
  /** Of the generation that answers; see `Generations`. */
  readonly vectors: Map<SpaceName, VectorTable>;
  readonly generations: GenerationTables;
}

/** What belongs to generations of vectors. */
interface GenerationTables {
  /** The one that answers. */
  now: number;
  /** The one that is to come. */
  next: number;
  /** Songs heard for the generation that answers now: there until their tracks say so too. */
  heard: LanceTable | undefined;
  /** The same for the one that is to come; undefined while there are none. */
  nextHeard: LanceTable | undefined;
  readonly nextVectors: Map<SpaceName, VectorTable>;
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
  const now = Number((await readMeta(meta)).get(GENERATION_ROW) ?? 0);
  const openHeard = async (generation: number): Promise<LanceTable | undefined> => {
    const spec = heardSpec(generation);
    return names.includes(spec.name) ? open(spec) : undefined;
  };
  const known = names.flatMap((name) => generationOf(name) ?? []).filter((one) => one > now);
  // One without its songs is what a kill left of one that was dropped.
  const begun = known.filter((one) => names.includes(heardSpec(one).name));
  const next = begun.length > 0 ? Math.max(...begun) : Math.max(now, ...known) + 1;
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
    vectors: await openVectors(connection, names, now),
    generations: {
      now,
      next,
      heard: await openHeard(now),
      nextHeard: await openHeard(next),
      nextVectors: await openVectors(connection, names, next, HEARD_SPACES),
    },
  };
}

async function openVectors(
  connection: Connection,
  names: readonly string[],
  generation: number,
  spaces: readonly SpaceName[] = SPACES,
): Promise<Map<SpaceName, VectorTable>> {
  const vectors = new Map<SpaceName, VectorTable>();
  for (const space of spaces) {
    const { name } = vectorsSpec(space, 1, generation);
    if (names.includes(name)) {
      const specOf = (length: number): TableSpec => vectorsSpec(space, length, generation);
      vectors.set(space, await LanceTable.openVectors(connection, specOf, name));
    }
  }
  return vectors;
}

/** A whole table of vectors as one matrix in memory, without a second copy of it, or of the ids of known songs, on the way. */
export async function loadSpace(
  { table, length }: VectorTable,
  known: KnownTracks,
): Promise<VectorSpace> {
  const memory = new VectorSpace(length, await table.countRows());
  for await (const { keys, values } of table.readVectors()) {
    memory.setAll(
      keys.map((id) => ownId(id, known)),
      values,
    );
  }
  return memory;
}

export function allTables({ vectors, generations, ...others }: Tables): readonly LanceTable[] {
  const { heard, nextHeard, nextVectors } = generations;
  return [
    ...Object.values(others),
    ...[...vectors.values(), ...nextVectors.values()].map(({ table }) => table),
    ...[heard, nextHeard].filter((table) => table !== undefined),
  ];
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
