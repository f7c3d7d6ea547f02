import type { Connection } from '@lancedb/lancedb';
import type { SpaceName, TrackId } from '../../shared/records';
import type { Columns, VectorTable } from './lance-table';
import { LanceTable } from './lance-table';
import type { Tables } from './library-tables';
import { allTables } from './library-tables';
import {
  failureColumnsOf,
  feedbackColumnsOf,
  fileColumnsOf,
  layoutColumnsOf,
  playColumnsOf,
  playlistColumnsOf,
  trackColumnsOf,
} from './record-columns';
import type { NextShelf } from './next-shelf';
import type { PassageRows } from './passage-rows';
import { asStoreError } from './store-errors';
import type {
  ModelScores,
  StoredFailure,
  StoredFeedback,
  StoredFile,
  StoredLayout,
  StoredPlaylist,
  StoredPlays,
  StoredTrack,
  StoreLogger,
} from './stored-records';
import { HEARD_SPACES, heardSpec, LEARNED_SPACE, pathKey, vectorsSpec } from './table-specs';
import type { VectorSpace } from './vector-space';
import type { ChangeBatch } from './write-behind';

/** The library in memory, as far as it is written down. */
export interface LibraryMemory {
  /** Rows of the meta table, by name. */
  readonly notes: ReadonlyMap<string, string>;
  readonly tracks: ReadonlyMap<TrackId, StoredTrack>;
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly failures: ReadonlyMap<string, StoredFailure>;
  readonly layoutShelf: { readonly byKey: ReadonlyMap<string, StoredLayout> };
  readonly playlists: { readonly byId: ReadonlyMap<string, StoredPlaylist> };
  readonly plays: { readonly byId: ReadonlyMap<TrackId, StoredPlays> };
  readonly feedback: { readonly byKey: ReadonlyMap<string, StoredFeedback> };
  readonly spaces: ReadonlyMap<SpaceName, VectorSpace>;
  /** Songs whose vector in the learned space is not guessed. */
  readonly learned: ReadonlySet<TrackId>;
  /** What waits to be written, by key; taken out when it is. */
  readonly scores: { readonly waiting: Map<string, ModelScores> };
  readonly passages: { readonly waiting: Map<string, PassageRows> };
  readonly next: NextShelf;
}

export interface WriterOptions {
  readonly connection: Connection;
  readonly tables: Tables;
  /** Nobody else writes to this library: what a killed write left behind may go. */
  readonly isSole: boolean;
  readonly logger: StoreLogger;
}

/**
 * Writes batches of changes, a commit per table. LanceDB commits no two tables together, so the order of the commits
 * is what a kill between them leaves right: a vector always has its track, and a track that says "analysed" its vector.
 */
export class LibraryWriter {
  readonly #options: WriterOptions;
  readonly #memory: LibraryMemory;

  constructor(options: WriterOptions, memory: LibraryMemory) {
    this.#options = options;
    this.#memory = memory;
  }

