import type { Connection } from '@lancedb/lancedb';
import { connect } from '@lancedb/lancedb';
import type { SpaceName, TrackId } from '../../shared/records';
import { SPACES } from '../../shared/records';
import { FeedbackShelf } from './feedback-shelf';
import { FileIndex } from './file-index';
import { Generations } from './generations';
import type { NoteName, Tables } from './library-tables';
import {
  allTables,
  folderOf,
  openTables,
  ROOTS_ROW,
  rootsFrom,
  wholeTables,
} from './library-tables';
import type { LibraryMemory } from './library-writer';
import { LibraryWriter } from './library-writer';
import { openMeta } from './migrate';
import type { OwnerLock } from './owner-lock';
import { takeOwnerLock } from './owner-lock';
import { LayoutShelf } from './layout-shelf';
import { NextShelf } from './next-shelf';
import { PlaylistShelf } from './playlist-shelf';
import { PlayShelf } from './play-shelf';
import { readTables } from './read-tables';
import { PassageShelf } from './passage-shelf';
import { ScoreShelf } from './score-shelf';
import type {
  ModelScores,
  StoredAnalysis,
  StoredFailure,
  StoredFile,
  StoredLayout,
  StoredTrack,
  TrackScores,
  StoreLogger,
} from './stored-records';
import { asStoreError, otherLength } from './store-errors';
import type { LibraryStore, OpenOptions } from './store-interface';
import { LEARNED_SPACE } from './table-specs';
import { TrackIndex } from './track-index';
import { VectorSpace } from './vector-space';
import { WriteBehind } from './write-behind';

export type { LibraryStore } from './store-interface';

/**
 * Opens (or makes) the library at a folder or any URI LanceDB itself opens.
 * @throws MugleError `library-locked`, `library-newer` or `library-failed`.
 */
export async function openLibraryStore(
  uri: string,
  { logger, songsRead, vectorsAfter }: OpenOptions,
): Promise<LibraryStore> {
  const folder = folderOf(uri);
  const lock = folder === undefined ? undefined : await takeOwnerLock(folder);
  try {
    const connection = await connect(folder ?? uri);
    const names = await wholeTables(connection, folder);
    const meta = await openMeta({ connection, names, uri, folder, logger });
    const store = new LanceLibraryStore(
      connection,
      await openTables(connection, names, meta),
      lock,
      logger,
    );
    await store.load(songsRead);
    const loading = store.loadVectors(uri, vectorsAfter);
    await (vectorsAfter === undefined ? loading : undefined);
    return store;
  } catch (cause) {
    await lock?.release();
    throw asStoreError(cause, uri);
  }
}

