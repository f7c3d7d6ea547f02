import { MugleError } from '../../shared/errors';
import type { LearnedLists } from '../../shared/ipc/lists-contract';
import type { TrackId } from '../../shared/records';
import type { ThreadOptions } from '../map/run-threads';
import type { Beginning, Learned } from '../playlists/music2vec/music2vec-tasks';
import { DIMS } from '../playlists/music2vec/pair-kernel';
import type { LibraryStore } from '../store/library-store';
import { VectorSpace } from '../store/vector-space';
import type { Job } from './job-board';
import type { LearnedNote } from './learned-note';
import type { LibraryView } from './library-view';
import type { Guessed } from './list-places';
import { GUESS_LENGTH, guessPlaces, HeardSongs, placesNow } from './list-places';
import type { LibraryLists } from './lists-of-library';
import { listsOfLibrary } from './lists-of-library';
import { runMusic2Vec } from './music2vec-thread';
import { Turns } from './turns';

/** Fixed, so that the same lists give the same vectors. */
const SEED = 42;
/** Times that all lists are read: as the original did, and where most songs have a place to begin from. */
const EPOCHS = 30;
const EPOCHS_AGAIN = 8;
/** With fewer of the listed songs known it is better learned from nothing. */
const LEAST_KNOWN = 0.5;
/** A song in fewer pairs is nearly where chance put it at first. */
const FEWEST_PAIRS = 5;
/** Rows that are copied at a time. */
const ROWS_AT_A_TIME = 1000;

export interface LearnParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
}

/**
 * Learns from all lists of the library, and puts the new space in the place of the old. Cancelled or failed, the old one stays.
 * @param before what was learned the last time; to begin from, or null.
 * @param collected the lists; collected when left out.
 * @throws MugleError `too-few-lists`, `cancelled`, `disk-full`, `library-failed`, `internal`.
 */
export async function learnFromLists(
  parts: LearnParts,
  job: Job,
  before: LearnedNote['last'],
  collected?: LibraryLists,
): Promise<NonNullable<LearnedNote['last']>> {
  const startedAt = performance.now();
  job.progress({ phase: 'learning', done: 0, total: 0, failed: 0 });
  const library = collected ?? (await listsOfLibrary(parts));
  if (library.lists.ends.length === 0) {
    throw new MugleError(
      'too-few-lists',
      'There is nothing to learn from yet: no playlist, album or folder has two songs or more. Make a playlist, or scan more music.',
    );
  }
  const heard = new HeardSongs(parts.store);
  const beginning = await beginningOf(parts, job, library, heard, before);
  const learned = await runMusic2Vec(
    'learn',
    {
      lists: library.lists,
      seed: SEED,
      epochs: beginning === undefined ? EPOCHS : EPOCHS_AGAIN,
      ...(beginning === undefined ? {} : { beginning }),
    },
    inThread(job, 'learning'),
  );
  const isLearned = (number: number): boolean => (learned.pairs[number] ?? 0) >= FEWEST_PAIRS;
  const guessed = await guessOthers(parts, job, { library, heard, learned, isLearned });
  const songs = await putInPlace(parts, job, { library, learned, isLearned, guessed });
  const { playlist, album, folder } = library.counts;
  const figures: LearnedLists = {
    at: Date.now(),
    seconds: (performance.now() - startedAt) / 1000,
    playlists: playlist,
    albums: album,
    folders: folder,
    ...songs,
    error: guessed.error,
  };
  return {
    figures,
    fingerprint: library.fingerprint,
    length: learned.length,
    mean: [...learned.mean],
  };
}

function inThread(job: Job, phase: 'learning' | 'guessing'): ThreadOptions & { seed: number } {
  return {
    seed: SEED,
    signal: job.signal,
    onProgress: (done, total) => {
      job.progress({ phase, done, total, failed: 0 });
    },
  };
}

