import path from 'node:path';
import { MugleError } from '../../shared/errors';
import type { Response } from '../../shared/ipc/contract';
import type { Track, TrackColumns, TrackId, TrackState } from '../../shared/records';
import { TRACK_STATES } from '../../shared/records';
import { encodeTexts, joinTexts } from '../../shared/text-column';
import type { LibraryStore } from '../store/library-store';
import type { StoredTrack } from '../store/stored-records';
import type { LeftOut } from './left-out';

/** Windows ask for rows again after this long at the earliest. */
const CHANGED_INTERVAL_MS = 250;

/**
 * The library as windows see it: tracks that have a file or lost it lately, and which of them changed since a version.
 * Versions start at the clock's time, so that one from an earlier run of the engine is never taken for a current one.
 */
export class LibraryView {
  readonly #store: LibraryStore;
  readonly #leftOut: LeftOut;
  readonly #onChange: (version: number) => void;
  readonly #firstVersion: number;
  readonly #changedAt = new Map<TrackId, number>();
  #version: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param firstVersion that of rows which are shown already and are what the store has. */
  constructor(
    store: LibraryStore,
    leftOut: LeftOut,
    onChange: (version: number) => void,
    firstVersion = Date.now(),
  ) {
    this.#firstVersion = firstVersion;
    this.#version = firstVersion;
    this.#store = store;
    this.#leftOut = leftOut;
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
        if (this.#isListed(track)) {
          shown.push(track);
        }
      }
    } else {
      for (const [id, version] of this.#changedAt) {
        const track = this.#store.tracks.get(id);
        if (version <= since) {
          continue;
        }
        if (track !== undefined && this.#isListed(track)) {
          shown.push(track);
        } else {
          removed.push(id);
        }
      }
    }
    return { version: this.#version, reset, rows: this.#columnsOf(shown), removed };
  }

  /** Whether any file of the track is there and not left out; the vectors of others wait for their return. */
  isPresent(id: TrackId): boolean {
    return this.#hasFile(id) && !this.#isLeftOut(id);
  }

  /** The folder of each present track's oldest file; apart from the rows, as few look at it. */
  folders(): Response<'library:folders'> {
    const numbers = new Map<string, number>();
    const ids: TrackId[] = [];
    const folder: number[] = [];
    for (const id of this.#store.tracks.keys()) {
      const [first] = this.isPresent(id) ? this.#store.pathsOf(id) : [];
      if (first !== undefined) {
        const name = path.dirname(first);
        const number = numbers.get(name) ?? numbers.size;
        numbers.set(name, number);
        ids.push(id);
        folder.push(number);
      }
    }
    return { id: joinTexts(ids), folder: Uint32Array.from(folder), folders: [...numbers.keys()] };
  }

  /** The tracks that are not present. */
  notPresent(): ReadonlySet<TrackId> {
    const { absent, tracks } = this.#store;
    if (this.#leftOut.isEmpty) {
      return absent;
    }
    const leftOut = [...tracks.keys()].filter((id) => !absent.has(id) && this.#isLeftOut(id));
    return new Set([...absent, ...leftOut]);
  }

  /** Whether rules leave the track out: its length or genre, or all the paths it has or had. */
  #isLeftOut(id: TrackId): boolean {
    if (this.#leftOut.isEmpty) {
      return false;
    }
    const track = this.#store.tracks.get(id);
    if (track === undefined) {
      return false;
    }
    const known = this.#store.pathsOf(id);
    const paths = known.length > 0 ? known : [track.missing?.path ?? ''];
    return this.#leftOut.tags(track.tags) || paths.every((path) => this.#leftOut.path(path));
  }

  /** @throws MugleError `track-unknown` when there is no such track, or it is not shown any more. */
  track(id: TrackId): Track {
    const track = this.stored(id);
    const paths = this.#store.pathsOf(id);
    return {
      ...track.tags,
      id,
      paths: paths.length > 0 ? [...paths] : [track.missing?.path ?? ''],
      state: this.#stateOf(track),
    };
  }

  /** @throws MugleError `track-unknown`, as above. */
  stored(id: TrackId): StoredTrack {
    const track = this.#store.tracks.get(id);
    if (track === undefined || !this.#isListed(track)) {
      throw new MugleError(
        'track-unknown',
        `The library has no song ${id}. Its file may have been removed.`,
      );
    }
    return track;
  }

  /** The file that is played. @throws MugleError `track-unknown` as above, `file-missing` when it was deleted. */
  path(id: TrackId): string {
    const { missing } = this.stored(id);
    const paths = this.#store.pathsOf(id);
    const file = paths.find((copy) => !this.#store.failures.has(copy)) ?? paths[0];
    if (file === undefined) {
      const lostAt = missing?.path ?? '';
      throw new MugleError(
        'file-missing',
        `${lostAt} is not there any more. Put it back, or scan the folder it was moved to.`,
        { path: lostAt },
      );
    }
    return file;
  }

  #isListed({ id, missing }: StoredTrack): boolean {
    return missing?.path !== '' && !this.#isLeftOut(id);
  }

  /** Whether windows see the track. */
  isListed(id: TrackId): boolean {
    const track = this.#store.tracks.get(id);
    return track !== undefined && this.#isListed(track);
  }

  /** What is known of songs that are not listed; those never seen have no row. */
  columnsOfUnlisted(ids: ReadonlySet<TrackId>): TrackColumns {
    const tracks = [...ids].flatMap((id) => this.#store.tracks.get(id) ?? []);
    const state = new Uint8Array(tracks.length).fill(TRACK_STATES.indexOf('missing'));
    return { ...tagColumnsOf(tracks), ...this.#playColumnsOf(tracks), state };
  }

  #hasFile(id: TrackId): boolean {
    const { tracks, absent } = this.#store;
    return tracks.has(id) && !absent.has(id);
  }

  #stateOf({ state, missing }: StoredTrack): TrackState {
    return missing === undefined ? state : 'missing';
  }

  #columnsOf(tracks: readonly StoredTrack[]): TrackColumns {
    const state = Uint8Array.from(tracks, (track) => TRACK_STATES.indexOf(this.#stateOf(track)));
    return { ...tagColumnsOf(tracks), ...this.#playColumnsOf(tracks), state };
  }

  #playColumnsOf(tracks: readonly StoredTrack[]): Pick<TrackColumns, 'plays' | 'lastPlayed'> {
    const { byId } = this.#store.plays;
    const plays = new Uint32Array(tracks.length);
    const lastPlayed = new Float64Array(tracks.length).fill(Number.NaN);
    tracks.forEach(({ id }, row) => {
      const played = byId.get(id);
      if (played !== undefined) {
        plays[row] = played.plays;
        lastPlayed[row] = played.lastPlayed ?? Number.NaN;
      }
    });
    return { plays, lastPlayed };
  }
}

