import type { Connection } from '@lancedb/lancedb';
import { connect } from '@lancedb/lancedb';
import path from 'node:path';
import { MugleError } from '../../shared/errors';
import type { SpaceName, TrackId } from '../../shared/records';
import { SPACES } from '../../shared/records';
import { LanceTable } from './lance-table';
import type { NoteName, Tables } from './library-tables';
import {
  allTables,
  compactAll,
  isLocal,
  loadSpace,
  openMeta,
  openTables,
  readMeta,
  ROOTS_ROW,
  rootsFrom,
} from './library-tables';
import type { OwnerLock } from './owner-lock';
import { takeOwnerLock } from './owner-lock';
import {
  failureColumnsOf,
  failuresFrom,
  fileColumnsOf,
  filesFrom,
  layoutColumnsOf,
  layoutsFrom,
  trackColumnsOf,
  tracksFrom,
} from './record-columns';
import type {
  ModelScores,
  StoredAnalysis,
  StoredFailure,
  StoredFile,
  StoredLayout,
  StoredTrack,
  StoreLogger,
} from './stored-records';
import { pathKey, scoresKey, vectorsSpec } from './table-specs';
import { asStoreError } from './store-errors';
import { VectorSpace } from './vector-space';
import { WriteBehind } from './write-behind';

/**
 * The library: everything but the tag scores is held in memory, since ranking is exact and rows are shown as
 * columns. Changes are seen at once and reach the disk with the next `flush`; a kill in between costs only
 * what was not flushed, and needs no repair.
 */
export interface LibraryStore {
  readonly tracks: ReadonlyMap<TrackId, StoredTrack>;
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly failures: ReadonlyMap<string, StoredFailure>;
  readonly roots: readonly string[];
  /** Changes that are not on disk yet. */
  readonly unsaved: number;
  /** The files a track was found at, oldest first; empty when all are gone. */
  pathsOf(id: TrackId): readonly string[];
  space(name: SpaceName): VectorSpace | undefined;
  layout(name: SpaceName): StoredLayout | undefined;
  /** A small text of the pipeline's own, kept in the meta table; undefined when it was never set. */
  note(name: NoteName): string | undefined;
  setNote(name: NoteName, value: string): void;
  setRoots(roots: readonly string[]): void;
  putTrack(track: StoredTrack): void;
  putFile(file: StoredFile): void;
  removeFile(path: string): void;
  putFailure(failure: StoredFailure): void;
  removeFailure(path: string): void;
  putAnalysis(analysis: StoredAnalysis): void;
  putLayout(layout: StoredLayout): void;
  /** Tag scores per model, from disk or from what waits to be written. */
  tagScores(id: TrackId, models: readonly string[]): Promise<readonly ModelScores[]>;
  /** Writes all changes. @throws MugleError `disk-full` or `library-failed`; the changes stay for the next try. */
  flush(): Promise<void>;
  /** Flushes, folds old versions together and gives the lock back. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Opens (or makes) the library at a folder or any URI LanceDB itself opens.
 * @throws MugleError `library-locked`, `library-newer` or `library-failed`.
 */
export async function openLibraryStore(
  uri: string,
  { logger }: { readonly logger: StoreLogger },
): Promise<LibraryStore> {
  const local = isLocal(uri);
  const lock = local ? await takeOwnerLock(path.resolve(uri)) : undefined;
  try {
    const connection = await connect(uri);
    const names = await connection.tableNames();
    const meta = await openMeta(connection, names, uri);
    const store = new LanceLibraryStore(
      connection,
      await openTables(connection, names, meta),
      lock,
      logger,
    );
    await store.load();
    return store;
  } catch (cause) {
    await lock?.release();
    throw asStoreError(cause, uri);
  }
}

class LanceLibraryStore implements LibraryStore {
  readonly tracks = new Map<TrackId, StoredTrack>();
  readonly files = new Map<string, StoredFile>();
  readonly failures = new Map<string, StoredFailure>();
  readonly #connection: Connection;
  readonly #tables: Tables;
  readonly #lock: OwnerLock | undefined;
  readonly #logger: StoreLogger;
  readonly #paths = new Map<TrackId, string[]>();
  readonly #spaces = new Map<SpaceName, VectorSpace>();
  readonly #layouts = new Map<SpaceName, StoredLayout>();
  readonly #scores = new Map<string, ModelScores>();
  readonly #changes = new WriteBehind();
  #notes = new Map<string, string>();
  #roots: readonly string[] = [];
  #writing: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(
    connection: Connection,
    tables: Tables,
    lock: OwnerLock | undefined,
    logger: StoreLogger,
  ) {
    this.#connection = connection;
    this.#tables = tables;
    this.#lock = lock;
    this.#logger = logger;
  }

