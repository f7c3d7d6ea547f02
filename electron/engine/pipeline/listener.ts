import type { MugleError } from '../../shared/errors';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { StoredTrack } from '../store/stored-records';
import type { LibraryView } from './library-view';
import type { Renewal } from './renewal';
import type { WorkerPool } from './worker-pool';
import type { Outcome, PoolTask } from './worker-pool-types';

interface Listening {
  /** The copy that is being listened to. */
  task: PoolTask | undefined;
  done: Promise<Outcome>;
  /** Someone waits for the answer: a cancelled scan must not take it away. */
  urgent: boolean;
}

interface ListenerParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly pool: WorkerPool;
  readonly renewal: Renewal;
}

/** Copies of a song that are tried until one can be decoded. */
const MOST_COPIES = 4;

/** Has songs of the library listened to and keeps what was heard, each song once however many ask for it. */
export class Listener {
  readonly #store: LibraryStore;
  readonly #view: LibraryView;
  readonly #pool: WorkerPool;
  readonly #renewal: Renewal;
  readonly #changed: () => void;
  readonly #now = new Map<TrackId, Listening>();
  #models: readonly string[] = [];

  /** `changed` is told after each result that the store has something to save. */
  constructor({ store, view, pool, renewal }: ListenerParts, changed: () => void) {
    this.#store = store;
    this.#view = view;
    this.#pool = pool;
    this.#renewal = renewal;
    this.#changed = changed;
  }

  /**
   * Listens to one track; while a copy of it is damaged, to the next one. The result, good or bad, is in the store
   * when this resolves. `onCopyFailed` is told of each copy but the last one, whose failure is the outcome.
   */
  async listen(
    id: TrackId,
    options: {
      readonly urgent: boolean;
      readonly signal?: AbortSignal;
      readonly onCopyFailed?: (error: MugleError) => void;
    },
  ): Promise<Outcome> {
    const { signal, urgent, onCopyFailed } = options;
    const listening = this.#now.get(id) ?? this.#begin(id, urgent, onCopyFailed);
    if (urgent && !listening.urgent) {
      listening.urgent = true;
      listening.task?.hurry();
    }
    const cancel = (): void => {
      if (!listening.urgent) {
        listening.task?.cancel();
      }
    };
    signal?.addEventListener('abort', cancel);
    try {
      return await listening.done;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #begin(id: TrackId, urgent: boolean, onCopyFailed?: (error: MugleError) => void): Listening {
    const listening: Listening = { task: undefined, done: Promise.race([]), urgent };
    this.#now.set(id, listening);
    listening.done = this.#tryCopies(id, listening, onCopyFailed).finally(() => {
      this.#now.delete(id);
    });
    return listening;
  }

  async #tryCopies(
    id: TrackId,
    listening: Listening,
    onCopyFailed?: (error: MugleError) => void,
  ): Promise<Outcome> {
    const { failures } = this.#store;
    const copies = [...this.#store.pathsOf(id)].sort(
      (a, b) => Number(failures.has(a)) - Number(failures.has(b)),
    );
    const [first = '', ...others] = copies.slice(0, MOST_COPIES);
    let outcome = await this.#try(id, first, listening);
    for (const path of others) {
      if (outcome.kind !== 'failed') {
        break;
      }
      onCopyFailed?.(outcome.error);
      outcome = await this.#try(id, path, listening);
    }
    return outcome;
  }

  async #try(id: TrackId, path: string, listening: Listening): Promise<Outcome> {
    const size = this.#store.files.get(path)?.sizeBytes ?? 0;
    listening.task = this.#pool.analyse(path, size, listening.urgent);
    const outcome = await listening.task.outcome;
    this.#keep(id, path, outcome);
    return outcome;
  }

  /** Songs that were heard with the same models share one list of them, which keeps counting models cheap. */
  #shared(models: readonly string[]): readonly string[] {
    const sorted = [...models].sort();
    if (sorted.join(' ') !== this.#models.join(' ')) {
      this.#models = sorted;
    }
    return this.#models;
  }

  #keep(id: TrackId, path: string, kept: Outcome): void {
    const track = this.#store.tracks.get(id);
    if (track === undefined) {
      return;
    }
    if (kept.kind === 'heard') {
      const { song } = kept;
      const { vectors, tagScores, passages, sound } = song;
      const durationSeconds = track.tags.durationSeconds ?? song.durationSeconds;
      const models = this.#shared(song.models);
      const heard: StoredTrack = {
        ...track,
        state: 'analysed',
        models,
        sound,
        analysedAt: Date.now(),
        tags: { ...track.tags, durationSeconds },
      };
      this.#store.removeFailure(path);
      if (this.#renewal.isOn) {
        this.#renewal.keep(heard, { id, vectors, tagScores, passages });
      } else {
        this.#store.putAnalysis({ id, vectors, tagScores, passages });
        this.#store.putTrack(heard);
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
      this.#renewal.failed(id);
    } else {
      return;
    }
    this.#view.touch(id);
    this.#changed();
  }
}
