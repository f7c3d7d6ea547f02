import { randomUUID } from 'node:crypto';
import { MugleError } from '../../shared/errors';
import type { Request, Response } from '../../shared/ipc/contract';
import type { Playlist, PlaylistSummary } from '../../shared/ipc/playlist-contract';
import { MOST_SONGS } from '../../shared/ipc/playlist-contract';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { StoredPlaylist } from '../store/stored-records';
import type { LibraryView } from './library-view';

/** A deleted playlist can be had back for this long. */
const KEEP_DELETED_MS = 30 * 24 * 60 * 60 * 1000;

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The person's playlists: made, changed, deleted and had back. */
export class PlaylistBook {
  readonly #store: LibraryStore;
  readonly #view: LibraryView;
  readonly #changed: () => void;

  /** `changed` is told of every change: there is something to save, and to show. */
  constructor(store: LibraryStore, view: LibraryView, changed: () => void) {
    this.#store = store;
    this.#view = view;
    this.#changed = changed;
  }

  /** Those that were deleted a month ago go for good. */
  forgetLongDeleted(): void {
    this.#store.playlists.forgetDeleted(Date.now() - KEEP_DELETED_MS);
  }

  list(): PlaylistSummary[] {
    return this.#present()
      .sort((a, b) => collator.compare(a.name, b.name) || a.createdAt - b.createdAt)
      .map((playlist) => this.#summaryOf(playlist));
  }

  get(id: string): Response<'playlists:get'> {
    const playlist = this.#find(id);
    const unlisted = new Set(playlist.trackIds.filter((each) => !this.#view.isListed(each)));
    return { playlist: shown(playlist), unlisted: this.#view.columnsOfUnlisted(unlisted) };
  }

  create(name: string, trackIds: readonly TrackId[]): Playlist {
    this.#checkSongs(trackIds);
    const now = Date.now();
    return this.#put({
      id: randomUUID().replaceAll('-', ''),
      name: this.#freeName(name),
      trackIds: [...trackIds],
      createdAt: now,
      changedAt: now,
      deletedAt: null,
    });
  }

  add(id: string, trackIds: readonly TrackId[], at?: number): Playlist {
    const before = this.#find(id);
    this.#checkSongs(trackIds);
    const place = Math.min(at ?? Infinity, before.trackIds.length);
    return this.#change(before, {
      trackIds: [...before.trackIds.slice(0, place), ...trackIds, ...before.trackIds.slice(place)],
    });
  }

  arrange({ id, trackIds, changedAt }: Request<'playlists:arrange'>): Playlist {
    const before = this.#find(id);
    if (before.changedAt !== changedAt) {
      throw new MugleError(
        'playlist-changed',
        `The playlist “${before.name}” was changed meanwhile. Look at it again, then repeat what you did.`,
      );
    }
    this.#checkSongs(trackIds);
    return this.#change(before, { trackIds });
  }

  rename(id: string, name: string): Playlist {
    const before = this.#find(id);
    return before.name === name
      ? shown(before)
      : this.#change(before, { name: this.#freeName(name, id) });
  }

  delete(id: string): boolean {
    const before = this.#store.playlists.byId.get(id);
    if (before?.deletedAt !== null) {
      return false;
    }
    this.#put({ ...before, deletedAt: Date.now() });
    return true;
  }

  restore(id: string): Playlist {
    const before = this.#store.playlists.byId.get(id);
    if (before === undefined) {
      throw unknown(id);
    }
    return before.deletedAt === null
      ? shown(before)
      : this.#put({ ...before, name: this.#freeName(before.name, id), deletedAt: null });
  }

  #present(): StoredPlaylist[] {
    return [...this.#store.playlists.byId.values()].filter(({ deletedAt }) => deletedAt === null);
  }

  #find(id: string): StoredPlaylist {
    const found = this.#store.playlists.byId.get(id);
    if (found?.deletedAt !== null) {
      throw unknown(id);
    }
    return found;
  }

  #change(
    before: StoredPlaylist,
    change: Partial<Pick<StoredPlaylist, 'name' | 'trackIds'>>,
  ): Playlist {
    const after = { ...before, ...change };
    if (after.trackIds.length > MOST_SONGS) {
      throw new MugleError(
        'bad-request',
        `A playlist holds at most ${String(MOST_SONGS)} songs; this one would have ${String(after.trackIds.length)}.`,
      );
    }
    // The clock may stand still or go back; the order of changes must not.
    return this.#put({ ...after, changedAt: Math.max(Date.now(), before.changedAt + 1) });
  }

  #put(playlist: StoredPlaylist): Playlist {
    this.#store.playlists.put(playlist);
    this.#changed();
    return shown(playlist);
  }

  /** @throws MugleError `track-unknown`; songs whose files are gone are known. */
  #checkSongs(trackIds: readonly TrackId[]): void {
    const unknownSong = trackIds.find((id) => !this.#store.tracks.has(id));
    if (unknownSong !== undefined) {
      throw new MugleError('track-unknown', `The library has no song ${unknownSong}.`);
    }
  }

  /** The name, with a number after it where another playlist has it. */
  #freeName(name: string, own?: string): string {
    const taken = new Set(
      this.#present().flatMap((other) => (other.id === own ? [] : [other.name.normalize('NFC')])),
    );
    let free = name;
    for (let number = 2; taken.has(free.normalize('NFC')); number++) {
      free = `${name} (${String(number)})`;
    }
    return free;
  }

  #summaryOf(playlist: StoredPlaylist): PlaylistSummary {
    const { id, name, trackIds, createdAt, changedAt } = playlist;
    let missing = 0;
    let seconds = 0;
    for (const each of trackIds) {
      missing += this.#view.isPresent(each) ? 0 : 1;
      seconds += this.#store.tracks.get(each)?.tags.durationSeconds ?? 0;
    }
    return { id, name, createdAt, changedAt, songs: trackIds.length, missing, seconds };
  }
}

function shown({ id, name, trackIds, createdAt, changedAt }: StoredPlaylist): Playlist {
  return { id, name, trackIds: [...trackIds], createdAt, changedAt };
}

function unknown(id: string): MugleError {
  return new MugleError(
    'playlist-unknown',
    `There is no playlist ${id}; it may have been deleted.`,
  );
}
