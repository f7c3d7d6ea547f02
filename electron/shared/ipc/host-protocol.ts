import type { ErrorRecord, Result } from '../errors';
import type { EngineChannel, EngineEvent, Request, Response } from './contract';

/** What the engine host needs to open a library; everything only main knows (folders, packaged or not) arrives here. */
export interface HostInit {
  readonly libraryDir: string;
  readonly modelsDir: string;
  readonly cacheDir: string;
  /** Analysis worker processes; half of the cores when left out. */
  readonly workers?: number;
}

/**
 * Main → engine host, over `utilityProcess.postMessage` (or a MessagePort).
 * `init` comes first and once. A `worker-port` message carries exactly one port in `ports[0]`.
 */
export type ToHost =
  | { readonly kind: 'init'; readonly options: HostInit }
  | HostRequest
  /** The worker asked for by `spawn-worker` runs; its end of the channel comes with this message. */
  | { readonly kind: 'worker-port'; readonly id: number }
  /** The worker's process ended (or could not be started: `code` null, before any port). */
  | { readonly kind: 'worker-exit'; readonly id: number; readonly code: number | null }
  | { readonly kind: 'close' };

export type HostRequest = {
  readonly [C in EngineChannel]: {
    readonly kind: 'request';
    readonly seq: number;
    readonly channel: C;
    readonly request: Request<C>;
  };
}[EngineChannel];

/** Engine host → main. */
export type FromHost =
  /** The library is open and requests are answered. */
  | { readonly kind: 'ready' }
  /** The library could not be opened (locked, newer, damaged); the host ends after this. */
  | { readonly kind: 'init-failed'; readonly error: ErrorRecord }
  | {
      readonly kind: 'response';
      readonly seq: number;
      readonly result: Result<Response<EngineChannel>>;
    }
  | { readonly kind: 'event'; readonly event: EngineEvent }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string }
  /**
   * Main forks `build/engine-worker/worker.js` as a utilityProcess, makes a MessageChannelMain, posts
   * `{kind: 'port'}` with one port to the worker and `{kind: 'worker-port', id}` with the other to the host.
   */
  | { readonly kind: 'spawn-worker'; readonly id: number }
  | { readonly kind: 'kill-worker'; readonly id: number }
  /** Answer to `close`: everything is written; the host ends by itself. */
  | { readonly kind: 'closed' };

/** Main → worker, once, with the worker's port in `ports[0]`. */
export interface WorkerPortMessage {
  readonly kind: 'port';
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
