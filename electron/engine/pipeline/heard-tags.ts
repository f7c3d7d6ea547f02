import type { SimilarLimits } from '../../shared/ipc/similar-contract';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { BundledModels } from './bundled-models';

/** Below this a tagger is only guessing. */
export const LEAST_SCORE = 0.1;
/** Scores are kept as bytes: 100 of them a song. */
const FULL = 255;

type Wishes = NonNullable<SimilarLimits['tags']>;

/**
 * What the taggers heard in every song, for limits. It is read from disk when it is first asked for (100 bytes a song stay in
 * memory then), and songs listened to since are read before each answer.
 */
export class HeardTags {
  readonly #store: LibraryStore;
  readonly #models: BundledModels;
  /** By model and song. */
  readonly #scores = new Map<string, Map<TrackId, Uint8Array>>();
  /** The revision of the song's vector that its scores came with. */
  readonly #seen = new Map<TrackId, number>();
  #work: Promise<void> = Promise.resolve();

  constructor(store: LibraryStore, models: BundledModels) {
    this.#store = store;
    this.#models = models;
  }

  /** All words of the taggers, in alphabetical order; two that differ only in case are one. */
  get words(): readonly string[] {
    const words = new Map<string, string>();
    for (const word of this.#models.ids.flatMap((model) => this.#models.tagsOf(model))) {
      words.set(word.toLowerCase(), words.get(word.toLowerCase()) ?? word);
    }
    return [...words.values()].sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' }));
  }

  /** Whether every wished word was heard in a song, and none that was not wished; a word no tagger knows never is. */
  async rule(wishes: Wishes): Promise<(id: TrackId) => boolean> {
    // A try that failed is made again by the next question.
    this.#work = this.#work.catch(() => undefined).then(() => this.#catchUp());
    await this.#work;
    const places = wishes.map(({ tag, not = false }) => ({ not, places: this.#placesOf(tag) }));
    return (id) => places.every((wish) => this.#isHeard(id, wish.places) !== wish.not);
  }

  #placesOf(tag: string): readonly (readonly [string, number])[] {
    const folded = tag.toLowerCase();
    return this.#models.ids.flatMap((model) => {
      const index = this.#models.tagsOf(model).findIndex((word) => word.toLowerCase() === folded);
      return index < 0 ? [] : [[model, index] as const];
    });
  }

  #isHeard(id: TrackId, places: readonly (readonly [string, number])[]): boolean {
    return places.some(
      ([model, index]) =>
        (this.#scores.get(model)?.get(id)?.[index] ?? 0) >= Math.round(LEAST_SCORE * FULL),
    );
  }

  async #catchUp(): Promise<void> {
    const behind = this.#behind();
    const ids = behind.map(([id]) => id);
    for (const model of this.#models.ids) {
      for (const { id, scores } of await this.#store.scoresOf(ids, model)) {
        this.#keep(id, model, scores);
      }
    }
    for (const [id, revision] of behind) {
      this.#seen.set(id, revision);
    }
  }

  /** Songs whose scores are not known, with the revision of their vector: scores are written together with it. */
  #behind(): readonly (readonly [TrackId, number])[] {
    const space = this.#store.space('genre');
    if (space === undefined) {
      return [];
    }
    const { ids, revisions } = space;
    return ids
      .map((id, row) => [id, revisions[row] ?? 0] as const)
      .filter(([id, revision]) => this.#seen.get(id) !== revision);
  }

  #keep(id: TrackId, model: string, scores: Float32Array): void {
    const songs = this.#scores.get(model) ?? new Map<TrackId, Uint8Array>();
    songs.set(
      id,
      Uint8Array.from(scores, (score) => Math.round(Math.min(1, Math.max(0, score)) * FULL)),
    );
    this.#scores.set(model, songs);
  }
}
