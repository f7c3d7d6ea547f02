import type { Connection } from '@lancedb/lancedb';
import type { SpaceName, TrackId } from '../../shared/records';
import { LanceTable } from './lance-table';
import type { Tables } from './library-tables';
import { ADOPTED_ROW, GENERATION_ROW, loadSpace } from './library-tables';
import type { NextShelf } from './next-shelf';
import type { PassageShelf } from './passage-shelf';
import { tracksFrom } from './record-columns';
import { asStoreError } from './store-errors';
import type { StoredAnalysis, StoredFailure, StoredTrack, StoreLogger } from './stored-records';
import { generationOf, heardSpec, LEARNED_SPACE, passagesBut } from './table-specs';
import type { VectorSpace } from './vector-space';
import type { WriteBehind } from './write-behind';

/** What of a library changes with the generation that answers. */
interface GenerationMemory {
  /** Rows of the meta table, by name. */
  readonly notes: Map<string, string>;
  readonly tracks: ReadonlyMap<TrackId, StoredTrack>;
  readonly failures: ReadonlyMap<string, StoredFailure>;
  readonly spaces: Map<SpaceName, VectorSpace>;
  readonly next: NextShelf;
  readonly passages: PassageShelf;
  pathsOf(id: TrackId): readonly string[];
  putTrack(track: StoredTrack): void;
  putAnalysis(analysis: StoredAnalysis): void;
}

interface GenerationParts {
  readonly connection: Connection;
  readonly tables: Tables;
  readonly changes: WriteBehind;
  readonly logger: StoreLogger;
}

/**
 * Vectors of two sets of models are never compared: each set is a generation, with its own tables of vectors and its own rows of
 * passages. One of them answers, and a single row of the meta table says which: changing that row is the whole switch. What follows
 * from it (tracks name other models, the old vectors go) is done after, and after a kill by the next opening.
 */
export class Generations {
  readonly #parts: GenerationParts;
  readonly #memory: GenerationMemory;

  constructor(parts: GenerationParts, memory: GenerationMemory) {
    this.#parts = parts;
    this.#memory = memory;
  }

  /**
   * What was heard for the next generation so far; and does what a kill left to be done after a switch.
   * @returns whether the library is still what was saved: nothing had to be done, now or before
   */
  async load(write: () => Promise<void>): Promise<boolean> {
    const { changes, tables } = this.#parts;
    const { generations } = tables;
    const { heard, nextHeard } = generations;
    const isUnchanged = changes.size === 0;
    for (const track of nextHeard === undefined ? [] : tracksFrom(await nextHeard.read())) {
      this.#memory.next.heard.set(track.id, track);
    }
    // It is still there after them where it could not be deleted: songs that came since are not in it.
    const isAdopted = this.#memory.notes.get(ADOPTED_ROW) === String(generations.now);
    const isUndone = heard !== undefined && !isAdopted;
    if (isUndone) {
      const tracks = [...tracksFrom(await heard.read())];
      this.#adopt(new Map(tracks.map((track) => [track.id, track])));
      await write();
    }
    await this.sweep();
    return isUnchanged && !isUndone;
  }

  async loadVectors(): Promise<void> {
    const { spaces, tracks } = this.#memory;
    for (const [space, table] of this.#parts.tables.vectors) {
      spaces.set(space, await loadSpace(table, tracks));
    }
    // Formats before 2 could be left with a vector whose track was never written. One whose track says that it was heard with nothing
    // is what a kill left of a write: the song is heard again, and nobody could say with what the vector was made.
    const isHeard = (id: TrackId): boolean => (tracks.get(id)?.models.length ?? 0) > 0;
    for (const [space, memory] of spaces) {
      this.#dropOrphans(space, memory, space === LEARNED_SPACE ? () => true : isHeard);
    }
  }

  #dropOrphans(space: SpaceName, memory: VectorSpace, isKnown: (id: TrackId) => boolean): void {
    const { tracks } = this.#memory;
    for (const id of memory.ids.filter((each) => !tracks.has(each) || !isKnown(each))) {
      memory.delete(id);
      this.#parts.changes.remove(`vectors_${space}`, id);
    }
  }

  /** The next generation answers from now on. Only `write`, which writes all changes, may write meanwhile. `switched` is told at once. */
  async switchOver(write: () => Promise<void>, switched: () => void): Promise<void> {
    await write();
    try {
      await this.#switch(switched);
    } catch (cause) {
      throw asStoreError(cause, 'on disk');
    }
    // It has happened: what cannot be written now is with the next flush, and swept by the next opening.
    await write().then(
      () => this.sweep(),
      (cause: unknown) => {
        const { logger } = this.#parts;
        logger.warn(`What changes with newer models was not written yet: ${String(cause)}`);
      },
    );
  }

  async #switch(switched: () => void): Promise<void> {
    const { tables, changes } = this.#parts;
    const { generations } = tables;
    const { next, spaces, passages } = this.#memory;
    const loaded = new Map<SpaceName, VectorSpace>();
    for (const [space, table] of generations.nextVectors) {
      loaded.set(space, await loadSpace(table, this.#memory.tracks));
    }
    const now = generations.next;
    await tables.meta.write({ name: [GENERATION_ROW], value: [String(now)] }, false);
    for (const space of [...spaces.keys()].filter((name) => name !== LEARNED_SPACE)) {
      spaces.delete(space);
      changes.forget(`vectors_${space}`);
    }
    for (const [space, { table }] of [...tables.vectors].filter(
      ([name]) => name !== LEARNED_SPACE,
    )) {
      table.close();
      tables.vectors.delete(space);
    }
    for (const [space, table] of generations.nextVectors) {
      tables.vectors.set(space, table);
    }
    generations.now = now;
    generations.next = now + 1;
    generations.heard = generations.nextHeard;
    generations.nextHeard = undefined;
    generations.nextVectors.clear();
    passages.generation = now;
    const heard = new Map(next.heard);
    for (const [space, memory] of loaded) {
      spaces.set(space, memory);
      // A write that a kill cut short left some, and was not made up for.
      this.#dropOrphans(space, memory, (id) => heard.has(id));
    }
    this.#adopt(heard);
    // Heard while the switch was under way; their passages and scores wait under their own keys.
    for (const [id, vectors] of next.waiting) {
      this.#memory.putAnalysis({ id, vectors, tagScores: [] });
    }
    next.clear();
    switched();
  }

  /** Tracks say what they were heard with for the generation that answers; the others wait to be heard, or could not be. */
  #adopt(heard: ReadonlyMap<TrackId, StoredTrack>): void {
    const library = this.#memory;
    for (const track of [...library.tracks.values()]) {
      const now = heard.get(track.id);
      if (now !== undefined) {
        const { models, sound, analysedAt, tags } = now;
        const durationSeconds = track.tags.durationSeconds ?? tags.durationSeconds;
        library.putTrack({
          ...track,
          state: 'analysed',
          models,
          ...(sound === undefined ? {} : { sound }),
          ...(analysedAt === undefined ? {} : { analysedAt }),
          tags: { ...track.tags, durationSeconds },
        });
      } else if (track.models.length > 0) {
        const paths = library.pathsOf(track.id);
        const isFailed = paths.length > 0 && paths.every((path) => library.failures.has(path));
        library.putTrack({ ...track, state: isFailed ? 'failed' : 'pending', models: [] });
      }
    }
    // Written after the tracks.
    library.notes.set(ADOPTED_ROW, String(this.#parts.tables.generations.now));
    this.#parts.changes.mark('meta', ADOPTED_ROW, false);
  }

  /**
   * Begins another generation instead of the one to come.
   * @returns what is left to do when nothing is being written
   */
  dropNext(): () => Promise<void> {
    const { generations } = this.#parts.tables;
    const { nextHeard, nextVectors } = generations;
    const dropped = [nextHeard, ...[...nextVectors.values()].map(({ table }) => table)];
    this.#memory.next.clear();
    generations.next++;
    generations.nextHeard = undefined;
    nextVectors.clear();
    return () => {
      dropped.forEach((table) => table?.close());
      return this.sweep();
    };
  }

  /** Deletes what no generation needs any more. The tracks must have been written. What fails is done by the next opening. */
  async sweep(): Promise<void> {
    const { connection, tables, logger } = this.#parts;
    const { generations } = tables;
    const { now, next } = generations;
    const needed = [now, next];
    try {
      generations.heard?.close();
      generations.heard = undefined;
      const names = await connection.tableNames();
      const stale = names.filter((name) => {
        const generation = generationOf(name);
        const isOld = generation !== undefined && !needed.includes(generation);
        return isOld || name === heardSpec(now).name;
      });
      if (stale.length > 0) {
        // Tables last: while one is there, the next opening sweeps again. Without its songs a generation to come counts for nothing.
        await tables.passages.removeWhere(passagesBut(needed));
        for (const name of [...stale].sort()) {
          await LanceTable.drop(connection, name);
        }
      }
    } catch (cause) {
      logger.warn(`Vectors of earlier models were not deleted yet: ${String(cause)}`);
    }
  }
}
