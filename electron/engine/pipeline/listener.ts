import { stat } from 'node:fs/promises';
import { MugleError } from '../../shared/errors';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { LibraryView } from './library-view';
import type { Outcome, PoolTask, WorkerPool } from './worker-pool';

interface Listening {
  readonly task: PoolTask;
  readonly done: Promise<Outcome>;
  /** Someone waits for the answer: a cancelled scan must not take it away. */
  urgent: boolean;
}

/** Has songs of the library listened to and keeps what was heard, each song once however many ask for it. */
export class Listener {
  readonly #store: LibraryStore;
  readonly #view: LibraryView;
  readonly #pool: WorkerPool;
  readonly #changed: () => void;
  readonly #now = new Map<TrackId, Listening>();

  /** `changed` is told after each result that the store has something to save. */
  constructor(store: LibraryStore, view: LibraryView, pool: WorkerPool, changed: () => void) {
    this.#store = store;
    this.#view = view;
    this.#pool = pool;
    this.#changed = changed;
  }

  /** Listens to one track. Its result, good or bad, is in the store when this resolves. */
  async listen(
    id: TrackId,
    options: { readonly urgent: boolean; readonly signal?: AbortSignal },
  ): Promise<Outcome> {
    const { signal } = options;
    const listening = this.#now.get(id) ?? this.#begin(id, options.urgent);
    if (options.urgent && !listening.urgent) {
      listening.urgent = true;
      listening.task.hurry();
    }
    const cancel = (): void => {
      if (!listening.urgent) {
        listening.task.cancel();
      }
    };
    signal?.addEventListener('abort', cancel);
    try {
      return await listening.done;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #begin(id: TrackId, urgent: boolean): Listening {
    const path = this.#store.pathsOf(id)[0] ?? '';
    const task = this.#pool.analyse(path, this.#store.files.get(path)?.sizeBytes ?? 0, urgent);
    const done = task.outcome.then(async (outcome) => {
      try {
        return await this.#keep(id, path, outcome);
      } finally {
        this.#now.delete(id);
      }
    });
    const listening: Listening = { task, done, urgent };
    this.#now.set(id, listening);
    return listening;
  }

  async #keep(id: TrackId, path: string, outcome: Outcome): Promise<Outcome> {
    const kept =
      outcome.kind === 'failed'
        ? { ...outcome, error: await explain(path, outcome.error) }
        : outcome;
    const track = this.#store.tracks.get(id);
    if (track === undefined) {
      return kept;
    }
    if (kept.kind === 'heard') {
      const { song } = kept;
      this.#store.putAnalysis({ id, vectors: song.vectors, tagScores: song.tagScores });
      const durationSeconds = track.tags.durationSeconds ?? song.durationSeconds;
      const models = [...song.models].sort();
      this.#store.putTrack({
        ...track,
        state: 'analysed',
        models,
        tags: { ...track.tags, durationSeconds },
      });
      for (const known of this.#store.pathsOf(id)) {
        this.#store.removeFailure(known);
      }
    } else if (kept.kind === 'failed') {
      const { error } = kept;
      const file = this.#store.files.get(path);
      this.#store.putFailure({
        path,
        sizeBytes: file?.sizeBytes ?? 0,
        mtimeMs: file?.mtimeMs ?? 0,
        stage: error.stage,
        kind: error.kind,
        message: error.message,
        at: Date.now(),
      });
      // Vectors of an older model go on serving.
      if (track.models.length === 0) {
        this.#store.putTrack({ ...track, state: 'failed' });
      }
    } else {
      return kept;
    }
    this.#view.touch(id);
    this.#changed();
    return kept;
  }
}

/** A file that is gone says so, whatever its decoder made of that. */
async function explain(path: string, error: MugleError): Promise<MugleError> {
  try {
    await stat(path);
    return error;
  } catch (cause) {
    return new MugleError(
      'file-missing',
      `${path} is not there any more. Connect its drive or put it back, then scan again.`,
      { path, stage: 'decode', cause },
    );
  }
}
