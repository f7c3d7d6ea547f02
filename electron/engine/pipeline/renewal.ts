import type { ErrorRecord } from '../../shared/errors';
import { MugleError, toErrorRecord } from '../../shared/errors';
import type { SpaceName, TrackId } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { StoredAnalysis, StoredTrack } from '../store/stored-records';
import { LEARNED_SPACE } from '../store/table-specs';
import type { BundledModels } from './bundled-models';
import { isUnder } from './folders';
import type { LibraryView } from './library-view';
import { isPassing } from './scan-verdicts';

interface RenewalParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly models: BundledModels;
  /** All vectors are other ones than before. */
  readonly switched: () => void;
  readonly failed: (error: ErrorRecord) => void;
}

/**
 * Hearing a library anew because models that fill its spaces have changed. Vectors of the old and the new ones say nothing of each other:
 * the new ones are kept apart, songs that come meanwhile too, and lists answer from the old ones until every song that can be heard has
 * been. Then the library changes over at once.
 */
export class Renewal {
  readonly #parts: RenewalParts;
  #isOn = false;
  /** Songs with old vectors that are to be heard; some may have gone since, or failed. */
  readonly #toHear = new Set<TrackId>();
  /** Those of them that are waited for, as of the last scan. */
  #waitsFor = new Set<TrackId>();
  /** Files that the last scan of their folder did not find because the root or the drive they are on was not there. */
  #away: ReadonlySet<string> = new Set();
  /** When files first failed for a reason that may pass. One that has failed again since is not waited for. */
  readonly #firstFailed = new Map<string, number>();
  #settling: Promise<void> = Promise.resolve();

  constructor(parts: RenewalParts) {
    this.#parts = parts;
  }

  /** Looks at what the library was made with. The vectors must be there, and nothing may have been heard yet. */
  begin(): void {
    const { store, models } = this.#parts;
    const [begun] = store.next.heard.values();
    const isForOthers = begun !== undefined && begun.models.join(' ') !== models.ids.join(' ');
    this.#isOn = this.#hasOld();
    if (isForOthers || (begun !== undefined && !this.#isOn)) {
      store.dropNext().catch((thrown: unknown) => {
        this.#parts.failed(toErrorRecord(thrown, { stage: 'store' }));
      });
    }
    for (const id of this.#isOn ? store.tracks.keys() : []) {
      if (this.#hasVector(id) && !store.next.heard.has(id) && !store.absent.has(id)) {
        this.#toHear.add(id);
      }
    }
    this.#lookAgain();
  }

  /** A scan has looked: at these folders, of which (or of the drives in them) some were not there. */
  looked(seen: {
    readonly folders: readonly string[];
    readonly away: readonly string[];
    readonly found: ReadonlySet<string>;
  }): void {
    if (!this.#isOn) {
      return;
    }
    const { folders, away, found } = seen;
    const isIn = (path: string, among: readonly string[]): boolean =>
      among.some((folder) => isUnder(path, folder));
    const others = [...this.#away].filter((path) => !isIn(path, folders));
    const gone = [...this.#parts.store.files.keys()].filter(
      (path) => isIn(path, away) && !found.has(path),
    );
    this.#away = new Set([...others, ...gone]);
    this.#lookAgain();
  }

  /** A song could not be heard. */
  failed(id: TrackId): void {
    if (!this.#isWaitedFor(id)) {
      this.#waitsFor.delete(id);
    }
  }

  /** Whether what is heard now must be kept apart. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** How many songs are still to be heard anew before the library changes over. */
  get left(): number {
    return this.#isOn ? this.#waitsFor.size : 0;
  }

  /** Why a song that was heard for later cannot be compared yet. */
  notYet(): MugleError {
    return new MugleError(
      'not-analysed',
      `This song was heard with new models, with which ${String(this.left)} songs are still being heard anew. It can be compared when they have been.`,
      { stage: 'embed' },
    );
  }

  /** @param track as it will be. */
  keep(track: StoredTrack, analysis: StoredAnalysis): void {
    this.#parts.store.putNext(track, analysis);
    this.#toHear.delete(track.id);
    this.#waitsFor.delete(track.id);
    if (this.#toHear.size === 0) {
      void this.settle();
    }
  }

  /** Changes over if nothing is missing. Resolves when that is done; what fails is told of, and tried again the next time. */
  settle(): Promise<void> {
    this.#settling = this.#settling.then(() => this.#settle());
    return this.#settling;
  }

  async #settle(): Promise<void> {
    const { store, view, switched, failed } = this.#parts;
    this.#lookAgain();
    // Where no song at all could be heard, the models are to blame rather than the songs.
    if (!this.#isOn || store.next.heard.size === 0 || this.#waitsFor.size > 0) {
      return;
    }
    try {
      await store.switchToNext(() => {
        this.#isOn = false;
        for (const id of store.tracks.keys()) {
          view.touch(id);
        }
        switched();
      });
    } catch (thrown) {
      failed(toErrorRecord(thrown, { stage: 'store' }));
    }
  }

  #lookAgain(): void {
    this.#waitsFor = new Set([...this.#toHear].filter((id) => this.#isWaitedFor(id)));
  }

  /** Not when its files are gone, left out, away, or could not be heard. */
  #isWaitedFor(id: TrackId): boolean {
    const { store, view } = this.#parts;
    return (
      this.#toHear.has(id) &&
      view.isPresent(id) &&
      !store.pathsOf(id).every((path) => this.#away.has(path) || this.#isGivenUp(path))
    );
  }

  /** What failed for a reason that may pass is given up when a scan has tried it again. */
  #isGivenUp(path: string): boolean {
    const failure = this.#parts.store.failures.get(path);
    if (failure === undefined || !isPassing(failure)) {
      return failure !== undefined;
    }
    const first = this.#firstFailed.get(path) ?? failure.at;
    this.#firstFailed.set(path, first);
    return failure.at > first;
  }

  #hasOld(): boolean {
    // Songs share few lists of models: each is looked at once.
    const lacking = new Map<readonly string[], readonly SpaceName[]>();
    for (const { id, models } of this.#parts.store.tracks.values()) {
      const spaces = lacking.get(models) ?? this.#spacesLacking(models);
      lacking.set(models, spaces);
      if (spaces.some((space) => this.#isIn(id, space))) {
        return true;
      }
    }
    return false;
  }

  /** The spaces that a bundled model fills which is not among these. */
  #spacesLacking(models: readonly string[]): readonly SpaceName[] {
    const bundled = this.#parts.models;
    const missing = bundled.ids.filter((model) => !models.includes(model));
    const lacking = missing.map((model) => bundled.spaceOf(model));
    return SPACES.filter((space) => lacking.includes(space));
  }

  #hasVector(id: TrackId): boolean {
    return SPACES.some((space) => space !== LEARNED_SPACE && this.#isIn(id, space));
  }

  #isIn(id: TrackId, space: SpaceName): boolean {
    return this.#parts.store.space(space)?.rowOf(id) !== undefined;
  }
}
