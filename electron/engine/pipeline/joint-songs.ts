import { USUAL_WEIGHTS } from '../../shared/ipc/similar-contract';
import type { SpaceName, TrackId } from '../../shared/records';
import { SPACES } from '../../shared/records';
import { evenSpreads } from '../rank/even-spreads';
import type { SpaceSpreads } from '../rank/row-distances';
import type { SongSpace, SpacePart } from '../rank/song-space';
import type { LibraryStore } from '../store/library-store';
import type { VectorSpace } from '../store/vector-space';
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

/** The songs as lists are made of them: weights as *Balanced* has them, each space by what is usual in it. */
export async function jointSongs(parts: JointParts): Promise<JointSongs> {
  const { store, view, versions } = parts;
  const filled = await filledSpaces(parts);
  const { ids, numbers, rowsIn } = numbered(filled.map(({ memory }) => memory));
  const idOf = (song: number): TrackId => ids[song] ?? '';
  const numberOf = (id: TrackId): number | undefined => numbers.get(id);
  const space: SongSpace = {
    songs: ids.length,
    parts: filled.map(({ name, memory, spreads }, at): SpacePart => ({
      rows: memory,
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
    numberOf: (id) =>
      isHeard(
        store,
        id,
        filled.map(({ name }) => name),
      )
        ? numberOf(id)
        : undefined,
  };
}

async function filledSpaces({ store, hubs }: JointParts): Promise<readonly Filled[]> {
  const state = (): unknown[] =>
    SPACES.flatMap((name) => [store.space(name), store.space(name)?.changes]);
  for (;;) {
    const before = state();
    const found: Filled[] = [];
    for (const name of SPACES) {
      const memory = store.space(name);
      const spreads = await hubs.of(name);
      if (memory !== undefined && memory.ids.length > 0) {
        found.push({ name, memory, spreads: spreads ?? evenSpreads(memory) });
      }
    }
    // Statistics may have been waited for: what came meanwhile has none yet.
    if (state().every((each, at) => each === before[at])) {
      return found;
    }
  }
}

/** Numbers for the songs of all spaces, and which row of each space is whose. */
function numbered(spaces: readonly VectorSpace[]): {
  readonly ids: readonly TrackId[];
  readonly numbers: ReadonlyMap<TrackId, number>;
  readonly rowsIn: readonly Int32Array[];
} {
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
