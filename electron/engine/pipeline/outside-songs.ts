import { MugleError } from '../../shared/errors';
import type { OutsideSong } from '../../shared/ipc/similar-contract';
import type { SoundFacts, SpaceName, TrackId } from '../../shared/records';
import type { AskedVectors } from '../rank/row-distances';
import type { LibraryStore } from '../store/library-store';
import type { FileReader } from './file-reader';
import type { LibraryView } from './library-view';
import type { Renewal } from './renewal';
import { isHeard, vectorsHeard, vectorsOf } from './similar-query';
import type { HeardSong } from './worker-protocol';

interface OutsideParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly renewal: Renewal;
  readonly reader: FileReader;
  /** Listens to a file. */
  readonly hear: (path: string) => Promise<HeardSong>;
}

/** Songs that are remembered; the one that was longest unasked for is forgotten first. */
const MOST_REMEMBERED = 16;

interface Remembered {
  readonly path: string;
  heard: Promise<HeardSong> | undefined;
}

/** Files that are asked about without being in the library. They are listened to once, and forgotten when the engine ends. */
export class OutsideSongs {
  readonly #parts: OutsideParts;
  readonly #songs = new Map<TrackId, Remembered>();

  constructor(parts: OutsideParts) {
    this.#parts = parts;
  }

  /** Gets to know a file, so that its song can be asked about by its id. @throws MugleError with the stage that failed */
  async meet(path: string): Promise<OutsideSong> {
    const { id, tags } = await this.#parts.reader.do({ what: 'song', path });
    // Where it lies now: it may have been moved.
    this.#remember(id, { path, heard: this.#songs.get(id)?.heard });
    const { title, artist, album } = tags;
    return { id, title, artist, album, isInLibrary: this.#parts.view.isListed(id) };
  }

  /**
   * The song's vectors for these spaces: the library's where it has them, else it is listened to now.
   * @throws MugleError `track-unknown`, `not-analysed` while the library is heard anew, …
   */
  async vectorsOf(
    id: TrackId,
    spaces: readonly SpaceName[],
  ): Promise<ReadonlyMap<SpaceName, AskedVectors>> {
    const { store, renewal } = this.#parts;
    // Listening says nothing of lists.
    const isFound = isHeard(store, id, spaces) || spaces.every((space) => space === 'playlist');
    if (!isFound && renewal.isOn) {
      throw renewal.notYet();
    }
    const heard = isFound ? [] : vectorsHeard(await this.#heard(id));
    return new Map([...vectorsOf(store, [id], []), ...heard]);
  }

  /** The words' scores of a song that is not in the library; undefined for all others. */
  async scoresOf(id: TrackId): Promise<HeardSong['tagScores'] | undefined> {
    return (await this.#heardOutside(id))?.tagScores;
  }

  /** Tempo, key and loudness: the library's, or what is heard in a song that is not in it. Undefined where neither knows. */
  async soundOf(id: TrackId): Promise<SoundFacts | undefined> {
    return this.#parts.store.tracks.get(id)?.sound ?? (await this.#heardOutside(id))?.sound;
  }

  /** The passages and the length of a song that is not in the library; undefined for all others. */
  async passagesOf(
    id: TrackId,
  ): Promise<Pick<HeardSong, 'passages' | 'durationSeconds'> | undefined> {
    return this.#heardOutside(id);
  }

  async #heardOutside(id: TrackId): Promise<HeardSong | undefined> {
    const isKnown = this.#parts.view.isListed(id) || !this.#songs.has(id);
    return isKnown ? undefined : this.#heard(id);
  }

  async #heard(id: TrackId): Promise<HeardSong> {
    const song = this.#songs.get(id);
    if (song === undefined) {
      throw new MugleError(
        'track-unknown',
        `The file of the song ${id} is not known any more. Drop it here again.`,
      );
    }
    this.#remember(id, song);
    const hearing = (song.heard ??= this.#parts.hear(song.path));
    try {
      return await hearing;
    } catch (thrown) {
      // It may work the next time: the drive may be back.
      const now = this.#songs.get(id);
      if (now?.heard === hearing) {
        now.heard = undefined;
      }
      throw thrown;
    }
  }

  #remember(id: TrackId, song: Remembered): void {
    this.#songs.delete(id);
    this.#songs.set(id, song);
    for (const old of [...this.#songs.keys()].slice(0, -MOST_REMEMBERED)) {
      this.#songs.delete(old);
    }
  }
}
