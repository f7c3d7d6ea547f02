import type { ErrorKind, Stage } from '../../shared/errors';
import type { SoundFacts, SpaceName, TrackId, TrackState, TrackTags } from '../../shared/records';

/** What is known of a song's sound; that its files are missing follows from the files table. */
export type StoredState = Exclude<TrackState, 'missing'>;

/** Set while none of a song's files is there. */
export interface Missing {
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Where its last file was deleted; `''` when it went for another reason, and is not shown. */
  readonly path: string;
}

/** One song as it is kept; its paths are in the files table. */
export interface StoredTrack {
  readonly id: TrackId;
  readonly tags: TrackTags;
  readonly state: StoredState;
  /** Kept by the store itself, as files come and go. */
  readonly missing?: Missing;
  /** What it was heard with (models, and the way it was described), sorted; empty until it is analysed. */
  readonly models: readonly string[];
  /** Not there until it was described. */
  readonly sound?: SoundFacts;
  /** When it was last listened to, in milliseconds since the epoch; absent when that is not known. */
  readonly analysedAt?: number;
}

/** A path that was seen to hold a song, and its change key (path + size + mtime). */
export interface StoredFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly trackId: TrackId;
}

/** Why a file is not indexed, with the change key it failed at. */
export interface StoredFailure {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly stage: Stage | undefined;
  readonly kind: ErrorKind;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface StoredLayout {
  readonly space: SpaceName;
  readonly models: readonly string[];
  /** What it was computed with (seed, perplexity, …), for the record. */
  readonly params: Readonly<Record<string, number>>;
  readonly ids: readonly TrackId[];
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** How far the map can be trusted at each song, in [0, 1]; see `trustOf` of the map. */
  readonly trust: Float32Array;
  readonly madeAt: number;
}

/** A person's list of songs. One that was deleted is kept for a while, so that this can be undone. */
export interface StoredPlaylist {
  readonly id: string;
  readonly name: string;
  /** In order; a song may be in it more than once. */
  readonly trackIds: readonly TrackId[];
  /** Milliseconds since the epoch, as are the others. */
  readonly createdAt: number;
  readonly changedAt: number;
  readonly deletedAt: number | null;
}

/** How often a person played a song with this computer, and skipped it. */
export interface StoredPlays {
  readonly id: TrackId;
  readonly plays: number;
  readonly skips: number;
  /** Milliseconds since the epoch; null when it was only skipped so far. */
  readonly lastPlayed: number | null;
}

/** That a person wants more, or less, like a song in the list of songs that are similar to another. */
export interface StoredFeedback {
  readonly query: TrackId;
  readonly song: TrackId;
  readonly isMore: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What listening to one song gave. Vectors are L2-normalised. */
export interface StoredAnalysis {
  readonly id: TrackId;
  readonly vectors: Readonly<Partial<Record<SpaceName, Float32Array>>>;
  readonly tagScores: readonly ModelScores[];
  /** What the vectors are the means of, in the order of the song; a space that is left out keeps what it has. */
  readonly passages?: Readonly<Partial<Record<SpaceName, readonly PassageVector[]>>>;
}

/** The vector of one stretch of a song. */
export interface PassageVector {
  /** Its middle, from the beginning of the song. */
  readonly seconds: number;
  /** L2-normalised; as read from the library, nearly (see `passage-rows`). */
  readonly vector: Float32Array;
}

export interface ModelScores {
  readonly model: string;
  readonly scores: Float32Array;
}

/** The scores that one model gave a track. */
export interface TrackScores {
  readonly id: TrackId;
  readonly scores: Float32Array;
}

export interface StoreLogger {
  info(message: string): void;
  warn(message: string): void;
}
