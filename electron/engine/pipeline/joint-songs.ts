import { USUAL_WEIGHTS } from '../../shared/ipc/similar-contract';
import type { SpaceName, TrackId } from '../../shared/records';
import { SPACES } from '../../shared/records';
import { evenSpreads } from '../rank/even-spreads';
import type { SpaceSpreads } from '../rank/row-distances';
import type { SongSpace, SpacePart } from '../rank/song-space';
import type { LibraryStore } from '../store/library-store';
import type { VectorSpace } from '../store/vector-space';
import { SpaceMoment } from '../store/vector-space';
import type { HubStatistics } from './hub-statistics';
import type { LibraryView } from './library-view';
import { artistKey, isHeard } from './similar-query';
import type { VersionFolds } from './version-folds';

export interface JointParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly hubs: HubStatistics;
  readonly versions: VersionFolds;
}

/** All songs that have a vector, numbered, in all filled spaces at once. To be used before anything else happens. */
export interface JointSongs {
  readonly space: SongSpace;
  readonly idOf: (song: number) => TrackId;
  /** Undefined for a song that was not listened to. */
  readonly numberOf: (id: TrackId) => number | undefined;
}

interface Filled {
  readonly name: SpaceName;
  readonly memory: VectorSpace;
  readonly spreads: SpaceSpreads;
}

/**
 * Looks at the songs as lists are made of them: weights as *Balanced* has them, each space by what is usual in it. `make` has to
 * be done with them when it returns.
 */
export async function withJointSongs<T>(
  parts: JointParts,
  make: (joint: JointSongs) => T,
): Promise<T> {
  const { store, hubs } = parts;
  return hubs.withAll(SPACES, (found) => {
    const filled = SPACES.flatMap((name): Filled[] => {
      const memory = store.space(name);
      return memory === undefined || memory.ids.length === 0
        ? []
        : [{ name, memory, spreads: found.get(name) ?? evenSpreads(memory) }];
    });
    return make(jointSongs(parts, filled));
  });
}

function jointSongs({ store, view, versions }: JointParts, filled: readonly Filled[]): JointSongs {
  const memories = filled.map(({ memory }) => memory);
  const { ids, numbers, rowsIn } = numbersOf(store, memories);
  const idOf = (song: number): TrackId => ids[song] ?? '';
  const numberOf = (id: TrackId): number | undefined => numbers.get(id);
  const names = filled.map(({ name }) => name);
  const space: SongSpace = {
    songs: ids.length,
    parts: filled.map(({ name, memory: { dims, codes, peaks }, spreads }, at): SpacePart => ({
      // As they are now: asked for again for each pair, they would be cut out of the memory each time.
      rows: { dims, codes, peaks },
      spreads,
      weight: USUAL_WEIGHTS[name],
      rowOf: rowsIn[at] ?? new Int32Array(),
    })),
    exclude: new Set([...view.notPresent()].flatMap((id) => numberOf(id) ?? [])),
    artistOf: (song) => {
      const track = store.tracks.get(idOf(song));
      return track === undefined ? '' : artistKey(track);
    },
    areVersions: (a, b) => versions.areVersions(idOf(a), idOf(b)),
  };
  return {
    space,
    idOf,
    numberOf: (id) => (isHeard(store, id, names) ? numberOf(id) : undefined),
  };
}

interface Numbers {
  readonly ids: readonly TrackId[];
  readonly numbers: ReadonlyMap<TrackId, number>;
  readonly rowsIn: readonly Int32Array[];
}

interface LastNumbers extends Numbers {
  readonly of: readonly SpaceMoment[];
}

/** Numbering a large library takes longer than making a list of it: it is done once for each state of its spaces. */
const LAST_NUMBERS = new WeakMap<LibraryStore, LastNumbers>();

function numbersOf(store: LibraryStore, spaces: readonly VectorSpace[]): Numbers {
  const last = LAST_NUMBERS.get(store);
  const isSame =
    last?.of.length === spaces.length && last.of.every((moment, at) => moment.isNow(spaces[at]));
  if (last !== undefined && isSame) {
    return last;
  }
  const made = { of: spaces.map((space) => new SpaceMoment(space)), ...numbered(spaces) };
  LAST_NUMBERS.set(store, made);
  return made;
}

/** Numbers for the songs of all spaces, and which row of each space is whose. */
function numbered(spaces: readonly VectorSpace[]): Numbers {
  const numbers = new Map<TrackId, number>();
  for (const id of spaces.flatMap(({ ids }) => ids)) {
    if (!numbers.has(id)) {
      numbers.set(id, numbers.size);
    }
  }
  const rowsIn = spaces.map((space) => {
    const rows = new Int32Array(numbers.size).fill(-1);
    space.ids.forEach((id, row) => {
      rows[numbers.get(id) ?? -1] = row;
    });
    return rows;
  });
  return { ids: [...numbers.keys()], numbers, rowsIn };
}
