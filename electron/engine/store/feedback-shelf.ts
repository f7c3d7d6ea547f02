import type { TrackId } from '../../shared/records';
import type { ColumnReader } from './lance-table';
import { feedbackFrom } from './record-columns';
import type { StoredFeedback } from './stored-records';
import { feedbackKey } from './table-specs';
import type { WriteBehind } from './write-behind';

/** What a person said of songs in the lists of others, in memory. */
export class FeedbackShelf {
  readonly #byKey = new Map<string, StoredFeedback>();
  readonly #changes: WriteBehind;

  constructor(changes: WriteBehind) {
    this.#changes = changes;
  }

  get byKey(): ReadonlyMap<string, StoredFeedback> {
    return this.#byKey;
  }

  /** Takes what is on disk of songs that are known; the rest is on its way out. */
  load(reader: ColumnReader, known: ReadonlyMap<TrackId, unknown>): void {
    for (const feedback of feedbackFrom(reader)) {
      const { query, song } = feedback;
      this.#byKey.set(feedbackKey(query, song), feedback);
      if (!known.has(query) || !known.has(song)) {
        this.delete(query, song);
      }
    }
  }

  /** What was said of songs in the list of this one, the latest last. */
  of(query: TrackId): readonly StoredFeedback[] {
    return [...this.#byKey.values()]
      .filter((each) => each.query === query)
      .sort((a, b) => a.at - b.at || (a.song < b.song ? -1 : 1));
  }

  /** Adds or replaces what was said of a song; on disk with the next flush. */
  put(feedback: StoredFeedback): void {
    const key = feedbackKey(feedback.query, feedback.song);
    this.#changes.mark('feedback', key, !this.#byKey.has(key));
    this.#byKey.set(key, feedback);
  }

  delete(query: TrackId, song: TrackId): void {
    const key = feedbackKey(query, song);
    if (this.#byKey.delete(key)) {
      this.#changes.remove('feedback', key);
    }
  }

  /** All that was said in its list, or of it. */
  forget(id: TrackId): void {
    for (const { query, song } of this.#byKey.values()) {
      if (query === id || song === id) {
        this.delete(query, song);
      }
    }
  }
}
