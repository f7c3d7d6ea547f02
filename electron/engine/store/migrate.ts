import type { Connection } from '@lancedb/lancedb';
import { cp, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { MugleError } from '../../shared/errors';
import { LanceTable } from './lance-table';
import { readMeta } from './library-tables';
import { LOCK_NAME } from './owner-lock';
import { asStoreError } from './store-errors';
import type { StoreLogger } from './stored-records';
import { LAYOUTS, META, SCHEMA_VERSION, TRACKS } from './table-specs';

const VERSION_ROW = 'schemaVersion';

interface OpenLibrary {
  readonly connection: Connection;
  readonly names: readonly string[];
  readonly uri: string;
  /** Where a library on this computer lies. */
  readonly folder: string | undefined;
  readonly logger: StoreLogger;
}

/**
 * From a schema version to the next. A kill in the middle leaves the old version number, so each step must stand being
 * done again.
 */
const STEPS: Readonly<Record<number, (library: OpenLibrary) => Promise<void>>> = {
  1: async ({ connection, names }) => {
    const tracks = await LanceTable.open(connection, TRACKS, names);
    await tracks.addMissing({ missingSince: `cast('NaN' as double)`, missingPath: `''` });
    tracks.close();
  },
  // Format 3 has the table of playlists, made as any that is not there; an OK Mugle of format 2 would forget songs
  // that only a playlist still names.
  2: () => Promise.resolve(),
  // A map's trust, one value a song as `x`, of which a copy gives the column its type; a map without its mean in the
  // parameters is taken for one whose trust is not known.
  3: async ({ connection, names }) => {
    const layouts = await LanceTable.open(connection, LAYOUTS, names);
    await layouts.addMissing({ trust: 'x' });
    layouts.close();
  },
  // What a song is besides its vectors. Nothing is known of songs that were heard before: they lack the id of the description
  // among their models, and so the next scan hears them again. The table of passages is made as any that is not there.
  4: async ({ connection, names }) => {
    const tracks = await LanceTable.open(connection, TRACKS, names);
    const none = `cast('NaN' as double)`;
    await tracks.addMissing({
      tempo: none,
      tempoConfidence: none,
      key: none,
      keyConfidence: none,
      loudness: none,
    });
    tracks.close();
  },
  // When songs were listened to, which is not known of those before; and a key for layouts, of which there may be several of a space:
  // the store gives them their own when it reads them.
  5: async ({ connection, names }) => {
    const tracks = await LanceTable.open(connection, TRACKS, names);
    await tracks.addMissing({ analysedAt: `cast('NaN' as double)` });
    tracks.close();
    const layouts = await LanceTable.open(connection, LAYOUTS, names);
    await layouts.addMissing({ key: 'space' });
    layouts.close();
  },
  // Vectors of the genre space are evened from format 7 on (decision 006). Those of before are, by the pipeline's `FillHeads`, which has
  // the model for it, once the library is open; a song lacks that model among its models until then. An OK Mugle of format 6
  // would put vectors between them that are not evened, and the copy that is made first has the old ones.
  6: () => Promise.resolve(),
};

/**
 * Opens the meta table, after bringing a library of an earlier version up to date; a copy of it as it was is made first.
 * @throws MugleError `library-newer`, `disk-full`, `library-failed`.
 */
export async function openMeta(library: OpenLibrary): Promise<LanceTable> {
  const { connection, names, uri } = library;
  const meta = await LanceTable.open(connection, META, names);
  const text = (await readMeta(meta)).get(VERSION_ROW);
  if (text === undefined) {
    await meta.write({ name: [VERSION_ROW], value: [String(SCHEMA_VERSION)] }, true);
    return meta;
  }
  const version = Number(text);
  if (!(version <= SCHEMA_VERSION)) {
    throw new MugleError(
      'library-newer',
      `The library ${uri} was made by a newer OK Mugle (its format is ${text}, this one reads up to ${String(SCHEMA_VERSION)}). Update OK Mugle, or choose another library folder.`,
      { path: uri, stage: 'store' },
    );
  }
  if (version < SCHEMA_VERSION) {
    await migrate(library, meta, version);
  }
  return meta;
}

async function migrate(library: OpenLibrary, meta: LanceTable, from: number): Promise<void> {
  const { folder, uri, logger } = library;
  if (folder === undefined) {
    logger.warn(
      `The library ${uri} is not on this computer: it is brought up to date without a copy.`,
    );
  } else {
    const backup = await backUp(folder, from);
    logger.info(`The library as it was (format ${String(from)}) is kept in ${backup}.`);
  }
  for (let version = from; version < SCHEMA_VERSION; version++) {
    await STEPS[version]?.(library);
    await meta.write({ name: [VERSION_ROW], value: [String(version + 1)] }, false);
  }
  logger.info(
    `The library ${uri} was brought from format ${String(from)} to ${String(SCHEMA_VERSION)}.`,
  );
}

/** Copies the library beside itself; a copy that is there already was made by a try that was cut off. */
async function backUp(folder: string, version: number): Promise<string> {
  const backup = `${folder}.format-${String(version)}.backup`;
  if (await exists(backup)) {
    return backup;
  }
  // Under its final name only when complete.
  const part = `${backup}.part`;
  try {
    await rm(part, { recursive: true, force: true });
    await cp(folder, part, {
      recursive: true,
      filter: (source) => path.basename(source) !== LOCK_NAME,
    });
    await rename(part, backup);
  } catch (cause) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    throw asStoreError(
      cause,
      `${folder}, of which a copy is made before it is brought up to date,`,
    );
  }
  return backup;
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
