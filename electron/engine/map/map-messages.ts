import type { MessagePort } from 'node:worker_threads';
import type { ErrorRecord } from '../../shared/errors';
import type { CrewControl } from './crew';
import type { PlacedSongs, StandingMap } from './place-songs';

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

/** What the thread that puts new songs on a map is started with; see `placeSongs`. */
export interface PlaceTask {
  readonly role: 'place';
  readonly map: StandingMap;
  readonly dims: number;
  readonly fresh: Float32Array;
}

export type MapTask = TsneTask | HelpTask | PlaceTask;

/** What a thread says; all but the first end it. */
export type FromMapThread =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'laid-out';
      readonly x: Float32Array<ArrayBuffer>;
      readonly y: Float32Array<ArrayBuffer>;
      readonly trust: Float32Array<ArrayBuffer>;
      readonly params: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'placed'; readonly placed: PlacedSongs }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };
