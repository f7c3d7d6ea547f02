import { seededRandom } from '../../../shared/seeded-random';
import { DIMS } from './pair-kernel';
import type { LinearGuess } from './ridge';
import { guess, NormalEquations } from './ridge';
import { shuffle, upTo } from './shuffle';
import { toUnitRows } from './unit-rows';

/** Fewer songs with both a place among the lists and a sound say nothing of how one follows from the other. */
export const FEWEST_EXAMPLES = 30;
/** The share of the examples that the guess is tried on. */
const HELD_OUT = 0.2;
/** Held back so much, from hardly at all to nearly all; the best one is taken. See `NormalEquations.solve`. */
const STRENGTHS = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100];
/** Songs that are looked for among all examples: enough to know the share to a few hundredths. */
const MOST_SOUGHT = 200;
const NEAREST = 10;

export interface PredictionTask {
  readonly seed: number;
  /** Values of a sound. */
  readonly audioDims: number;
  /** Songs whose place among the lists is learned: their sound, and their vectors (unit length). */
  readonly audio: Float32Array<ArrayBuffer>;
  readonly learned: Float32Array<ArrayBuffer>;
  /** The lists of those songs, by their rows: list after list, and where each ends. */
  readonly members: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  /** The sound of songs that are in no list. */
  readonly asked: Float32Array<ArrayBuffer>;
}

/** How well a place among the lists is guessed from the sound, on songs that the guess was not made from. */
export interface PredictionError {
  readonly examples: number;
  readonly heldOut: number;
  /** The mean cosine of guessed and learned vectors, in [−1, 1]. */
  readonly cosine: number;
  /** The share of a song's companions in lists (of at most ten) that are among the ten nearest of its guessed vector. */
  readonly recall: number;
  /** The same, if those ten were drawn at random. */
  readonly randomRecall: number;
}

export interface Predictions {
  /** A row of unit length for each song that is asked about; all zero where there is nothing to guess from. */
  readonly vectors: Float32Array<ArrayBuffer>;
  /** Null with fewer than 30 examples: nothing is guessed then. */
  readonly error: PredictionError | null;
}

/**
 * Guesses the places of songs in no list from their sound: ridge regression, held back as much as is best for songs that it was
 * not made from. Those are all songs of some lists, so that no companion of theirs from the same album tells.
 */
export function predictVectors(
  task: PredictionTask,
  onProgress: (done: number, total: number) => void = () => undefined,
): Predictions {
  const { audio, asked, audioDims } = task;
  const examples = audioDims === 0 ? 0 : audio.length / audioDims;
  const songs = audioDims === 0 ? 0 : asked.length / audioDims;
  const vectors = new Float32Array(songs * DIMS);
  const isHeld = chooseHeldOut(task, examples);
  const held = isHeld.reduce((sum, each) => sum + each, 0);
  if (examples < FEWEST_EXAMPLES || held === 0 || held === examples) {
    return { vectors, error: null };
  }
  const total = examples + songs;
  const fitted = new NormalEquations(audioDims, DIMS);
  const rest = new NormalEquations(audioDims, DIMS);
  for (let row = 0; row < examples; row++) {
    (isHeld[row] === 1 ? rest : fitted).add(soundOf(task, row), learnedOf(task, row));
    onProgress(row + 1, total);
  }
  const { strength, tried } = bestStrength(task, fitted, isHeld);
  const error = { examples, heldOut: held, ...errorOf(task, tried, isHeld) };
  fitted.addAll(rest);
  const final = fitted.solve(strength);
  const row = new Float64Array(DIMS);
  for (let song = 0; song < songs; song++) {
    guess(final, asked.subarray(song * audioDims, (song + 1) * audioDims), row);
    vectors.set(row, song * DIMS);
    onProgress(examples + song + 1, total);
  }
  toUnitRows(vectors, DIMS);
  return { vectors, error };
}

const soundOf = ({ audio, audioDims }: PredictionTask, row: number): Float32Array =>
  audio.subarray(row * audioDims, (row + 1) * audioDims);
