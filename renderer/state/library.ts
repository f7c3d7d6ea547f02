import { create } from 'zustand';
import { MugleError } from '../../electron/shared/errors';
import type { Response } from '../../electron/shared/ipc/contract';
import { invoke } from '../api/api';
import { useEngine } from './engine';
import { report } from './notices';
import type { Sort } from './order';
import { replaceRows, sortRows } from './order';
import { RowsById } from './rows-by-id';
import { narrows, SearchIndex } from './search-index';
import type { TrackRow } from './track-row';
import { rowsOf } from './track-row';

type Rows = Response<'library:rows'>;

interface LibraryState {
  /** False until the first answer of the engine. */
  readonly loaded: boolean;
  readonly version: number;
  /** Kept in place, as copying 100,000 entries four times a second is felt; `version` tells of changes. */
  readonly tracks: Pick<ReadonlyMap<string, TrackRow>, 'get' | 'has' | 'values' | 'size'>;
  readonly sort: Sort;
  readonly query: string;
  /** Only these songs are shown; all when null. */
  readonly only: ReadonlySet<string> | null;
  /** All rows in order of `sort`. */
  readonly sorted: readonly TrackRow[];
  /** Those of them that match `query` and are in `only`. */
  readonly visible: readonly TrackRow[];
}

const tracks = new RowsById();
const index = new SearchIndex();

export const useLibrary = create<LibraryState>(() => ({
  loaded: false,
  version: 0,
  tracks,
  sort: { column: 'artist', descending: false },
  query: '',
  only: null,
  sorted: [],
  visible: [],
}));

/** One song, or undefined when it is not in the library (any more). */
export function useTrack(id: string | null): TrackRow | undefined {
  return useLibrary((state) => (id === null ? undefined : state.tracks.get(id)));
}

export function setQuery(query: string): void {
  useLibrary.setState((state) => {
    // Typing on searches what is left, for what is new in the query.
    const visible = narrows(state.query, query)
      ? index.search(state.visible, query, state.query)
      : shownOf(state.sorted, query, state.only);
    return { query, visible };
  });
}

/** Shows only these songs, or all again. */
export function showOnly(only: ReadonlySet<string> | null): void {
  useLibrary.setState(({ sorted, query }) => ({ only, visible: shownOf(sorted, query, only) }));
}

function shownOf(
  sorted: readonly TrackRow[],
  query: string,
  only: ReadonlySet<string> | null,
): readonly TrackRow[] {
  return index.search(only === null ? sorted : sorted.filter(({ id }) => only.has(id)), query);
}

/** Sorts by a column; the same column again turns the direction. */
export function sortBy(column: Sort['column']): void {
  useLibrary.setState(({ sort, sorted, query, only }) => {
    const descending = sort.column === column && !sort.descending;
    const next = { column, descending };
    const rows = sortRows(sorted, next);
    return { sort: next, sorted: rows, visible: shownOf(rows, query, only) };
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
      const isFirst = !useLibrary.getState().loaded;
      apply(await invoke('library:rows', { since: useLibrary.getState().version }));
      if (isFirst) {
        askOnceDrawn();
      }
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

/** The engine, which holds back for the first rows, goes on when it is asked again. */
function askOnceDrawn(): void {
  requestIdleCallback(() => void refreshLibrary(), { timeout: 500 });
}

function apply({ version, reset, rows, removed }: Rows): void {
  const fresh = rowsOf(rows);
  if (!reset && fresh.length === 0 && removed.length === 0) {
    // A window that opens asks twice: the second answer must not hold up its first rows.
    useLibrary.setState({ loaded: true, version });
    return;
  }
  let gone: ReadonlySet<string> = new Set();
  if (reset) {
    tracks.replaceAll(fresh);
    index.replaceAll(fresh);
  } else {
    gone = change(fresh, removed);
  }
  prepare();
  useLibrary.setState(({ sort, query, sorted, only }) => {
    const next = reset ? sortRows(fresh, sort) : replaceRows(sorted, gone, fresh, sort);
    return { loaded: true, version, sorted: next, visible: shownOf(next, query, only) };
  });
}

/** @returns the ids whose rows are not what they were. */
function change(fresh: readonly TrackRow[], removed: readonly string[]): ReadonlySet<string> {
  const gone = new Set(removed);
  for (const id of removed) {
    const row = tracks.get(id);
    if (row !== undefined) {
      index.delete(row);
      tracks.delete(id);
    }
  }
  for (const row of fresh) {
    gone.add(row.id);
    index.put(row, tracks.get(row.id));
    tracks.set(row);
  }
  return gone;
}

/** Prepares what the first letter of a search and the first song that is picked would have to wait for, while nothing else is to be done. */
function prepare(): void {
  requestIdleCallback((deadline) => {
    let isMore = true;
    while (isMore && deadline.timeRemaining() > 0) {
      isMore = tracks.prepare() || index.prepare();
    }
    if (isMore) {
      prepare();
    }
  });
}
