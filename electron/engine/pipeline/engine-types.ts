import type { EngineChannel, EngineEvent, Request, Response } from '../../shared/ipc/contract';
import type { SimilarList, SimilarRequest } from '../../shared/ipc/similar-contract';
import type { HeardSong, SpawnWorker } from './worker-protocol';

export interface EngineLogger {
  info(message: string): void;
  warn(message: string): void;
}

export interface EngineOptions {
  /** A folder, or any URI that LanceDB itself opens. Made when it is not there. */
  readonly libraryDir: string;
  /** The folder with one folder per bundled model. */
  readonly modelsDir: string;
  /** Things that can be made again; may be emptied at any time while the engine is closed. */
  readonly cacheDir: string;
  readonly logger: EngineLogger;
  /** How an analysis worker is started; a child process of plain Node when left out. */
  readonly spawnWorker?: SpawnWorker;
  /** onnxruntime's execution providers to be tried beside the CPU; those of this platform when left out. */
  readonly providers?: readonly string[];
  /** Songs listened to at a time; half of the cores when left out. */
  readonly workers?: number;
  /** Notices at once what happens in the folders of the library, and searches them at the start. */
  readonly watch?: boolean;
  /** Vectors are read when this has resolved; at once when left out. What needs them waits. */
  readonly vectorsAfter?: Promise<void>;
  /**
   * Told the rows as they were saved as soon as these are read, long before the engine is open; `library:rows` since their version
   * goes on from there. Not told where some are hidden. The engine goes on once it has resolved.
   */
  readonly savedRows?: (rows: Response<'library:rows'>) => Promise<void>;
  /** How long a change may wait to be written, in milliseconds; five seconds when left out. */
  readonly saveIntervalMs?: number;
  /** How long lists must be left alone before they are learned by themselves, in milliseconds; a minute when left out. */
  readonly listsQuietMs?: number;
  /** How long one song of a size may take, in milliseconds. */
  readonly songTimeLimitMs?: (sizeBytes: number) => number;
  /** How long a drive may not answer for a file, in milliseconds. */
  readonly fileTimeLimitMs?: number;
}

/** What is asked about a file: everything but the songs that are asked about. */
export type FileQuestion = Omit<SimilarRequest, 'query'>;

/** The whole product without a window. Everything it throws is a MugleError. */
export interface Engine {
  /** Checks the request against the contract and answers it. @throws MugleError */
  handle<C extends EngineChannel>(channel: C, request: Request<C>): Promise<Response<C>>;
  /** Returns the function that stops listening. What went wrong in the opening is told to the first listener at once. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** Neighbours of any file, in the library or not; it is listened to on the spot and not added. */
  similarToFile(path: string, question: FileQuestion): Promise<SimilarList>;
  /** Listens to any file without adding it. @throws MugleError with the stage that failed. */
  analyseFile(path: string): Promise<HeardSong>;
  /** Cancels jobs, ends the workers, writes everything. Safe to call twice. */
  close(): Promise<void>;
}