  get roots(): readonly string[] {
    return this.#roots;
  }

  get unsaved(): number {
    return this.#changes.size;
  }

  async load(): Promise<void> {
    const { meta, tracks, files, failures, layouts, vectors } = this.#tables;
    this.#notes = await readMeta(meta);
    this.#roots = rootsFrom(this.#notes);
    for (const track of tracksFrom(await tracks.read())) {
      this.tracks.set(track.id, track);
    }
    for (const file of filesFrom(await files.read())) {
      this.#remember(file);
    }
    for (const failure of failuresFrom(await failures.read())) {
      this.failures.set(failure.path, failure);
    }
    for (const layout of layoutsFrom(await layouts.read())) {
      this.#layouts.set(layout.space, layout);
    }
    for (const [space, table] of vectors) {
      this.#spaces.set(space, await loadSpace(table));
    }
  }

  pathsOf(id: TrackId): readonly string[] {
    return this.#paths.get(id) ?? [];
  }

  space(name: SpaceName): VectorSpace | undefined {
    return this.#spaces.get(name);
  }

  layout(name: SpaceName): StoredLayout | undefined {
    return this.#layouts.get(name);
  }

  note(name: NoteName): string | undefined {
    return this.#notes.get(name);
  }

  setNote(name: NoteName, value: string): void {
    this.#notes.set(name, value);
    this.#changes.mark('meta', name, false);
  }

  setRoots(roots: readonly string[]): void {
    this.#roots = [...roots];
    this.#notes.set(ROOTS_ROW, JSON.stringify(roots));
    this.#changes.mark('meta', ROOTS_ROW, false);
  }

  putTrack(track: StoredTrack): void {
    this.#changes.mark('tracks', track.id, !this.tracks.has(track.id));
    this.tracks.set(track.id, track);
  }

  putFile(file: StoredFile): void {
    this.#changes.mark('files', file.path, !this.files.has(file.path));
    this.#forget(file.path);
    this.#remember(file);
  }

  removeFile(filePath: string): void {
    if (this.files.has(filePath)) {
      this.#forget(filePath);
      this.#changes.remove('files', filePath);
    }
  }

  putFailure(failure: StoredFailure): void {
    this.#changes.mark('failures', failure.path, !this.failures.has(failure.path));
    this.failures.set(failure.path, failure);
  }

  removeFailure(filePath: string): void {
    if (this.failures.delete(filePath)) {
      this.#changes.remove('failures', filePath);
    }
  }

  putAnalysis({ id, vectors, tagScores }: StoredAnalysis): void {
    for (const space of SPACES) {
      const vector = vectors[space];
      if (vector !== undefined) {
        this.#putVector(space, id, vector);
      }
    }
    for (const scores of tagScores) {
      const key = scoresKey(id, scores.model);
      this.#scores.set(key, scores);
      this.#changes.mark('scores', key, false);
    }
  }

  putLayout(layout: StoredLayout): void {
    this.#layouts.set(layout.space, layout);
    this.#changes.mark('layouts', layout.space, false);
  }

