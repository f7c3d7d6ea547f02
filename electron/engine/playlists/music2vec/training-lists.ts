/** What a list is, and so how much it says. */
export const LIST_KINDS = ['playlist', 'album', 'folder'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/**
 * How often a list is read: one that a person made always, an album every second time, a folder every fourth. Who puts two songs
 * together by hand says more than a record company does, and that more than a disk.
 */
const WEIGHTS: Readonly<Record<ListKind, number>> = { playlist: 1, album: 0.5, folder: 0.25 };
/** Albums and folders with more songs are heaps ("Unknown album", "Downloads"), and say nothing. */
const MOST_IN_HEAP = 500;
/** Of a longer playlist √(200 / songs) are read each time: it says less about each pair, and must not drown the others. */
const LONG = 200;

/** Songs in the order of a list, by number. */
export interface SongList {
  readonly kind: ListKind;
  readonly songs: readonly number[];
}

/** Lists as they are learned from: songs by number from 0 to below `songs`, list after list. */
export interface TrainingLists {
  readonly songs: number;
  readonly members: Uint32Array<ArrayBuffer>;
  /** Where each list ends in `members`. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** How likely each list is read in an epoch, in (0, 1]. */
  readonly chances: Float32Array<ArrayBuffer>;
  /** The share of each list's songs that take part when it is read, in (0, 1]. */
  readonly keeps: Float32Array<ArrayBuffer>;
}

/**
 * Collects lists for the training. A song that follows itself counts once there; lists of fewer than two songs say nothing. Lists
 * of the same songs, in whatever order, count as one: the first, with the weight that is most.
 */
export class ListCollection {
  readonly #lists = new Map<string, SongList>();

  /** @returns whether it counts as a list of its own. */
  add({ kind, songs }: SongList): boolean {
    const own = songs.filter((song, at) => song !== songs[at - 1]);
    const distinct = [...new Set(own)].sort((a, b) => a - b);
    if (distinct.length < 2 || (kind !== 'playlist' && distinct.length > MOST_IN_HEAP)) {
      return false;
    }
    const key = distinct.join(' ');
    const before = this.#lists.get(key);
    if (before === undefined || WEIGHTS[before.kind] < WEIGHTS[kind]) {
      this.#lists.set(key, { kind, songs: own });
    }
    return before === undefined;
  }

  /** @param songs how many songs there are; the numbers in the lists are below. */
  finish(songs: number): TrainingLists {
    const lists = [...this.#lists.values()];
    const members = new Uint32Array(lists.reduce((sum, list) => sum + list.songs.length, 0));
    let from = 0;
    const ends = Uint32Array.from(lists, (list) => {
      members.set(list.songs, from);
      from += list.songs.length;
      return from;
    });
    return {
      songs,
      members,
      ends,
      chances: Float32Array.from(lists, ({ kind }) => WEIGHTS[kind]),
      keeps: Float32Array.from(lists, ({ songs: own }) =>
        Math.min(1, Math.sqrt(LONG / own.length)),
      ),
    };
  }
}