const learnedOf = ({ learned }: PredictionTask, row: number): Float32Array =>
  learned.subarray(row * DIMS, (row + 1) * DIMS);

/** Whole lists at random, until a fifth of the songs is in them. */
function chooseHeldOut({ seed, ends, members }: PredictionTask, examples: number): Uint8Array {
  const random = seededRandom(seed);
  const isHeld = new Uint8Array(examples);
  const wanted = Math.ceil(HELD_OUT * examples);
  let held = 0;
  const order = upTo(ends.length);
  shuffle(order, random);
  for (const list of order) {
    // The songs of one long list are not all held out: too few would be left to learn from.
    for (let each = list === 0 ? 0 : ends[list - 1]!; each < ends[list]! && held < wanted; each++) {
      held += 1 - isHeld[members[each]!]!;
      isHeld[members[each]!] = 1;
    }
  }
  return isHeld;
}

function bestStrength(
  task: PredictionTask,
  fitted: NormalEquations,
  isHeld: Uint8Array,
): { readonly strength: number; readonly tried: LinearGuess } {
  const tries = STRENGTHS.map((strength) => {
    const tried = fitted.solve(strength);
    return { strength, tried, cosine: meanCosine(task, tried, isHeld) };
  });
  return tries.reduce((best, each) => (each.cosine > best.cosine ? each : best));
}

function guessedUnit(task: PredictionTask, by: LinearGuess, row: number): Float64Array {
  const vector = new Float64Array(DIMS);
  guess(by, soundOf(task, row), vector);
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

function cosine(a: Float64Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < DIMS; at++) {
    sum += a[at]! * b[at]!;
  }
  return sum;
}

function meanCosine(task: PredictionTask, by: LinearGuess, isHeld: Uint8Array): number {
  let sum = 0;
  let count = 0;
  isHeld.forEach((held, row) => {
    if (held === 1) {
      sum += cosine(guessedUnit(task, by, row), learnedOf(task, row));
      count++;
    }
  });
  return sum / count;
}

function errorOf(
  task: PredictionTask,
  by: LinearGuess,
  isHeld: Uint8Array,
): Pick<PredictionError, 'cosine' | 'recall' | 'randomRecall'> {
  const companions = companionsOf(task, isHeld);
  const examples = isHeld.length;
  let recall = 0;
  let random = 0;
  for (const [row, mates] of companions) {
    const near = nearest(task, guessedUnit(task, by, row), row);
    const most = Math.min(NEAREST, mates.size);
    recall += near.filter((other) => mates.has(other)).length / most;
    random += (Math.min(NEAREST, examples - 1) * mates.size) / (examples - 1) / most;
  }
  const count = Math.max(1, companions.size);
  return {
    cosine: meanCosine(task, by, isHeld),
    recall: recall / count,
    randomRecall: random / count,
  };
}

/** The companions in lists of the first songs that were held out, by row. */
function companionsOf(
  { members, ends }: PredictionTask,
  isHeld: Uint8Array,
): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>();
  let from = 0;
  for (const end of ends) {
    const list = members.subarray(from, end);
    from = end;
    for (const row of list) {
      if (isHeld[row] === 1 && (found.has(row) || found.size < MOST_SOUGHT)) {
        const mates = found.get(row) ?? new Set<number>();
        list.forEach((other) => other !== row && mates.add(other));
        found.set(row, mates);
      }
    }
  }
  return new Map([...found].filter(([, mates]) => mates.size > 0));
}

/** The rows of the ten examples nearest to a vector, without one of them. */
function nearest(task: PredictionTask, vector: Float64Array, without: number): number[] {
  const examples = task.learned.length / DIMS;
  const best: { readonly row: number; readonly score: number }[] = [];
  for (let row = 0; row < examples; row++) {
    const score = cosine(vector, learnedOf(task, row));
    if (row !== without && (best.length < NEAREST || score > best.at(-1)!.score)) {
      const at = best.findIndex((other) => other.score < score);
      best.splice(at === -1 ? best.length : at, 0, { row, score });
      best.length = Math.min(best.length, NEAREST);
    }
  }
  return best.map(({ row }) => row);
}
