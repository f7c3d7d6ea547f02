import type { MugleError } from '../../shared/errors';
import type { HeardSong, SpawnWorker } from './worker-protocol';

/** What became of one song. `unavailable` says nothing about the song: no worker could be had at all. */
export type Outcome =
  | { readonly kind: 'heard'; readonly song: HeardSong }
  | { readonly kind: 'failed'; readonly error: MugleError }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unavailable'; readonly error: MugleError };

export interface PoolTask {
  readonly outcome: Promise<Outcome>;
  /** Puts a waiting song first in line. */
  hurry(): void;
  /** Takes a waiting song out; ends the worker of one that is being listened to. */
  cancel(): void;
}

export interface PoolOptions {
  /** Workers at a time, until `resize`. */
  readonly size: number;
  readonly spawnWorker: SpawnWorker;
  readonly modelsDir: string;
  /** onnxruntime's execution providers that may be faster than the CPU, to be tried in this order. */
  readonly providers: readonly string[];
  /** How long one song of this size may take before its worker is ended, in milliseconds. */
  readonly timeLimitMs: (sizeBytes: number) => number;
  readonly logger: { info(message: string): void; warn(message: string): void };
  /** Told when a processor failed at its work and the CPU goes on. */
  readonly processorLost: (error: MugleError) => void;
}