class LanceLibraryStore implements LibraryStore, LibraryMemory {
  failures = new Map<string, StoredFailure>();
  readonly spaces = new Map<SpaceName, VectorSpace>();
  learned: ReadonlySet<TrackId> = new Set();
  readonly scores: ScoreShelf;
  readonly passages: PassageShelf;
  notes = new Map<string, string>();
  ready: Promise<void> = Promise.resolve();
  isAsSaved = true;
  readonly #fileIndex = new FileIndex();
  readonly #trackIndex = new TrackIndex();
  readonly #connection: Connection;
  readonly #tables: Tables;
  readonly #lock: OwnerLock | undefined;
  readonly #writer: LibraryWriter;
  readonly #changes = new WriteBehind();
  readonly playlists = new PlaylistShelf(this.#changes);
  readonly layoutShelf = new LayoutShelf(this.#changes);
  readonly plays = new PlayShelf(this.#changes);
  readonly feedback = new FeedbackShelf(this.#changes);
  readonly next = new NextShelf(this.#changes);
  readonly #generations: Generations;
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
    this.scores = new ScoreShelf(this.#changes, tables.scores);
    this.passages = new PassageShelf(this.#changes, tables.passages, tables.generations.now);
    this.#generations = new Generations(
      { connection, tables, changes: this.#changes, logger },
      this,
    );
    const isSole = lock !== undefined;
    this.#writer = new LibraryWriter({ connection, tables, isSole, logger }, this);
  }

  get tracks(): ReadonlyMap<TrackId, StoredTrack> {
    return this.#trackIndex.byId;
  }

  get absent(): ReadonlySet<TrackId> {
    return this.#trackIndex.absent;
  }

  get files(): ReadonlyMap<string, StoredFile> {
    return this.#fileIndex.byPath;
  }

  get roots(): readonly string[] {
    return this.#roots;
  }

  get unsaved(): number {
    return this.#changes.size;
  }

  /** All but the vectors. */
  async load(songsRead?: OpenOptions['songsRead']): Promise<void> {
    const read = await readTables(this.#tables, this.tracks, songsRead);
    this.notes = read.notes;
    this.#roots = rootsFrom(read.notes);
    for (const track of read.tracks) {
      this.#trackIndex.byId.set(track.id, track);
    }
    for (const file of read.files) {
      this.#fileIndex.set(file);
    }
    this.failures = read.failures;
    this.layoutShelf.load(read.layouts);
    this.playlists.load(read.playlistRows);
    this.plays.load(read.playRows, this.tracks);
    this.feedback.load(read.feedbackRows, this.tracks);
    for (const [id, { missing }] of this.tracks) {
      if (missing !== undefined || !this.#fileIndex.has(id)) {
        this.#noteAbsence(id);
      }
    }
    this.isAsSaved = await this.#generations.load(() => this.#write());
  }

  loadVectors(uri: string, after?: Promise<void>): Promise<void> {
    this.ready = this.#loadVectors(after).catch((cause: unknown) => {
      throw asStoreError(cause, uri);
    });
    // Told to whoever waits for it, and to nobody else.
    this.ready.catch(() => undefined);
    return this.ready;
  }

  async #loadVectors(after: Promise<void> | undefined): Promise<void> {
    await after;
    await this.#generations.loadVectors();
    const { table } = this.#tables.vectors.get(LEARNED_SPACE) ?? {};
    this.learned = new Set(await table?.keysWhere('learned'));
  }

  pathsOf(id: TrackId): readonly string[] {
    return this.#fileIndex.pathsOf(id);
  }

  space(name: SpaceName): VectorSpace | undefined {
    return this.spaces.get(name);
  }

  layouts(name: SpaceName): readonly StoredLayout[] {
    return this.layoutShelf.of(name);
  }

  note(name: NoteName): string | undefined {
    return this.notes.get(name);
  }

  setNote(name: NoteName, value: string): void {
    this.notes.set(name, value);
    this.#changes.mark('meta', name, false);
  }

  setRoots(roots: readonly string[]): void {
    this.#roots = [...roots];
    this.notes.set(ROOTS_ROW, JSON.stringify(roots));
    this.#changes.mark('meta', ROOTS_ROW, false);
  }

  putTrack(track: StoredTrack): void {
    this.#changes.mark('tracks', track.id, !this.tracks.has(track.id));
    this.#trackIndex.byId.set(track.id, track);
    this.#noteAbsence(track.id);
  }

  putFile(file: StoredFile): void {
    const before = this.files.get(file.path);
    this.#changes.mark('files', file.path, before === undefined);
    this.#fileIndex.set(file);
    this.#noteAbsence(file.trackId);
    if (before !== undefined) {
      this.#noteAbsence(before.trackId);
    }
    const replaced = this.#trackIndex.hideAt(file.path);
    if (replaced !== undefined) {
      this.#changes.mark('tracks', replaced, false);
    }
  }

  removeFile(path: string, wasDeleted = false): void {
    const file = this.#fileIndex.delete(path);
    if (file !== undefined) {
      this.#changes.remove('files', path);
      this.#noteAbsence(file.trackId, wasDeleted ? path : '');
    }
  }

  hideMissing(isHidden: (path: string) => boolean): readonly TrackId[] {
    const hidden = this.#trackIndex.hide(isHidden);
    for (const id of hidden) {
      this.#changes.mark('tracks', id, false);
    }
    return hidden;
  }

  async forgetMissing(before: number): Promise<readonly TrackId[]> {
    const listed = this.playlists.songs();
    const old = this.#trackIndex.missingSince(before).filter(({ id }) => !listed.has(id));
    if (old.length === 0) {
      return [];
    }
    // Written first: a kill must not leave a track that says "analysed" without its vector.
    for (const track of old) {
      this.putTrack({ ...track, state: 'pending', models: [] });
    }
    await this.flush();
    const gone = old.filter(({ id }) => this.absent.has(id));
    for (const { id, models } of gone) {
      this.#forget(id, models);
    }
    await this.flush();
    return gone.map(({ id }) => id);
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

  putNext(track: StoredTrack, { vectors, tagScores, passages = {} }: StoredAnalysis): void {
    this.next.put(track, vectors);
    this.passages.put(track.id, passages, this.#tables.generations.next);
    this.scores.put(track.id, tagScores);
  }

  putAnalysis({ id, vectors, tagScores, passages = {} }: StoredAnalysis): void {
    for (const space of SPACES) {
      const vector = vectors[space];
      if (vector !== undefined) {
        this.#putVector(space, id, vector);
      }
    }
    this.passages.put(id, passages);
    this.scores.put(id, tagScores);
  }

  replaceLearned(space: VectorSpace, learned: ReadonlySet<TrackId>): void {
    this.learned = learned;
    this.spaces.set(LEARNED_SPACE, space);
    this.#changes.markWhole(`vectors_${LEARNED_SPACE}`);
  }

  putLayout(layout: StoredLayout): void {
    this.layoutShelf.put(layout);
  }

  tagScores(id: TrackId, models: readonly string[]): Promise<readonly ModelScores[]> {
    return this.scores.ofSong(id, models);
  }

  scoresOf(ids: readonly TrackId[], model: string): Promise<readonly TrackScores[]> {
    return this.scores.ofModel(ids, model);
  }

  flush(): Promise<void> {
    // Each writes all that changed before it starts.
    return this.#inTurn(() => this.#write());
  }

  switchToNext(switched: () => void): Promise<void> {
    return this.#inTurn(() => this.#generations.switchOver(() => this.#write(), switched));
  }

  dropNext(): Promise<void> {
    return this.#inTurn(this.#generations.dropNext());
  }

  /** Nothing else is written meanwhile. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#writing.then(work);
    this.#writing = turn.catch(() => undefined);
    return turn;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      // The tables must not be closed while they are read; what went wrong then is known already.
      await this.ready.catch(() => undefined);
      await this.flush();
      await this.#writer.compact(true);
    } finally {
      for (const table of allTables(this.#tables)) {
        table.close();
      }
      this.#connection.close();
      await this.#lock?.release();
    }
  }

  async #write(): Promise<void> {
    const batch = this.#changes.take();
    if (batch.size === 0) {
      return;
    }
    try {
      await this.#writer.write(batch);
    } catch (thrown) {
      this.#changes.putBack(batch);
      throw thrown;
    }
  }

  #putVector(space: SpaceName, id: TrackId, vector: Float32Array): void {
    let memory = this.spaces.get(space);
    if (memory === undefined) {
      memory = new VectorSpace(vector.length);
      this.spaces.set(space, memory);
    }
    if (memory.dims !== vector.length) {
      throw otherLength(space, memory.dims, vector.length);
    }
    this.#changes.mark(`vectors_${space}`, id, memory.rowOf(id) === undefined);
    memory.set(id, vector);
  }

  /** Keeps the track's own note of its absence true after its files, or the track itself, changed. */
  #noteAbsence(id: TrackId, lostAt = ''): void {
    if (this.#trackIndex.note(id, this.#fileIndex.has(id), lostAt)) {
      this.#changes.mark('tracks', id, false);
    }
  }

  #forget(id: TrackId, models: readonly string[]): void {
    this.#trackIndex.delete(id);
    this.#changes.remove('tracks', id);
    this.plays.delete(id);
    this.feedback.forget(id);
    for (const [space, memory] of this.spaces) {
      if (memory.delete(id)) {
        this.#changes.remove(`vectors_${space}`, id);
      }
    }
    this.passages.forget(id);
    this.passages.forget(id, this.#tables.generations.next);
    this.scores.forget(id, [...models, ...this.next.forget(id)]);
  }
}
