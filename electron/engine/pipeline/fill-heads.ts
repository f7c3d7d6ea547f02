import type { ErrorRecord } from '../../shared/errors';
import { toErrorRecord } from '../../shared/errors';
import type { TrackId } from '../../shared/records';
import type { Heads, SpaceVectors } from '../embed/heads';
import { openHeads } from '../embed/heads';
import type { LibraryStore } from '../store/library-store';
import type { StoredAnalysis } from '../store/stored-records';
import { HEARD_SPACES } from '../store/table-specs';
import type { BundledModels } from './bundled-models';
import type { Renewal } from './renewal';

type Passages = NonNullable<StoredAnalysis['passages']>;

/** Songs at a time: about a millisecond of one core. */
const BATCH = 256;
/** So many are waited for to be on disk: the passages of a large library, 4 KB a song, are more than is to be kept in memory. */
const BATCHES_UNSAVED = 8;

interface FillHeadsParts {
  readonly store: LibraryStore;
  readonly renewal: Renewal;
  readonly models: BundledModels;
  readonly modelsDir: string;
  readonly logger: { warn(message: string): void };
  /** Told why nothing more is made; the library serves without it. */
  readonly failed: (error: ErrorRecord) => void;
  /** The store has something to save. */
  readonly changed: () => void;
  /** Vectors of many songs are other ones than before. */
  readonly filled: () => void;
}

/**
 * Gives songs of an older library the vectors that need no listening: those that a model makes out of the vectors they have. A song
 * that lacks one of these is listened to by a scan and gets all then. While the library is heard anew (see `Renewal`), songs go whole into what is to come. Runs once, after the library was opened; what it has not come to when the
 * engine is closed it does the next time.
 */
export class FillHeads {
  readonly #parts: FillHeadsParts;
  readonly #closed = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(parts: FillHeadsParts) {
    this.#parts = parts;
  }

  /** Resolves when all songs have what they can have. What fails is logged and told of. */
  run(): Promise<void> {
    this.#running = this.#run().catch((thrown: unknown) => {
      const error = toErrorRecord(thrown, { stage: 'embed' });
      this.#parts.logger.warn(`Vectors that need no listening were not made: ${error.message}`);
      this.#parts.failed(error);
    });
    return this.#running;
  }

  /** Resolves when nothing is changed any more. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const waiting = this.#waiting();
    if (waiting.length === 0) {
      return;
    }
    const heads = await openHeads(this.#parts.modelsDir, { threads: 1 });
    try {
      for (let at = 0; at < waiting.length && !this.#closed.signal.aborted; at += BATCH) {
        await this.#fill(heads, waiting.slice(at, at + BATCH));
        if ((at / BATCH + 1) % BATCHES_UNSAVED === 0) {
          await this.#parts.store.flush();
        }
      }
    } finally {
      await heads.close();
      await this.#parts.renewal.settle();
      this.#parts.filled();
    }
  }

  #waiting(): readonly TrackId[] {
    const { store, models } = this.#parts;
    if (models.heads.length === 0) {
      return [];
    }
    return [...store.tracks.keys()].filter((id) => this.#isWaiting(id));
  }

  #isWaiting(id: TrackId): boolean {
    const { store, models, renewal } = this.#parts;
    const made = store.tracks.get(id)?.models ?? [];
    const isMade = renewal.isOn
      ? store.next.heard.has(id)
      : models.heads.every((model) => made.includes(model));
    return models.hearing.every((model) => made.includes(model)) && !isMade;
  }

  async #fill(heads: Heads, ids: readonly TrackId[]): Promise<void> {
    const { store, models, renewal, changed } = this.#parts;
    const before = ids.map((id) => this.#vectorsOf(id));
    const filled = await heads.fill(before);
    const passages = await this.#passagesOf(heads, ids);
    ids.forEach((id, at) => {
      const track = store.tracks.get(id);
      const vectors = filled[at];
      // Forgotten, or listened to, in the meantime.
      if (track === undefined || vectors === undefined || !this.#isWaiting(id)) {
        return;
      }
      const analysis = { id, tagScores: [], passages: passages.get(id) ?? {} };
      if (renewal.isOn) {
        // What stays as it is goes along.
        const all = { ...before[at], ...vectors };
        renewal.keep({ ...track, models: models.ids }, { ...analysis, vectors: all });
      } else {
        store.putAnalysis({ ...analysis, vectors });
        store.putTrack({ ...track, models: models.ids });
      }
    });
    changed();
  }

  /** Passages in the form that their spaces keep. */
  async #passagesOf(
    heads: Heads,
    ids: readonly TrackId[],
  ): Promise<ReadonlyMap<TrackId, Passages>> {
    const found = new Map<TrackId, Passages>();
    for (const space of this.#parts.renewal.isOn ? HEARD_SPACES : heads.evens) {
      for (const [id, rows] of await this.#parts.store.passages.of(ids, space)) {
        const vectors = await heads.even(
          space,
          rows.map(({ vector }) => vector),
        );
        const evened = rows.map((row, at) => ({ ...row, vector: vectors[at] ?? row.vector }));
        found.set(id, { ...found.get(id), [space]: evened });
      }
    }
    return found;
  }

  #vectorsOf(id: TrackId): SpaceVectors {
    return Object.fromEntries(
      HEARD_SPACES.flatMap((name) => {
        const vector = this.#parts.store.space(name)?.get(id);
        // A copy: rows may move while the model runs.
        return vector === undefined ? [] : [[name, vector.slice()]];
      }),
    );
  }
}