/** Where songs begin: at the vectors of before, and new ones where their sound would put them. */
async function beginningOf(
  { store }: LearnParts,
  job: Job,
  { ids, lists }: LibraryLists,
  heard: HeardSongs,
  before: LearnedNote['last'],
): Promise<Beginning | undefined> {
  if (before === null) {
    return undefined;
  }
  const { beginning, known } = await placesNow(store, ids, before);
  const count = known.reduce((sum, each) => sum + each, 0);
  if (count < LEAST_KNOWN * ids.length) {
    return undefined;
  }
  const fresh = ids.filter((id, number) => known[number] === 0 && heard.has(id));
  if (fresh.length > 0) {
    const { vectors } = beginning;
    const rowOf = (number: number): number | undefined =>
      store.learned.has(ids[number] ?? '') && known[number] === 1 ? number : undefined;
    const options = inThread(job, 'guessing');
    const guessed = await guessPlaces(heard, { ids, lists }, { vectors, rowOf }, fresh, options);
    const numbers = new Map(ids.map((id, number) => [id, number]));
    guessed.ids.forEach((id, row) => {
      const vector = guessed.vectors.subarray(row * DIMS, (row + 1) * DIMS);
      vectors.set(
        vector.map((value) => GUESS_LENGTH * value),
        (numbers.get(id) ?? 0) * DIMS,
      );
    });
  }
  return beginning;
}

interface AllPlaces {
  readonly library: LibraryLists;
  readonly learned: Learned;
  readonly isLearned: (number: number) => boolean;
}

/** Songs whose places lists do not tell, and which were heard, have them guessed. */
async function guessOthers(
  { store, view }: LearnParts,
  job: Job,
  { library, heard, learned, isLearned }: AllPlaces & { readonly heard: HeardSongs },
): Promise<Guessed> {
  const turns = new Turns();
  const settled = new Set(library.ids.filter((_, number) => isLearned(number)));
  const asked: TrackId[] = [];
  for (const { id, state } of store.tracks.values()) {
    if (!settled.has(id) && state !== 'failed' && heard.has(id) && view.isPresent(id)) {
      asked.push(id);
    }
    await turns.rest();
  }
  const known = {
    vectors: learned.vectors,
    rowOf: (number: number) => (isLearned(number) ? number : undefined),
  };
  return guessPlaces(heard, library, known, asked, inThread(job, 'guessing'));
}

/** Makes the new space beside the old one, and then changes it for that, in memory and on disk. */
async function putInPlace(
  { store }: LearnParts,
  { signal }: Job,
  { library, learned, isLearned, guessed }: AllPlaces & { readonly guessed: Guessed },
): Promise<{ readonly learned: number; readonly guessed: number }> {
  const turns = new Turns();
  const own = library.ids.flatMap((id, number) => (isLearned(number) ? [{ id, number }] : []));
  const space = new VectorSpace(DIMS, own.length + guessed.ids.length);
  for (let from = 0; from < own.length; from += ROWS_AT_A_TIME) {
    const part = own.slice(from, from + ROWS_AT_A_TIME);
    const rows = new Float32Array(part.length * DIMS);
    part.forEach(({ number }, row) => {
      rows.set(learned.vectors.subarray(number * DIMS, (number + 1) * DIMS), row * DIMS);
    });
    space.setAll(
      part.map(({ id }) => id),
      rows,
    );
    await turns.rest();
  }
  for (let from = 0; from < guessed.ids.length; from += ROWS_AT_A_TIME) {
    const ids = guessed.ids.slice(from, from + ROWS_AT_A_TIME);
    space.setAll(ids, guessed.vectors.subarray(from * DIMS, (from + ids.length) * DIMS));
    await turns.rest();
  }
  signal.throwIfAborted();
  // Between here and the swap nobody has a turn: all songs of it are known then.
  const gone = space.ids.filter((id) => !store.tracks.has(id));
  for (const id of gone) {
    space.delete(id);
  }
  const ownIds = new Set(own.flatMap(({ id }) => (store.tracks.has(id) ? [id] : [])));
  store.replaceLearned(space, ownIds);
  return { learned: ownIds.size, guessed: space.ids.length - ownIds.size };
}
