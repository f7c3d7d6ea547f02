import type { LimitName, SimilarLimits, SimilarList } from '../../shared/ipc/similar-contract';
import { keysFit } from '../../shared/musical-key';
import type { SoundFacts, TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { StoredTrack } from '../store/stored-records';
import { isUnder } from './folders';
import { albumKey, artistKey } from './similar-query';

const DAY_MS = 24 * 60 * 60 * 1000;

type Rule = (track: StoredTrack) => boolean;
type Removed = SimilarList['removed'];

interface Taking {
  readonly wanted: number;
  readonly isVersionOf: (id: TrackId, taken: TrackId) => boolean;
  readonly mixed?: number | undefined;
}

export interface Taken {
  /** By song, its versions. */
  readonly taken: ReadonlyMap<TrackId, readonly TrackId[]>;
  readonly passed: Removed;
}

/** What a question allows in its answer. */
export class LimitRules {
  readonly #store: LibraryStore;
  readonly #limits: SimilarLimits;
  readonly #rules: readonly (readonly [LimitName, Rule])[];
  readonly #known = new Map<TrackId, boolean>();

  /**
   * @param sounds of the songs whose keys others are to fit.
   * @param hears whether the wished words were heard in a song, when any are wished.
   */
  constructor(
    store: LibraryStore,
    limits: SimilarLimits,
    sounds: readonly SoundFacts[],
    hears?: (id: TrackId) => boolean,
  ) {
    this.#store = store;
    this.#limits = limits;
    this.#rules = rulesOf(store, limits, sounds, hears);
  }

  /** Whether no rule about the song itself forbids it. */
  allows(id: TrackId): boolean {
    if (this.#rules.length === 0) {
      return true;
    }
    let allowed = this.#known.get(id);
    if (allowed === undefined) {
      const track = this.#store.tracks.get(id);
      allowed = track !== undefined && this.#rules.every(([, rule]) => rule(track));
      this.#known.set(id, allowed);
    }
    return allowed;
  }

  /**
   * The first so many songs of an order, each with those that are versions of it, not too many of one artist or album; and
   * how many had to be passed over for that. More than `mixed` of one artist only where there are not enough others.
   */
  take(order: readonly TrackId[], { wanted, isVersionOf, mixed = Infinity }: Taking): Taken {
    const { perArtist, perAlbum } = this.#limits;
    const groups = [
      new Quota('perArtist', perArtist, artistKey),
      new Quota('perAlbum', perAlbum, albumKey),
    ];
    // Who says how many of an artist there may be means it.
    const soft = new Quota('perArtist', perArtist === undefined ? mixed : Infinity, artistKey);
    const rows = new Map<TrackId, TrackId[]>();
    const places = new Map<TrackId, number>();
    const spare: StoredTrack[] = [];
    /** Of those, songs that no limit forbids now and of which none is a version of another. */
    const heads: TrackId[] = [];
    /** Only what is in the list for certain takes others into its row: they would go with it. */
    const fold = ({ id }: StoredTrack): boolean => {
      const row = [...rows.keys()].find((other) => isVersionOf(id, other));
      rows.get(row ?? '')?.push(id);
      return row !== undefined;
    };
    const choose = (track: StoredTrack): void => {
      if (rows.size < wanted && groups.every((group) => group.hasRoom(track))) {
        [...groups, soft].forEach((group) => {
          group.add(track);
        });
        rows.set(track.id, []);
      }
    };
    const keep = (track: StoredTrack): void => {
      spare.push(track);
      const mayCome = groups.every((group) => !group.isFull(track));
      if (mayCome && !heads.some((head) => isVersionOf(track.id, head))) {
        heads.push(track.id);
      }
    };
    for (const track of this.#tracksOf(order)) {
      if (rows.size === wanted) {
        break;
      }
      places.set(track.id, places.size);
      const hasPlace = soft.hasRoom(track);
      // Whether a song is a version of another costs most: those that cannot come in any more are not asked.
      if ((!hasPlace && heads.length >= wanted) || fold(track)) {
        continue;
      }
      if (hasPlace) {
        choose(track);
      } else {
        keep(track);
      }
    }
    for (const track of spare) {
      if (!fold(track)) {
        choose(track);
      }
    }
    const placeOf = (id: TrackId): number => places.get(id) ?? 0;
    const inOrder = [...rows].sort(([a], [b]) => placeOf(a) - placeOf(b));
    const taken = new Map(
      inOrder.map(([id, versions]) => [id, versions.sort((a, b) => placeOf(a) - placeOf(b))]),
    );
    return { taken, passed: groups.flatMap((group) => group.removed()) };
  }

  *#tracksOf(order: readonly TrackId[]): Generator<StoredTrack> {
    for (const id of order) {
      const track = this.#store.tracks.get(id);
      if (track !== undefined) {
        yield track;
      }
    }
  }

  /** How many of these songs each rule would leave out by itself. */
  count(ids: Iterable<TrackId>): Removed {
    const tracks = [...ids].flatMap((id) => this.#store.tracks.get(id) ?? []);
    return this.#rules.flatMap(([limit, rule]) => {
      const songs = tracks.filter((track) => !rule(track)).length;
      return songs === 0 ? [] : [{ limit, songs }];
    });
  }
}

function rulesOf(
  store: LibraryStore,
  limits: SimilarLimits,
  sounds: readonly SoundFacts[],
  hears: ((id: TrackId) => boolean) | undefined,
): readonly (readonly [LimitName, Rule])[] {
  const { years, seconds, tempo, keys, folder, notPlayedFor } = limits;
  const rules: (readonly [LimitName, Rule])[] = [];
  if (years !== undefined) {
    rules.push(['years', ({ tags }) => isIn(tags.year, years)]);
  }
  if (seconds !== undefined) {
    rules.push(['seconds', ({ tags }) => isIn(tags.durationSeconds, seconds)]);
  }
  if (tempo !== undefined) {
    rules.push(['tempo', ({ sound }) => isIn(sound?.tempo?.bpm ?? null, tempo)]);
  }
  if (keys !== undefined) {
    rules.push(['keys', keyRule(sounds)]);
  }
  if (hears !== undefined) {
    rules.push(['tags', ({ id }) => hears(id)]);
  }
  if (folder !== undefined) {
    rules.push(['folder', ({ id }) => store.pathsOf(id).some((path) => isUnder(path, folder))]);
  }
  if (notPlayedFor !== undefined) {
    const since = Date.now() - notPlayedFor * DAY_MS;
    rules.push([
      'notPlayedFor',
      ({ id }) => (store.plays.byId.get(id)?.lastPlayed ?? -Infinity) < since,
    ]);
  }
  return rules;
}

/** Fits the key of any of the songs; of songs whose key is not known nothing fits. */
function keyRule(sounds: readonly SoundFacts[]): Rule {
  const keys = new Set(sounds.flatMap(({ key }) => key?.key ?? []));
  return ({ sound }) => {
    const own = sound?.key?.key;
    return own !== undefined && [...keys].some((key) => keysFit(key, own));
  };
}

function isIn(
  value: number | null,
  { from = -Infinity, to = Infinity }: NonNullable<SimilarLimits['years']>,
): boolean {
  return value !== null && value >= from && value <= to;
}

/** How many songs of one kind there may be. */
class Quota {
  readonly #limit: 'perArtist' | 'perAlbum';
  readonly #most: number;
  readonly #keyOf: (track: StoredTrack) => string;
  readonly #counts = new Map<string, number>();
  #passed = 0;

  constructor(
    limit: 'perArtist' | 'perAlbum',
    most: number | undefined,
    keyOf: (track: StoredTrack) => string,
  ) {
    this.#limit = limit;
    this.#most = most ?? Infinity;
    this.#keyOf = keyOf;
  }

  isFull(track: StoredTrack): boolean {
    const key = this.#keyOf(track);
    // Songs that do not say are not known to belong together.
    return key !== '' && (this.#counts.get(key) ?? 0) >= this.#most;
  }

  /** As `isFull`, and counts those for which there is none. */
  hasRoom(track: StoredTrack): boolean {
    const isFull = this.isFull(track);
    this.#passed += isFull ? 1 : 0;
    return !isFull;
  }

  add(track: StoredTrack): void {
    const key = this.#keyOf(track);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  removed(): Removed {
    return this.#passed === 0 ? [] : [{ limit: this.#limit, songs: this.#passed }];
  }
}
