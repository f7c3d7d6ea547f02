import type { SimilarLimits } from '../../shared/ipc/similar-contract';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { VectorSpace } from '../store/vector-space';
import type { BundledModels } from './bundled-models';
import { isTold, shownAs } from './heard-words';

/** Scores are kept as bytes: 100 of them a song. */
const FULL = 255;

function toByte(score: number): number {
  return Math.round(Math.min(1, Math.max(0, score)) * FULL);
}

/** Whether a word counts as heard: the one rule for what is shown of a song and for what songs are found by. */
export function isHeard(score: number, threshold: number): boolean {
  return toByte(score) >= toByte(threshold);
}

interface Place {
  readonly model: string;
  readonly index: number;
  readonly least: number;
}

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
  /** What those revisions are of. */
  #space: VectorSpace | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(store: LibraryStore, models: BundledModels) {
    this.#store = store;
    this.#models = models;
  }

  /** The words that are offered, in alphabetical order; words of the taggers that mean one thing are one. Others can be asked for by name. */
  get words(): readonly string[] {
    const words = this.#models.ids.flatMap((model) => this.#models.tagsOf(model).map(shownAs));
    return [...new Set(words.filter(isTold))].sort();
  }

  /** Whether every wished word was heard in a song, and none that was not wished; a word no tagger knows never is. */
  async rule(wishes: Wishes): Promise<(id: TrackId) => boolean> {
    // A try that failed is made again by the next question.
    this.#work = this.#work.catch(() => undefined).then(() => this.#catchUp());
    await this.#work;
    const places = wishes.map(({ tag, not = false }) => ({ not, places: this.#placesOf(tag) }));
    return (id) => places.every((wish) => this.#isHeard(id, wish.places) !== wish.not);
  }

  /** For each song which of the words was heard most clearly; −1 where none was. */
  async clearest(
    ids: readonly TrackId[],
    words: readonly string[],
  ): Promise<Int8Array<ArrayBuffer>> {
    this.#work = this.#work.catch(() => undefined).then(() => this.#catchUp());
    await this.#work;
    const places = words.map((word) => this.#placesOf(word));
    return Int8Array.from(ids, (id) => {
      let clearest = -1;
      let most = -1;
      places.forEach((of, word) => {
        for (const place of of) {
          const score = this.#scoreOf(id, place);
          if (score >= place.least && score > most) {
            [clearest, most] = [word, score];
          }
        }
      });
      return clearest;
    });
  }

  #scoreOf(id: TrackId, { model, index }: Place): number {
    return this.#scores.get(model)?.get(id)?.[index] ?? -1;
  }

  /** Where scores are that say this, each with the least byte that counts. */
  #placesOf(tag: string): readonly Place[] {
    const wanted = shownAs(tag);
    return this.#models.ids.flatMap((model) => {
      const thresholds = this.#models.thresholdsOf(model);
      return this.#models
        .tagsOf(model)
        .flatMap((word, index) =>
          shownAs(word) === wanted ? [{ model, index, least: toByte(thresholds[index] ?? 1) }] : [],
        );
    });
  }

  #isHeard(id: TrackId, places: readonly Place[]): boolean {
    return places.some((place) => this.#scoreOf(id, place) >= place.least);
  }

  async #catchUp(): Promise<void> {
    const behind = this.#behind();
    const ids = behind.map(([id]) => id);
    for (const model of this.#models.ids) {
      // A song may have been heard for a change of models that is to come.
      const scored = ids.filter((id) => this.#store.tracks.get(id)?.models.includes(model));
      for (const { id, scores } of await this.#store.scoresOf(scored, model)) {
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
    if (space !== this.#space) {
      this.#space = space;
      this.#seen.clear();
    }
    const { ids, revisions } = space;
    return ids
      .map((id, row) => [id, revisions[row] ?? 0] as const)
      .filter(([id, revision]) => this.#seen.get(id) !== revision);
  }

  #keep(id: TrackId, model: string, scores: Float32Array): void {
    const songs = this.#scores.get(model) ?? new Map<TrackId, Uint8Array>();
    songs.set(id, Uint8Array.from(scores, toByte));
    this.#scores.set(model, songs);
  }
}
