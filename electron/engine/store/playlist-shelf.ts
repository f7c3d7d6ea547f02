import type { TrackId } from '../../shared/records';
import type { ColumnReader } from './lance-table';
import { playlistsFrom } from './record-columns';
import type { StoredPlaylist } from './stored-records';
import type { WriteBehind } from './write-behind';

/** The playlists in memory, those included that were deleted not long ago. */
export class PlaylistShelf {
  readonly #byId = new Map<string, StoredPlaylist>();
  readonly #changes: WriteBehind;

  constructor(changes: WriteBehind) {
    this.#changes = changes;
  }

  get byId(): ReadonlyMap<string, StoredPlaylist> {
    return this.#byId;
  }

  /** Takes what is on disk. */
  load(reader: ColumnReader): void {
    for (const playlist of playlistsFrom(reader)) {
      this.#byId.set(playlist.id, playlist);
    }
  }

  /** Adds or replaces one; on disk with the next flush. */
  put(playlist: StoredPlaylist): void {
    this.#changes.mark('playlists', playlist.id, !this.#byId.has(playlist.id));
    this.#byId.set(playlist.id, playlist);
  }

  /** Deletes for good those that were deleted before this time (milliseconds since the epoch). */
  forgetDeleted(before: number): void {
    for (const { id, deletedAt } of this.#byId.values()) {
      if (deletedAt !== null && deletedAt < before) {
        this.#byId.delete(id);
        this.#changes.remove('playlists', id);
      }
    }
  }

  /** The songs that any of them names. */
  songs(): ReadonlySet<TrackId> {
    return new Set([...this.#byId.values()].flatMap(({ trackIds }) => trackIds));
  }
}
