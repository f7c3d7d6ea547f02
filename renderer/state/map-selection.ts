import { create } from 'zustand';
import { useLibrary } from './library';

interface MapSelection {
  /** The songs that are picked on the map: one by one in the order of picking, along a path in the path's, in a lasso in the table's. */
  readonly ids: readonly string[];
  readonly kind: 'set' | 'path';
}

/** Several songs, picked with the lasso, by shift and click, or along a path. */
export const useMapSelection = create<MapSelection>(() => ({ ids: [], kind: 'set' }));

const NOTHING: MapSelection = { ids: [], kind: 'set' };

/** Picks these songs, in the order of the table; `extend` puts them after those that are picked. */
export function pickSet(ids: readonly string[], extend: boolean): void {
  const before = extend ? useMapSelection.getState().ids : [];
  useMapSelection.setState(setOf([...new Set([...before, ...inTableOrder(ids)])]));
}

/** Picks one more song, after the others, or lets it go. */
export function togglePicked(id: string): void {
  const { ids } = useMapSelection.getState();
  const next = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
  useMapSelection.setState(setOf(next));
}

/** Picks songs along a path; their order is kept. */
export function pickPath(ids: readonly string[]): void {
  useMapSelection.setState({ ids, kind: 'path' });
}

export function clearPicked(): void {
  if (useMapSelection.getState().ids.length > 0) {
    useMapSelection.setState(NOTHING);
  }
}

function setOf(ids: readonly string[]): MapSelection {
  return ids.length === 0 ? NOTHING : { ids, kind: 'set' };
}

function inTableOrder(ids: readonly string[]): string[] {
  const picked = new Set(ids);
  return useLibrary.getState().sorted.flatMap(({ id }) => (picked.has(id) ? [id] : []));
}
