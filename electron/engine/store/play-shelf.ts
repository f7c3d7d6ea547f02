import type { TrackId } from '../../shared/records';
import type { ColumnReader } from './lance-table';
import { playsFrom } from './record-columns';
import type { StoredPlays } from './stored-records';
import type { WriteBehind } from './write-behind';

/** How often each song was played, in memory; songs that were never played have no entry. */
export class PlayShelf {
  readonly #byId = new Map<TrackId, StoredPlays>();
  readonly #changes: WriteBehind;

  constructor(changes: WriteBehind) {
    this.#changes = changes;
  }

  get byId(): ReadonlyMap<TrackId, StoredPlays> {
    return this.#byId;
  }

  /** Takes what is on disk of songs that are known; an entry of any other is on its way out. */
  load(reader: ColumnReader, known: ReadonlyMap<TrackId, unknown>): void {
    for (const plays of playsFrom(reader)) {
      this.#byId.set(plays.id, plays);
      if (!known.has(plays.id)) {
        this.delete(plays.id);
      }
    }
  }

  /** Adds or replaces an entry; on disk with the next flush. */
  put(plays: StoredPlays): void {
    this.#changes.mark('plays', plays.id, !this.#byId.has(plays.id));
    this.#byId.set(plays.id, plays);
  }

  delete(id: TrackId): void {
    if (this.#byId.delete(id)) {
      this.#changes.remove('plays', id);
    }
  }
}
