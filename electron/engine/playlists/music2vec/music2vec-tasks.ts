import type { ErrorRecord } from '../../../shared/errors';
import { DIMS } from './pair-kernel';
import type { PredictionTask, Predictions } from './predict-vectors';
import { predictVectors } from './predict-vectors';
import { trainSkipGram } from './skip-gram';
import type { TrainingLists } from './training-lists';
import { toUnitRows } from './unit-rows';

/** Where songs begin that have a vector already. */
export interface Beginning {
  /** songs × 128, of length 1, or shorter where it is only a guess; rows of songs without one are zero. */
  readonly vectors: Float32Array<ArrayBuffer>;
  /** How long vectors were when they were learned, on average, and what was taken off them: see `Learned`. */
  readonly length: number;
  readonly mean: readonly number[];
}

export interface LearningTask {
  readonly lists: TrainingLists;
  readonly seed: number;
  /** Times that all lists are read, before few lists make them more: see `epochsFor`. */
  readonly epochs: number;
  readonly beginning?: Beginning;
}

export interface Learned {
  /** songs × 128, each row of length 1 or, where it has no direction, zero. */
  readonly vectors: Float32Array<ArrayBuffer>;
  /** In how many pairs each song was learned; those in none are where they began. */
  readonly pairs: Uint32Array<ArrayBuffer>;
  /** How long the learned ones were, on average; to begin from them the next time. */
  readonly length: number;
  /** 128 values: what they had in common and was taken off. */
  readonly mean: readonly number[];
}

/** What the thread is started with, and what it gives. */
export interface Music2VecWork {
  readonly learn: { readonly task: LearningTask; readonly result: Learned };
  readonly predict: { readonly task: PredictionTask; readonly result: Predictions };
}

export type Music2VecName = keyof Music2VecWork;
export type Music2VecTask = {
  readonly [K in Music2VecName]: { readonly what: K; readonly task: Music2VecWork[K]['task'] };
}[Music2VecName];

/** What the thread says; the last two end it. */
export type FromMusic2Vec =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly result: Learned | Predictions }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };

type Progress = (done: number, total: number) => void;

/** Does it here, without a thread. */
export function doMusic2Vec(job: Music2VecTask, onProgress?: Progress): Learned | Predictions {
  return job.what === 'learn' ? learn(job.task, onProgress) : predictVectors(job.task, onProgress);
}

function learn({ beginning, ...task }: LearningTask, onProgress?: Progress): Learned {
  const { vectors, pairs } = trainSkipGram(task.lists, {
    seed: task.seed,
    epochs: epochsFor(task.lists, task.epochs),
    ...(beginning === undefined ? {} : { start: startFrom(beginning) }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const mean = task.lists.ends.length > 1 ? meanOf(vectors, pairs) : NO_MEAN;
  takeOff(mean, vectors, pairs);
  let sum = 0;
  let count = 0;
  pairs.forEach((met, song) => {
    if (met > 0) {
      sum += Math.hypot(...vectors.subarray(song * DIMS, (song + 1) * DIMS));
      count++;
    }
  });
  toUnitRows(vectors, DIMS);
  return { vectors, pairs, length: count === 0 ? 0 : sum / count, mean };
}

const NO_MEAN: readonly number[] = Array.from({ length: DIMS }, () => 0);

/**
 * The mean of the songs that were learned (Mu and Viswanath, All-but-the-Top, 2018): what they all have in common, as one folder
 * with all of them gives them, tells none of them from another, and would make all look alike. Of a single list nothing but that is
 * known, and it stays.
 */
function meanOf(vectors: Float32Array, pairs: Uint32Array): readonly number[] {
  const sums = [...NO_MEAN];
  let count = 0;
  pairs.forEach((met, song) => {
    if (met > 0) {
      count++;
      for (let at = 0; at < DIMS; at++) {
        sums[at]! += vectors[song * DIMS + at]!;
      }
    }
  });
  return sums.map((sum) => sum / Math.max(1, count));
}

function takeOff(mean: readonly number[], vectors: Float32Array, pairs: Uint32Array): void {
  pairs.forEach((met, song) => {
    for (let at = 0; met > 0 && at < DIMS; at++) {
      vectors[song * DIMS + at]! -= mean[at]!;
    }
  });
}

/**
 * So often a listed song is to be read in 30 epochs, on average: with fewer it hardly leaves the place that chance put it at, with
 * many times more lists of a few songs are learned by heart, and companions part again.
 */
const READS_OF_A_SONG = 100;
const USUAL_EPOCHS = 30;
const MOST_TIMES = 14;

/** Where songs are in few lists, lists are read more often, up to fourteen times. */
export function epochsFor(
  { ends, members, chances, keeps }: TrainingLists,
  epochs: number,
): number {
  let read = 0;
  let from = 0;
  ends.forEach((end, list) => {
    read += (end - from) * chances[list]! * keeps[list]!;
    from = end;
  });
  const listed = new Set(members).size;
  const times = (READS_OF_A_SONG * listed) / (USUAL_EPOCHS * Math.max(read, 1e-9));
  return Math.ceil(epochs * Math.min(MOST_TIMES, Math.max(1, times)));
}

function startFrom({ vectors, length, mean }: Beginning): {
  readonly vectors: Float32Array;
  readonly known: Uint8Array;
} {
  const known = Uint8Array.from({ length: vectors.length / DIMS }, (_, song) =>
    vectors.subarray(song * DIMS, (song + 1) * DIMS).some((value) => value !== 0) ? 1 : 0,
  );
  return { vectors: vectors.map((value, at) => value * length + mean[at % DIMS]!), known };
}
