import type { SpaceName, TrackId } from '../../shared/records';
import type { ColumnReader } from './lance-table';
import type { FeedbackShelf } from './feedback-shelf';
import type { NoteName } from './library-tables';
import type { PassageShelf } from './passage-shelf';
import type { PlaylistShelf } from './playlist-shelf';
import type { PlayShelf } from './play-shelf';
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
import type { VectorSpace } from './vector-space';

/**
 * The library: everything but tag scores and passages is held in memory, since ranking is exact and rows are shown as
 * columns. Changes are seen at once and reach the disk with the next `flush`; a kill in between costs only
 * what was not flushed, and needs no repair.
 */
export interface LibraryStore {
  readonly tracks: ReadonlyMap<TrackId, StoredTrack>;
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly failures: ReadonlyMap<string, StoredFailure>;
  readonly roots: readonly string[];
  readonly playlists: PlaylistShelf;
  readonly passages: PassageShelf;
  readonly plays: PlayShelf;
  readonly feedback: FeedbackShelf;
  /** The tracks without any file. */
  readonly absent: ReadonlySet<TrackId>;
  /** Whether opening it changed nothing of what was saved. A kill may have left something to be made up for. */
  readonly isAsSaved: boolean;
  /** Changes that are not on disk yet. */
  readonly unsaved: number;
  /** Resolves once everything is in memory. @throws MugleError `library-failed` when the vectors cannot be read. */
  readonly ready: Promise<void>;
  /** The files a track was found at, oldest first; empty when all are gone. */
  pathsOf(id: TrackId): readonly string[];
  space(name: SpaceName): VectorSpace | undefined;
  /** Songs whose vector in the space of lists (`playlist`) is learned from them, and not guessed from their sound. */
  readonly learned: ReadonlySet<TrackId>;
  /** The layouts of a space that are kept, the last one first; see `putLayout`. */
  layouts(name: SpaceName): readonly StoredLayout[];
  /** A small text of the pipeline's own, kept in the meta table; undefined when it was never set. */
  note(name: NoteName): string | undefined;
  setNote(name: NoteName, value: string): void;
  setRoots(roots: readonly string[]): void;
  putTrack(track: StoredTrack): void;
  putFile(file: StoredFile): void;
  /** Drops a path. When a song loses its last one, `wasDeleted` has it shown as missing from there. */
  removeFile(path: string, wasDeleted?: boolean): void;
  /** Missing songs that are shown at such paths are shown no longer. @returns those. */
  hideMissing(isHidden: (path: string) => boolean): readonly TrackId[];
  /** Deletes all that is known of songs without a file since before this time and in no playlist. @returns those. */
  forgetMissing(before: number): Promise<readonly TrackId[]>;
  putFailure(failure: StoredFailure): void;
  removeFailure(path: string): void;
  putAnalysis(analysis: StoredAnalysis): void;
  /** The songs that were heard for the generation of vectors to come: see `putNext`. */
  readonly next: { readonly heard: ReadonlyMap<TrackId, StoredTrack> };
  /**
   * Keeps what was heard with models whose vectors must not stand beside those that the library has: of any length, apart from
   * them, on disk with the next flush. Nobody sees it before `switchToNext`.
   * @param track as it will be then
   */
  putNext(track: StoredTrack, analysis: StoredAnalysis): void;
  /**
   * What was put with `putNext` answers instead of all vectors of before, in memory and on disk at once; songs that are not in it wait to be
   * heard, or have failed. `switched` is told in the same moment; the old vectors are deleted after. @throws MugleError when nothing has changed
   */
  switchToNext(switched: () => void): Promise<void>;
  /** Forgets all that was put with `putNext`. */
  dropNext(): Promise<void>;
  /**
   * Puts a whole new space of lists in the place of the one of before, in memory and, with the next flush, in one commit on disk.
   * All its songs must be known. The space and the set are the store's from then on.
   */
  replaceLearned(space: VectorSpace, learned: ReadonlySet<TrackId>): void;
  /** Takes the place of the one of the same space, models and seed; of each space the last three are kept. */
  putLayout(layout: StoredLayout): void;
  /** Tag scores per model, from disk or from what waits to be written. */
  tagScores(id: TrackId, models: readonly string[]): Promise<readonly ModelScores[]>;
  /** What one model gave those of the tracks that it has scored, in any order. */
  scoresOf(ids: readonly TrackId[], model: string): Promise<readonly TrackScores[]>;
  /** Writes all changes. @throws MugleError `disk-full` or `library-failed`; the changes stay for the next try. */
  flush(): Promise<void>;
  /** Flushes, folds old versions together and gives the lock back. Safe to call twice. */
  close(): Promise<void>;
}

/** What is read of a library first, before anything is made of it. */
export interface ReadSongs {
  readonly notes: ReadonlyMap<string, string>;
  readonly tracks: ColumnReader;
  readonly plays: ColumnReader;
}

export interface OpenOptions {
  readonly logger: StoreLogger;
  /** Told as soon as songs are read; to be done with them when it returns. What is left is read once it has resolved. */
  readonly songsRead?: ((read: ReadSongs) => Promise<void>) | undefined;
  /**
   * With it the library is open once rows can be shown. Vectors are read when this has resolved, and `ready` tells when they are
   * there; until then nothing may be changed, and `space` knows no vectors.
   */
  readonly vectorsAfter?: Promise<void>;
}