function tagColumnsOf(
  tracks: readonly StoredTrack[],
): Omit<TrackColumns, 'state' | 'plays' | 'lastPlayed'> {
  const numbers = (pick: (track: StoredTrack) => number | null): Float32Array<ArrayBuffer> =>
    Float32Array.from(tracks, (track) => pick(track) ?? Number.NaN);
  return {
    id: joinTexts(tracks.map((track) => track.id)),
    title: joinTexts(tracks.map((track) => track.tags.title)),
    artist: encodeTexts(tracks.map((track) => track.tags.artist)),
    album: encodeTexts(tracks.map((track) => track.tags.album)),
    albumArtist: encodeTexts(tracks.map((track) => track.tags.albumArtist)),
    genre: encodeTexts(tracks.map((track) => track.tags.genre)),
    year: numbers((track) => track.tags.year),
    durationSeconds: numbers((track) => track.tags.durationSeconds),
    trackNumber: numbers((track) => track.tags.trackNumber),
    discNumber: numbers((track) => track.tags.discNumber),
    hasCover: Uint8Array.from(tracks, (track) => (track.tags.hasCover ? 1 : 0)),
    tempo: numbers((track) => track.sound?.tempo?.bpm ?? null),
    key: Int8Array.from(tracks, (track) => track.sound?.key?.key ?? -1),
    loudness: numbers((track) => track.sound?.loudness ?? null),
  };
}