  /** @throws MugleError `disk-full` or `library-failed`; some of the batch may be written then. */
  async write(batch: ChangeBatch): Promise<void> {
    try {
      const announced = await this.#announce(batch);
      await this.#writeVectors(batch);
      await this.#writeNextVectors(batch.written('next'));
      await this.#writeScores(batch.written('scores'));
      await this.#writePassages(batch.written('passages'));
      await this.#writeNextHeard(batch.written('next'));
      await this.#writeTracks(
        batch.written('tracks'),
        batch.allNew('tracks') && announced.length === 0,
      );
      await this.#writeOwnRows(batch);
      await this.#writeRest(batch.written('layouts'), batch.written('meta'));
      await this.#remove(batch);
    } catch (cause) {
      throw asStoreError(cause, 'on disk');
    }
    await this.compact();
  }

  /** Folds old versions together where there are many, or everywhere with `now`. */
  async compact(now = false): Promise<void> {
    const { tables, isSole, logger } = this.#options;
    for (const table of allTables(tables)) {
      try {
        await table.compact({ now, isSole });
      } catch (cause) {
        // Nothing is lost: the table only keeps its old versions until the next time.
        logger.warn(`A library table was not compacted: ${String(cause)}`);
      }
    }
  }

  /** New tracks that come together with their vectors go first, as not listened to yet. */
  async #announce(batch: ChangeBatch): Promise<readonly TrackId[]> {
    const heard = new Set(
      [...this.#memory.spaces.keys()].flatMap((space) => batch.written(`vectors_${space}`)),
    );
    const ids = batch.unsure('tracks').filter((id) => heard.has(id));
    const pending = this.#tracksOf(ids).map((track): StoredTrack => ({
      ...track,
      state: 'pending',
      models: [],
    }));
    const isFresh = batch.allNew('tracks');
    await this.#options.tables.tracks.write(trackColumnsOf(pending), isFresh);
    return ids;
  }

  async #writeVectors(batch: ChangeBatch): Promise<void> {
    for (const [space, memory] of this.#memory.spaces) {
      const name = `vectors_${space}`;
      const ids = batch.written(name);
      if (batch.whole.has(name)) {
        const table = await this.#vectorTable(space, memory.dims);
        await table.replaceAll(this.#vectorColumns(space, memory, [...memory.ids]));
      } else if (ids.length > 0) {
        const table = await this.#vectorTable(space, memory.dims);
        await table.write(this.#vectorColumns(space, memory, ids), batch.allNew(name));
      }
    }
  }

  #vectorColumns(space: SpaceName, memory: VectorSpace, ids: readonly TrackId[]): Columns {
    const columns = { id: ids, vector: memory.rowsOf(ids) };
    const { learned } = this.#memory;
    return space === LEARNED_SPACE
      ? { ...columns, learned: ids.map((id) => (learned.has(id) ? 1 : 0)) }
      : columns;
  }

  /** Before the songs they are of: those count as heard. */
  async #writeNextVectors(keys: readonly string[]): Promise<void> {
    const { connection, tables } = this.#options;
    const { generations } = tables;
    const entries = waiting(this.#memory.next.waiting, keys);
    if (entries.length === 0) {
      return;
    }
    generations.nextHeard ??= await LanceTable.open(connection, heardSpec(generations.next), []);
    for (const space of HEARD_SPACES) {
      const having = entries.filter(([, vectors]) => vectors[space] !== undefined);
      const dims = having[0]?.[1][space]?.length ?? 0;
      if (having.length > 0) {
        const table = await this.#tableIn(generations.nextVectors, space, dims, generations.next);
        const matrix = new Float32Array(having.length * dims);
        having.forEach(([, vectors], row) => {
          matrix.set(vectors[space] ?? [], row * dims);
        });
        await table.write({ id: having.map(([id]) => id), vector: matrix }, false);
      }
    }
  }

  async #writeNextHeard(keys: readonly string[]): Promise<void> {
    const { next } = this.#memory;
    const entries = waiting(next.waiting, keys);
    const tracks = entries.flatMap(([id]) => next.heard.get(id) ?? []);
    await this.#options.tables.generations.nextHeard?.write(trackColumnsOf(tracks), false);
    dropWritten(next.waiting, entries);
  }

  async #writeScores(keys: readonly string[]): Promise<void> {
    const { scores } = this.#memory;
    const entries = waiting(scores.waiting, keys);
    await this.#options.tables.scores.write(
      {
        key: entries.map(([key]) => key),
        model: entries.map(([, entry]) => entry.model),
        scores: entries.map(([, entry]) => entry.scores),
      },
      false,
    );
    dropWritten(scores.waiting, entries);
  }

  async #writePassages(keys: readonly string[]): Promise<void> {
    const { passages } = this.#memory;
    const entries = waiting(passages.waiting, keys);
    await this.#options.tables.passages.write(
      {
        key: entries.map(([key]) => key),
        seconds: entries.map(([, rows]) => rows.seconds),
        scales: entries.map(([, rows]) => rows.scales),
        codes: entries.map(([, rows]) => rows.codes),
      },
      false,
    );
    dropWritten(passages.waiting, entries);
  }

  async #writeTracks(ids: readonly TrackId[], isFresh: boolean): Promise<void> {
    await this.#options.tables.tracks.write(trackColumnsOf(this.#tracksOf(ids)), isFresh);
  }

  /**
   * Rows of the songs' files, problems, playlists and what a person did with them: all after their tracks, and those of forgotten songs
   * before. A moved song's new path and the end of the old one may come in two commits: the new one goes first.
   */
  async #writeOwnRows(batch: ChangeBatch): Promise<void> {
    const { files, failures, playlists, plays, feedback } = this.#memory;
    await this.#writeRows(batch, 'files', files, fileColumnsOf, pathKey);
    await this.#writeRows(batch, 'failures', failures, failureColumnsOf, pathKey);
    await this.#writeRows(batch, 'playlists', playlists.byId, playlistColumnsOf);
    await this.#writeRows(batch, 'plays', plays.byId, playColumnsOf);
    await this.#writeRows(batch, 'feedback', feedback.byKey, feedbackColumnsOf);
  }

  /** @param rowKey what the table knows a row by, where that is not its key in memory. */
  async #writeRows<T>(
    batch: ChangeBatch,
    name: 'files' | 'failures' | 'playlists' | 'plays' | 'feedback',
    rows: ReadonlyMap<string, T>,
    columnsOf: (rows: readonly T[]) => Columns,
    rowKey: (key: string) => string = (key) => key,
  ): Promise<void> {
    const table = this.#options.tables[name];
    const written = batch.written(name).map((key) => rows.get(key));
    const known = written.filter((row) => row !== undefined);
    await table.write(columnsOf(known), batch.allNew(name));
    await table.remove(batch.removed(name).map(rowKey));
  }

  async #writeRest(layoutKeys: readonly string[], meta: readonly string[]): Promise<void> {
    const { layoutShelf, notes } = this.#memory;
    const rows = layoutKeys.flatMap((key) => layoutShelf.byKey.get(key) ?? []);
    await this.#options.tables.layouts.write(layoutColumnsOf(rows), false);
    const values = meta.map((name) => notes.get(name) ?? '');
    await this.#options.tables.meta.write({ name: meta, value: values }, false);
  }

  /** Vectors before their tracks: the store has made those "not listened to" in an earlier batch. */
  async #remove(batch: ChangeBatch): Promise<void> {
    const { tables } = this.#options;
    for (const [space, { table }] of tables.vectors) {
      const name = `vectors_${space}`;
      if (!batch.whole.has(name)) {
        await table.remove(batch.removed(name));
      }
    }
    const { nextHeard, nextVectors } = tables.generations;
    // Without its track a song counts as not heard for the next generation.
    await nextHeard?.remove(batch.removed('next'));
    for (const { table } of nextVectors.values()) {
      await table.remove(batch.removed('next'));
    }
    await tables.layouts.remove(batch.removed('layouts'));
    await tables.scores.remove(batch.removed('scores'));
    await tables.passages.remove(batch.removed('passages'));
    await tables.tracks.remove(batch.removed('tracks'));
  }

  #tracksOf(ids: readonly TrackId[]): readonly StoredTrack[] {
    return ids.flatMap((id) => this.#memory.tracks.get(id) ?? []);
  }

  #vectorTable(space: SpaceName, dims: number): Promise<LanceTable> {
    const { vectors, generations } = this.#options.tables;
    return this.#tableIn(vectors, space, dims, generations.now);
  }

  async #tableIn(
    tables: Map<SpaceName, VectorTable>,
    space: SpaceName,
    dims: number,
    generation: number,
  ): Promise<LanceTable> {
    let made = tables.get(space);
    if (made === undefined) {
      const spec = vectorsSpec(space, dims, generation);
      made = { table: await LanceTable.open(this.#options.connection, spec, []), length: dims };
      tables.set(space, made);
    }
    return made.table;
  }
}

/** Those of the keys that still wait: others were written by an earlier try whose later part failed. */
function waiting<T>(entries: ReadonlyMap<string, T>, keys: readonly string[]): [string, T][] {
  return keys.flatMap((key): [string, T][] => {
    const entry = entries.get(key);
    return entry === undefined ? [] : [[key, entry]];
  });
}

/** Unless something newer came meanwhile. */
function dropWritten<T>(entries: Map<string, T>, written: readonly [string, T][]): void {
  for (const [key, entry] of written) {
    if (entries.get(key) === entry) {
      entries.delete(key);
    }
  }
}