  async tagScores(id: TrackId, models: readonly string[]): Promise<readonly ModelScores[]> {
    const keys = models.map((model) => scoresKey(id, model));
    const waiting = keys.flatMap((key) => this.#scores.get(key) ?? []);
    const missing = keys.filter((key) => !this.#scores.has(key));
    if (missing.length === 0) {
      return waiting;
    }
    const reader = await this.#tables.scores.read(missing);
    const model = reader.text('model');
    return [
      ...waiting,
      ...reader.floats('scores').map((scores, row) => ({ model: model[row] ?? '', scores })),
    ];
  }

  flush(): Promise<void> {
    // One after another: each flush writes all that changed before it starts.
    const turn = this.#writing.then(() => this.#write());
    this.#writing = turn.catch(() => undefined);
    return turn;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await this.flush();
      await compactAll(this.#tables, this.#logger, true);
    } finally {
      for (const table of allTables(this.#tables)) {
        table.close();
      }
      this.#connection.close();
      await this.#lock?.release();
    }
  }

  /** Vectors before tracks before files: after a kill a song at worst looks unheard, never heard without a vector. */
  async #write(): Promise<void> {
    const batch = this.#changes.take();
    if (batch.size === 0) {
      return;
    }
    try {
      for (const [space, memory] of this.#spaces) {
        const ids = batch.written(`vectors_${space}`);
        const table = ids.length === 0 ? undefined : await this.#vectorTable(space, memory.dims);
        await table?.write(
          { id: ids, vector: memory.rowsOf(ids) },
          batch.allNew(`vectors_${space}`),
        );
      }
      await this.#writeScores(batch.written('scores'));
      const tracks = batch.written('tracks').flatMap((id) => this.tracks.get(id) ?? []);
      await this.#tables.tracks.write(trackColumnsOf(tracks), batch.allNew('tracks'));
      const files = batch.written('files').flatMap((key) => this.files.get(key) ?? []);
      await this.#tables.files.write(fileColumnsOf(files), batch.allNew('files'));
      await this.#tables.files.remove(batch.removed('files').map(pathKey));
      const failures = batch.written('failures').flatMap((key) => this.failures.get(key) ?? []);
      await this.#tables.failures.write(failureColumnsOf(failures), batch.allNew('failures'));
      await this.#tables.failures.remove(batch.removed('failures').map(pathKey));
      await this.#writeRest(batch.written('layouts'), batch.written('meta'));
    } catch (cause) {
      this.#changes.putBack(batch);
      throw asStoreError(cause, 'on disk');
    }
    await compactAll(this.#tables, this.#logger);
  }

  async #writeScores(keys: readonly string[]): Promise<void> {
    // Absent ones were written by an earlier try whose later part failed.
    const entries = keys.flatMap((key) => {
      const scores = this.#scores.get(key);
      return scores === undefined ? [] : [{ key, ...scores, entry: scores }];
    });
    await this.#tables.scores.write(
      {
        key: entries.map(({ key }) => key),
        model: entries.map(({ model }) => model),
        scores: entries.map(({ scores }) => scores),
      },
      false,
    );
    for (const { key, entry } of entries) {
      if (this.#scores.get(key) === entry) {
        this.#scores.delete(key);
      }
    }
  }

  async #writeRest(spaces: readonly string[], meta: readonly string[]): Promise<void> {
    const layouts = [...this.#layouts.values()].filter((layout) => spaces.includes(layout.space));
    await this.#tables.layouts.write(layoutColumnsOf(layouts), false);
    const values = meta.map((name) => this.#notes.get(name) ?? '');
    await this.#tables.meta.write({ name: meta, value: values }, false);
  }

  async #vectorTable(space: SpaceName, dims: number): Promise<LanceTable> {
    let table = this.#tables.vectors.get(space);
    if (table === undefined) {
      table = {
        table: await LanceTable.open(this.#connection, vectorsSpec(space, dims), []),
        length: dims,
      };
      this.#tables.vectors.set(space, table);
    }
    return table.table;
  }

  #putVector(space: SpaceName, id: TrackId, vector: Float32Array): void {
    let memory = this.#spaces.get(space);
    if (memory === undefined) {
      memory = new VectorSpace(vector.length);
      this.#spaces.set(space, memory);
    }
    if (memory.dims !== vector.length) {
      throw new MugleError(
        'library-failed',
        `The ${space} vectors in this library have ${String(memory.dims)} values, the model gives ${String(vector.length)}. Choose another library folder.`,
        { stage: 'store' },
      );
    }
    this.#changes.mark(`vectors_${space}`, id, memory.rowOf(id) === undefined);
    memory.set(id, vector);
  }

  #remember(file: StoredFile): void {
    this.files.set(file.path, file);
    const paths = this.#paths.get(file.trackId);
    if (paths === undefined) {
      this.#paths.set(file.trackId, [file.path]);
    } else {
      paths.push(file.path);
    }
  }

  #forget(filePath: string): void {
    const file = this.files.get(filePath);
    if (file === undefined) {
      return;
    }
    this.files.delete(filePath);
    const rest = this.pathsOf(file.trackId).filter((other) => other !== filePath);
    if (rest.length === 0) {
      this.#paths.delete(file.trackId);
    } else {
      this.#paths.set(file.trackId, rest);
    }
  }
}
