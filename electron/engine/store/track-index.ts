import type { TrackId } from '../../shared/records';
import type { Missing, StoredTrack } from './stored-records';

/** The known songs, and which of them have no file at present. */
export class TrackIndex {
  readonly byId = new Map<TrackId, StoredTrack>();
  /** Songs without any file; each says since when. */
  readonly absent = new Set<TrackId>();
  /** Missing songs by the path at which they are shown. */
  readonly #lostAt = new Map<string, TrackId>();

  /** Notes whether a song has files; `lostAt` is where its last one was deleted. @returns whether its row changed. */
  note(id: TrackId, hasFile: boolean, lostAt = ''): boolean {
    const track = this.byId.get(id);
    if (track === undefined) {
      return false;
    }
    if (hasFile) {
      this.absent.delete(id);
      return track.missing !== undefined && this.#set(track, undefined);
    }
    this.absent.add(id);
    return this.#set(track, track.missing ?? { since: Date.now(), path: lostAt });
  }

  /** Missing songs shown at paths like these are no longer shown. @returns those. */
  hide(isHidden: (path: string) => boolean): readonly TrackId[] {
    return [...this.#lostAt.keys()].filter(isHidden).flatMap((path) => this.hideAt(path) ?? []);
  }

  /** Like `hide`, for one path: another song is there now. */
  hideAt(path: string): TrackId | undefined {
    const id = this.#lostAt.get(path);
    const track = id === undefined ? undefined : this.byId.get(id);
    if (track?.missing === undefined) {
      return undefined;
    }
    this.#set(track, { ...track.missing, path: '' });
    return id;
  }

  /** Those that have been missing since before this time. */
  missingSince(before: number): readonly StoredTrack[] {
    return [...this.absent].flatMap((id) => {
      const track = this.byId.get(id);
      return track?.missing !== undefined && track.missing.since < before ? [track] : [];
    });
  }

  delete(id: TrackId): void {
    const track = this.byId.get(id);
    if (track !== undefined) {
      this.#set(track, undefined);
      this.byId.delete(id);
      this.absent.delete(id);
    }
  }

  #set(track: StoredTrack, missing: Missing | undefined): boolean {
    const { missing: before, ...rest } = track;
    if (before !== undefined && this.#lostAt.get(before.path) === track.id) {
      this.#lostAt.delete(before.path);
    }
    if (missing !== undefined && missing.path !== '') {
      this.#lostAt.set(missing.path, track.id);
    }
    if (before?.since === missing?.since && before?.path === missing?.path) {
      return false;
    }
    this.byId.set(track.id, missing === undefined ? rest : { ...rest, missing });
    return true;
  }
}
