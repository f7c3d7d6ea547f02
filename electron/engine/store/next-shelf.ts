import type { TrackId } from '../../shared/records';
import type { StoredAnalysis, StoredTrack } from './stored-records';
import type { WriteBehind } from './write-behind';

/**
 * Songs that were heard with models whose vectors must not stand beside those that answer: kept apart until all are heard
 * (see `Generations`).
 */
export class NextShelf {
  /** Their tracks as they will be. */
  readonly heard = new Map<TrackId, StoredTrack>();
  /** Vectors that are not on disk yet. */
  readonly waiting = new Map<TrackId, StoredAnalysis['vectors']>();
  readonly #changes: WriteBehind;

  constructor(changes: WriteBehind) {
    this.#changes = changes;
  }

  put(track: StoredTrack, vectors: StoredAnalysis['vectors']): void {
    this.heard.set(track.id, track);
    this.waiting.set(track.id, vectors);
    this.#changes.mark('next', track.id, false);
  }

  /** @returns the models it was heard with */
  forget(id: TrackId): readonly string[] {
    const track = this.heard.get(id);
    if (track !== undefined) {
      this.heard.delete(id);
      this.waiting.delete(id);
      this.#changes.remove('next', id);
    }
    return track?.models ?? [];
  }

  clear(): void {
    this.heard.clear();
    this.waiting.clear();
    this.#changes.forget('next');
  }
}
