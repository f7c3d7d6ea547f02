import { MugleError } from '../../shared/errors';
import type { Response } from '../../shared/ipc/contract';
import type { Track, TrackColumns, TrackId } from '../../shared/records';
import { TRACK_STATES } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { StoredTrack } from '../store/stored-records';

/** Windows ask for rows again after this long at the earliest. */
const CHANGED_INTERVAL_MS = 250;

/**
 * The library as windows see it: tracks that have a file, and which of them changed since a version.
 * Versions start at the clock's time, so that one from an earlier run of the engine is never taken for a current one.
 */
export class LibraryView {
  readonly #store: LibraryStore;
  readonly #onChange: (version: number) => void;
  readonly #firstVersion = Date.now();
  readonly #changedAt = new Map<TrackId, number>();
  #version = this.#firstVersion;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: LibraryStore, onChange: (version: number) => void) {
    this.#store = store;
    this.#onChange = onChange;
  }

  /** A track came, went or changed. */
  touch(id: TrackId): void {
    this.#changedAt.set(id, ++this.#version);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#onChange(this.#version);
    }, CHANGED_INTERVAL_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  rows(since: number): Response<'library:rows'> {
    const reset = since < this.#firstVersion || since > this.#version;
    const shown: StoredTrack[] = [];
    const removed: TrackId[] = [];
    if (reset) {
      for (const track of this.#store.tracks.values()) {
        if (this.isShown(track.id)) {
          shown.push(track);
        }
      }
    } else {
      for (const [id, version] of this.#changedAt) {
        const track = this.#store.tracks.get(id);
        if (version <= since) {
          continue;
        }
        if (track !== undefined && this.isShown(id)) {
          shown.push(track);
        } else {
          removed.push(id);
        }
      }
    }
    return { version: this.#version, reset, rows: columnsOf(shown), removed };
  }

  /** Whether any file of the track is known; the vectors of others wait for their return. */
  isShown(id: TrackId): boolean {
    return this.#store.pathsOf(id).length > 0;
  }

  get shownCount(): number {
    let count = 0;
    for (const id of this.#store.tracks.keys()) {
      count += this.isShown(id) ? 1 : 0;
    }
    return count;
  }

  /** @throws MugleError `track-unknown` when there is no such track, or none of its files is known any more. */
  track(id: TrackId): Track {
    const track = this.stored(id);
    return { ...track.tags, id, paths: [...this.#store.pathsOf(id)], state: track.state };
  }

  /** @throws MugleError `track-unknown`, as above. */
  stored(id: TrackId): StoredTrack {
    const track = this.#store.tracks.get(id);
    if (track === undefined || !this.isShown(id)) {
      throw new MugleError(
        'track-unknown',
        `The library has no song ${id}. Its file may have been removed.`,
      );
    }
    return track;
  }

  /** The file that is played. @throws MugleError `track-unknown`, as above. */
  path(id: TrackId): string {
    this.stored(id);
    return this.#store.pathsOf(id)[0] ?? '';
  }
}

function columnsOf(tracks: readonly StoredTrack[]): TrackColumns {
  const numbers = (pick: (track: StoredTrack) => number | null): Float32Array<ArrayBuffer> =>
    Float32Array.from(tracks, (track) => pick(track) ?? Number.NaN);
  return {
    id: tracks.map((track) => track.id),
    title: tracks.map((track) => track.tags.title),
    artist: tracks.map((track) => track.tags.artist),
    album: tracks.map((track) => track.tags.album),
    albumArtist: tracks.map((track) => track.tags.albumArtist),
    genre: tracks.map((track) => track.tags.genre),
    year: numbers((track) => track.tags.year),
    durationSeconds: numbers((track) => track.tags.durationSeconds),
    trackNumber: numbers((track) => track.tags.trackNumber),
    discNumber: numbers((track) => track.tags.discNumber),
    hasCover: Uint8Array.from(tracks, (track) => (track.tags.hasCover ? 1 : 0)),
    state: Uint8Array.from(tracks, (track) => TRACK_STATES.indexOf(track.state)),
  };
}
