import type { SpaceName, TrackId } from '../../shared/records';
import { seededRandom } from '../../shared/seeded-random';
import type { ThreadOptions } from '../map/run-threads';
import type { Beginning } from '../playlists/music2vec/music2vec-tasks';
import { DIMS } from '../playlists/music2vec/pair-kernel';
import type { PredictionError } from '../playlists/music2vec/predict-vectors';
import { shuffle, upTo } from '../playlists/music2vec/shuffle';
import type { LibraryStore } from '../store/library-store';
import type { VectorSpace } from '../store/vector-space';
import type { LibraryLists } from './lists-of-library';
import { runMusic2Vec } from './music2vec-thread';
import { Turns } from './turns';

/** What a song's place among the lists is guessed from. */
const HEARD_SPACES: readonly SpaceName[] = ['genre', 'melody'];
/** Songs that the guess is made from; more make it no better that could be measured, and it takes longer. */
const MOST_EXAMPLES = 20_000;

/** Vectors of length 1, a row for each id. */
export interface Places {
  readonly ids: readonly TrackId[];
  readonly vectors: Float32Array<ArrayBuffer>;
}

/** What was heard of songs, as one vector each. */
export class HeardSongs {
  readonly dims: number;
  readonly #spaces: readonly VectorSpace[];

  constructor(store: LibraryStore) {
    this.#spaces = HEARD_SPACES.flatMap((name) => {
      const space = store.space(name);
      return space === undefined || space.ids.length === 0 ? [] : [space];
    });
    this.dims = this.#spaces.reduce((sum, { dims }) => sum + dims, 0);
  }

  /** Whether all of it was heard of a song. */
  has(id: TrackId): boolean {
    return this.#spaces.length > 0 && this.#spaces.every((space) => space.rowOf(id) !== undefined);
  }

  async rowsOf(ids: readonly TrackId[], turns: Turns): Promise<Float32Array<ArrayBuffer>> {
    const rows = new Float32Array(ids.length * this.dims);
    let at = 0;
    for (const id of ids) {
      for (const space of this.#spaces) {
        const vector = space.get(id);
        if (vector !== undefined) {
          rows.set(vector, at);
        }
        at += space.dims;
      }
      await turns.rest();
    }
    return rows;
  }
}

export interface Guessed extends Places {
  readonly error: PredictionError | null;
}

/**
 * Guesses the places of songs from what was heard, by songs whose places are known.
 * @param rowOf the row of a listed song's vector in `known`, by its number in the lists; undefined for one that is not known.
 * @returns places of those that could be guessed.
 */
export async function guessPlaces(
  heard: HeardSongs,
  { ids, lists }: Pick<LibraryLists, 'ids' | 'lists'>,
  known: { readonly vectors: Float32Array; readonly rowOf: (number: number) => number | undefined },
  asked: readonly TrackId[],
  options: ThreadOptions & { readonly seed: number },
): Promise<Guessed> {
  const turns = new Turns();
  const numbers: number[] = [];
  const rows = new Map<number, number>();
  const members: number[] = [];
  const ends: number[] = [];
  const order = upTo(lists.ends.length);
  shuffle(order, seededRandom(options.seed));
  for (const list of order) {
    if (numbers.length >= MOST_EXAMPLES) {
      break;
    }
    const from = list === 0 ? 0 : (lists.ends[list - 1] ?? 0);
    for (const number of lists.members.subarray(from, lists.ends[list])) {
      if (!rows.has(number) && known.rowOf(number) !== undefined && heard.has(ids[number] ?? '')) {
        rows.set(number, numbers.push(number) - 1);
      }
      const row = rows.get(number);
      if (row !== undefined) {
        members.push(row);
      }
    }
    ends.push(members.length);
    await turns.rest();
  }
  const learned = new Float32Array(numbers.length * DIMS);
  numbers.forEach((number, row) => {
    const at = (known.rowOf(number) ?? 0) * DIMS;
    learned.set(known.vectors.subarray(at, at + DIMS), row * DIMS);
  });
  const audio = await heard.rowsOf(
    numbers.map((number) => ids[number] ?? ''),
    turns,
  );
  const task = {
    seed: options.seed,
    audioDims: heard.dims,
    audio,
    learned,
    members: Uint32Array.from(members),
    ends: Uint32Array.from(ends),
    asked: await heard.rowsOf(asked, turns),
  };
  const buffers = [audio.buffer, learned.buffer, task.asked.buffer];
  const { vectors, error } = await runMusic2Vec('predict', task, options, buffers);
  return { ids: error === null ? [] : asked, vectors, error };
}

/** A guess is to give way to what lists say: it is so much shorter than what was learned. */
export const GUESS_LENGTH = 0.3;

/** The vectors that songs have now in the space of lists, whether learned or guessed; zero for those without. */
export async function placesNow(
  store: LibraryStore,
  ids: readonly TrackId[],
  { length, mean }: Pick<Beginning, 'length' | 'mean'>,
): Promise<{ readonly beginning: Beginning; readonly known: Uint8Array }> {
  const turns = new Turns();
  const space = store.space('playlist');
  const vectors = new Float32Array(ids.length * DIMS);
  const known = new Uint8Array(ids.length);
  for (const [number, id] of ids.entries()) {
    const vector = space?.get(id);
    if (vector !== undefined) {
      const share = store.learned.has(id) ? 1 : GUESS_LENGTH;
      vectors.set(
        vector.map((value) => share * value),
        number * DIMS,
      );
      known[number] = 1;
    }
    await turns.rest();
  }
  return { beginning: { vectors, length, mean }, known };
}
