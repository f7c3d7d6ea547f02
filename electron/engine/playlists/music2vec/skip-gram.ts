import { seededRandom } from '../../../shared/seeded-random';
import type { PairKernel } from './pair-kernel';
import { createPairKernel, DIMS, NEGATIVES, WINDOW } from './pair-kernel';
import { shuffle, upTo } from './shuffle';
import { SongDraw } from './song-draw';
import type { TrainingLists } from './training-lists';

/** The learning rate falls from the first to the last in even steps, as in word2vec. */
const FIRST_RATE = 0.025;
const LAST_RATE = 0.0001;
/** Draws of a negative that is not the song itself before any other one will do. */
const MOST_DRAWS = 20;

export interface TrainingOptions {
  readonly seed: number;
  /** Times that all lists are read. */
  readonly epochs: number;
  /** Where songs begin: those of `known` at their rows of `vectors` (songs × 128), the others at random. */
  readonly start?: {
    readonly vectors: Float32Array;
    /** 1 for a song that has a vector, one a song. */
    readonly known: Uint8Array;
  };
  /** Told after every list; both count lists, over all epochs. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Trained {
  /** songs × 128, as they were learned: of any length. Songs that were in no pair are where they began. */
  readonly vectors: Float32Array<ArrayBuffer>;
  /** In how many pairs each song was learned. */
  readonly pairs: Uint32Array<ArrayBuffer>;
}

/**
 * Music2Vec: skip-gram with negative sampling over lists of songs, where a list is a sentence and a song a word (word2vec,
 * Mikolov et al. 2013; 128 values, window 10 shrunk at random, 5 negatives by f^0.75). The same for the same lists and options.
 */
export function trainSkipGram(lists: TrainingLists, options: TrainingOptions): Trained {
  const { seed, epochs, start, onProgress } = options;
  const random = seededRandom(seed);
  const { songs } = lists;
  const kernel = createPairKernel(songs);
  begin(kernel.inputs, start, random);
  const pairs = new Uint32Array(songs);
  const weights = weightsOf(lists);
  if (weights.filter((weight) => weight > 0).length < 2) {
    return { vectors: kernel.inputs.slice(), pairs };
  }
  const walk = new ListWalk(kernel, weights, pairs, random);
  const count = lists.ends.length;
  const order = upTo(count);
  const total = epochs * count;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    // Where vectors are known, what they are compared with is learned first: else it would pull them back to nothing.
    const held = start !== undefined && epoch === 0;
    order.forEach((list, at) => {
      const done = epoch * count + at;
      const rate = held ? FIRST_RATE : rateAt(done / total);
      if (random() < lists.chances[list]!) {
        walk.read(lists, list, rate, held);
      }
      onProgress?.(done + 1, total);
    });
  }
  return { vectors: kernel.inputs.slice(), pairs };
}

function rateAt(progress: number): number {
  return FIRST_RATE - (FIRST_RATE - LAST_RATE) * progress;
}

function begin(inputs: Float32Array, start: TrainingOptions['start'], random: () => number): void {
  for (let song = 0; song < inputs.length / DIMS; song++) {
    const row = song * DIMS;
    if (start?.known[song] === 1) {
      inputs.set(start.vectors.subarray(row, row + DIMS), row);
    } else {
      for (let at = row; at < row + DIMS; at++) {
        inputs[at] = (random() - 0.5) / DIMS;
      }
    }
  }
}

/** How often each song is met in an epoch, on average. */
function weightsOf({ songs, members, ends, chances, keeps }: TrainingLists): Float64Array {
  const weights = new Float64Array(songs);
  let from = 0;
  ends.forEach((end, list) => {
    const weight = chances[list]! * keeps[list]!;
    for (; from < end; from++) {
      weights[members[from]!]! += weight;
    }
  });
  return weights;
}

/** Reads lists and learns from them. */
class ListWalk {
  readonly #kernel: PairKernel;
  readonly #pairs: Uint32Array;
  readonly #random: () => number;
  readonly #draw: SongDraw;
  /** Two songs, of which one is not the one that is asked about. */
  readonly #any: readonly [number, number];
  #kept = new Uint32Array(256);

  constructor(kernel: PairKernel, weights: Float64Array, pairs: Uint32Array, random: () => number) {
    this.#kernel = kernel;
    this.#pairs = pairs;
    this.#random = random;
    this.#draw = new SongDraw(weights, random);
    const first = weights.findIndex((weight) => weight > 0);
    this.#any = [first, weights.findIndex((weight, song) => weight > 0 && song !== first)];
  }

  read(lists: TrainingLists, list: number, rate: number, held: boolean): void {
    const count = this.#keep(lists, list);
    for (let middle = 0; middle < count; middle++) {
      const reach = 1 + Math.floor(this.#random() * WINDOW);
      const around = this.#look(middle, reach, count);
      if (around > 0) {
        this.#drawTargets(this.#kept[middle]!);
        this.#kernel.step(around, rate, held);
      }
    }
  }

  /** The songs of a list that take part this time, one after another. @returns how many. */
  #keep({ members, ends, keeps }: TrainingLists, list: number): number {
    const from = list === 0 ? 0 : ends[list - 1]!;
    const to = ends[list]!;
    const keep = keeps[list]!;
    if (this.#kept.length < to - from) {
      this.#kept = new Uint32Array(2 * (to - from));
    }
    let count = 0;
    for (let at = from; at < to; at++) {
      if (keep >= 1 || this.#random() < keep) {
        this.#kept[count++] = members[at]!;
      }
    }
    return count;
  }

  /** Fills in the songs around one; the song itself, when it comes again, says nothing. @returns how many. */
  #look(middle: number, reach: number, count: number): number {
    const { around } = this.#kernel;
    const song = this.#kept[middle]!;
    let found = 0;
    for (let at = Math.max(0, middle - reach); at <= Math.min(count - 1, middle + reach); at++) {
      const other = this.#kept[at]!;
      if (other !== song) {
        around[found++] = other;
        this.#pairs[other]!++;
      }
    }
    return found;
  }

  #drawTargets(song: number): void {
    const { targets } = this.#kernel;
    targets[0] = song;
    for (let at = 1; at <= NEGATIVES; at++) {
      let other = this.#draw.next();
      for (let draws = 1; other === song && draws < MOST_DRAWS; draws++) {
        other = this.#draw.next();
      }
      if (other === song) {
        other = this.#any[0] === song ? this.#any[1] : this.#any[0];
      }
      targets[at] = other;
    }
  }
}
