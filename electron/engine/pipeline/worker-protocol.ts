import type { ErrorRecord } from '../../shared/errors';
import type { ProcessorReport } from '../../shared/ipc/scan-contract';
import type { SoundFacts, SpaceName } from '../../shared/records';
import type { PassageVector } from '../store/stored-records';
import type { FileJob, FoundPart } from './file-jobs';

/**
 * Engine → worker. `init` or `try` comes first and once in one that listens; one that only reads files gets none. `try` makes a worker on
 * the first of the providers that is right and faster than the CPU; when there is none it says `tried` and does not listen.
 */
export type ToWorker =
  | {
      readonly kind: 'init';
      readonly modelsDir: string;
      readonly threads: number;
      readonly provider: string;
    }
  | {
      readonly kind: 'try';
      readonly modelsDir: string;
      readonly threads: number;
      readonly providers: readonly string[];
    }
  | { readonly kind: 'analyse'; readonly task: number; readonly path: string }
  | { readonly kind: 'file-job'; readonly task: number; readonly job: FileJob };

/** Worker → engine. */
export type FromWorker =
  /** It runs and listens. */
  | { readonly kind: 'up' }
  | WorkerReady
  /** The CPU is the best there is. */
  | { readonly kind: 'tried'; readonly processor: ProcessorReport }
  /** The models had to move to another processor in the middle. */
  | { readonly kind: 'moved'; readonly processor: ProcessorReport }
  /** The models could not be loaded; no song would fare better. */
  | { readonly kind: 'broken'; readonly error: ErrorRecord }
  | { readonly kind: 'heard'; readonly task: number; readonly song: HeardSong }
  /** What a file job has found so far, and its end. */
  | { readonly kind: 'part'; readonly task: number; readonly part: FoundPart }
  | { readonly kind: 'done'; readonly task: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly task: number; readonly error: ErrorRecord };

export interface WorkerReady {
  readonly kind: 'ready';
  readonly models: readonly string[];
  readonly processor: ProcessorReport;
}

/** What listening to one song gave. Vectors are L2-normalised. */
export interface HeardSong {
  readonly models: readonly string[];
  readonly vectors: Readonly<Partial<Record<SpaceName, Float32Array>>>;
  readonly tagScores: readonly { readonly model: string; readonly scores: Float32Array }[];
  readonly sound: SoundFacts;
  /** What the vectors are the means of, in the order of the song. */
  readonly passages: Readonly<Partial<Record<SpaceName, readonly PassageVector[]>>>;
  readonly durationSeconds: number;
  readonly warnings: readonly string[];
  /** Wall time by stage. */
  readonly stageMs: {
    readonly decode: number;
    readonly describe: number;
    readonly embed: number;
  };
  /** CPU time of the worker, all its threads, spent on this song. */
  readonly cpuSeconds: number;
  /** The most memory the worker has held so far. */
  readonly peakRssBytes: number;
}

/** A worker process, however it was started. Messages sent before it listens are kept for it. */
export interface WorkerHandle {
  post(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** Called once, when the process has ended by itself, by `kill`, or because it could not be started. */
  onExit(listener: (code: number | null) => void): void;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
}

/** @param quiet what its libraries write to the standard error is of no interest: that there is no graphics card, say. */
export type SpawnWorker = (options?: { readonly quiet?: boolean }) => WorkerHandle;
