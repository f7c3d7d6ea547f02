import type { MessagePort } from 'node:worker_threads';
import type { ErrorRecord } from '../../shared/errors';
import type { CrewControl } from './crew';

/** What the thread that makes a map is started with. The vectors are its own from then on. */
export interface TsneTask {
  readonly role: 'lead';
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly dims: number;
  readonly seed: number;
  readonly iterations?: number;
  readonly control: CrewControl;
  /** One end of each helper's channel. */
  readonly helpers: readonly MessagePort[];
}

/** What a thread that helps is started with. */
export interface HelpTask {
  readonly role: 'help';
  readonly control: CrewControl;
  readonly port: MessagePort;
}

/** What the thread that makes a map says; the last two end it. */
export type FromTsneWorker =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'laid-out';
      readonly x: Float32Array<ArrayBuffer>;
      readonly y: Float32Array<ArrayBuffer>;
      readonly trust: Float32Array<ArrayBuffer>;
      readonly params: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };
