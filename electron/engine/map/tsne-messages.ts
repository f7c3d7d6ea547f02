import type { ErrorRecord } from '../../shared/errors';

/** What the worker is started with. The vectors are the worker's own from then on. */
export interface TsneTask {
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly dims: number;
  readonly seed: number;
}

/** What the worker says; the last two end it. */
export type FromTsneWorker =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'laid-out';
      readonly x: Float32Array<ArrayBuffer>;
      readonly y: Float32Array<ArrayBuffer>;
      readonly params: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };
