import { create } from 'zustand';
import { MugleError } from '../../electron/shared/errors';
import type { Response } from '../../electron/shared/ipc/contract';
import { invoke } from '../api/api';
import { useEngine } from './engine';
import { report } from './notices';
import type { Sort } from './order';
import { replaceRows, searchRows, sortRows } from './order';
import type { TrackRow } from './track-row';
import { rowsOf } from './track-row';

type Rows = Response<'library:rows'>;

interface LibraryState {
  /** False until the first answer of the engine. */
  readonly loaded: boolean;
  readonly version: number;
  /** Kept in place, as copying 100,000 entries four times a second is felt; `version` tells of changes. */
  readonly tracks: ReadonlyMap<string, TrackRow>;
  readonly sort: Sort;
  readonly query: string;
  /** All rows in order of `sort`. */
  readonly sorted: readonly TrackRow[];
  /** Those of them that match `query`. */
  readonly visible: readonly TrackRow[];
}

const tracks = new Map<string, TrackRow>();

export const useLibrary = create<LibraryState>(() => ({
  loaded: false,
  version: 0,
  tracks,
  sort: { column: 'artist', descending: false },
  query: '',
  sorted: [],
  visible: [],
}));

/** One song, or undefined when it is not in the library (any more). */
export function useTrack(id: string | null): TrackRow | undefined {
  return useLibrary((state) => (id === null ? undefined : state.tracks.get(id)));
}

export function setQuery(query: string): void {
  useLibrary.setState((state) => {
    // A longer query matches nothing that the shorter one did not: typing on searches what is left.
    const from = query.startsWith(state.query) ? state.visible : state.sorted;
    return { query, visible: searchRows(from, query) };
  });
}

/** Sorts by a column; the same column again turns the direction. */
export function sortBy(column: Sort['column']): void {
  useLibrary.setState(({ sort, sorted, query }) => {
    const descending = sort.column === column && !sort.descending;
    const next = { column, descending };
    const rows = sortRows(sorted, next);
    return { sort: next, sorted: rows, visible: searchRows(rows, query) };
  });
}

let fetching = false;
let again = false;

/** Gets what changed since the last time; calls that come meanwhile become one more. */
export async function refreshLibrary(): Promise<void> {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    do {
      again = false;
      apply(await invoke('library:rows', { since: useLibrary.getState().version }));
    } while (wantsAgain());
  } catch (thrown) {
    // What is wrong with an engine that is down is shown over the window already.
    const isDown = thrown instanceof MugleError && thrown.kind === 'engine-down';
    if (!isDown && useEngine.getState().state !== 'down') {
      report(thrown);
    }
  } finally {
    fetching = false;
  }
}

const wantsAgain = (): boolean => again;

function apply({ version, reset, rows, removed }: Rows): void {
  const fresh = rowsOf(rows);
  const gone = new Set(removed);
  if (reset) {
    tracks.clear();
  }
  for (const id of removed) {
    tracks.delete(id);
  }
  for (const row of fresh) {
    gone.add(row.id);
    tracks.set(row.id, row);
  }
  foldTitles(fresh);
  useLibrary.setState(({ sort, query, sorted }) => {
    const next = reset ? sortRows(fresh, sort) : replaceRows(sorted, gone, fresh, sort);
    return { loaded: true, version, sorted: next, visible: searchRows(next, query) };
  });
}

const TITLES_AT_A_TIME = 2_000;
const titleKeyOf = ({ keys }: TrackRow): string => keys.title;

/** Looks at the titles' keys while nothing else is to be done, so that the first letter of a search need not wait for them. */
function foldTitles(rows: readonly TrackRow[], from = 0): void {
  requestIdleCallback((deadline) => {
    let at = from;
    while (at < rows.length && deadline.timeRemaining() > 0) {
      rows.slice(at, at + TITLES_AT_A_TIME).forEach(titleKeyOf);
      at += TITLES_AT_A_TIME;
    }
    if (at < rows.length) {
      foldTitles(rows, at);
    }
  });
}
