import { MugleError } from '../../shared/errors';
import type { Response } from '../../shared/ipc/contract';
import type { MapColumns, SpaceName, TrackId } from '../../shared/records';
import { alignTo } from '../map/align';
import { placeSong } from '../map/place-songs';
import { runTsneInWorker } from '../map/run-tsne';
import type { LibraryStore } from '../store/library-store';
import type { StoredLayout } from '../store/stored-records';
import type { Job } from './job-board';
import type { LibraryView } from './library-view';

/** Fixed, so that the same library always gives the same map. */
const SEED = 42;
/** With fewer there is nothing to lay out. */
const FEWEST_SONGS = 3;

/** Up to this share of the songs of a map, new ones are put on it as it is; with more it is time for a new map. */
const MOST_PLACED = 0.25;
/** Under this name the layout's parameters count the songs that were put on it since it was made. */
const PLACED = 'placed';

/**
 * The stored layout without songs that are gone, and with those that were listened to since it was made: each is put among its
 * neighbours, and no other moves. `stale` counts songs that are not on it, because there are too many of them.
 */
export async function currentLayout(
  store: LibraryStore,
  view: LibraryView,
  space: SpaceName,
): Promise<Response<'map:layout'>> {
  const analysed = shownIds(store, view, space);
  const stored = store.layout(space);
  if (stored === undefined) {
    return { layout: null, stale: analysed.length, placed: 0 };
  }
  const onMap = new Set(stored.ids);
  const fresh = analysed.filter((id) => !onMap.has(id));
  const placed = stored.params[PLACED] ?? 0;
  if (fresh.length > 0 && placed + fresh.length <= MOST_PLACED * (stored.ids.length - placed)) {
    await putOnMap(store, stored, fresh);
    return currentLayout(store, view, space);
  }
  const kept = stored.ids.flatMap((id, row) => (view.isPresent(id) ? [row] : []));
  const layout: MapColumns = {
    space,
    id: kept.map((row) => stored.ids[row] ?? ''),
    x: Float32Array.from(kept, (row) => stored.x[row] ?? 0),
    y: Float32Array.from(kept, (row) => stored.y[row] ?? 0),
    madeAt: stored.madeAt,
  };
  return { layout, stale: fresh.length, placed };
}

/** Keeps the map with new songs on it, unless another one was made meanwhile. */
async function putOnMap(
  store: LibraryStore,
  stored: StoredLayout,
  fresh: readonly TrackId[],
): Promise<void> {
  const memory = store.space(stored.space);
  if (memory === undefined) {
    throw new MugleError('internal', `The space ${stored.space} has a map but no vectors.`, {
      stage: 'map',
    });
  }
  const map = { vectors: memory.rowsOf(stored.ids), x: stored.x, y: stored.y };
  const places: { readonly x: number; readonly y: number }[] = [];
  for (const id of fresh) {
    const vector = memory.get(id) ?? new Float32Array(memory.dims);
    places.push(placeSong(map, memory.dims, vector, places.length));
    // Some milliseconds a song in a large library: others are answered in between.
    await new Promise(setImmediate);
  }
  if (store.layout(stored.space) === stored) {
    store.putLayout({
      ...stored,
      ids: [...stored.ids, ...fresh],
      x: joined(
        stored.x,
        places.map(({ x }) => x),
      ),
      y: joined(
        stored.y,
        places.map(({ y }) => y),
      ),
      params: { ...stored.params, [PLACED]: (stored.params[PLACED] ?? 0) + fresh.length },
    });
    await store.flush();
  }
}

/**
 * Prepares the layout of all analysed songs of a space as a job.
 * @throws MugleError `too-few-songs`
 */
export function layOut(
  store: LibraryStore,
  view: LibraryView,
  space: SpaceName,
): (job: Job) => Promise<null> {
  const memory = store.space(space);
  // Sorted: the order in which songs were listened to must not change the map.
  const ids = shownIds(store, view, space).sort();
  if (memory === undefined || ids.length < FEWEST_SONGS) {
    throw new MugleError(
      'too-few-songs',
      `A map needs at least ${String(FEWEST_SONGS)} songs that have been listened to; there are ${String(ids.length)}. Scan more music first.`,
      { stage: 'map' },
    );
  }
  const models = store.tracks.get(ids[0] ?? '')?.models ?? [];
  const vectors = memory.rowsOf(ids);
  return async (job) => {
    job.progress({ phase: 'laying-out', done: 0, total: 0, failed: 0 });
    const made = await runTsneInWorker(vectors, memory.dims, {
      seed: SEED,
      signal: job.signal,
      onProgress: (done: number, total: number) => {
        job.progress({ phase: 'laying-out', done, total, failed: 0 });
      },
    });
    const { x, y } = alignedToOld(store.layout(space), ids, made);
    store.putLayout({ space, models, params: made.params, ids, x, y, madeAt: Date.now() });
    await store.flush();
    return null;
  };
}

function joined(first: Float32Array, more: readonly number[]): Float32Array {
  const all = new Float32Array(first.length + more.length);
  all.set(first);
  all.set(more, first.length);
  return all;
}

/** Turned so that songs of the map before lie where they lay, as far as a new map can. */
function alignedToOld(
  old: StoredLayout | undefined,
  ids: readonly TrackId[],
  made: { readonly x: Float32Array; readonly y: Float32Array },
): { readonly x: Float32Array; readonly y: Float32Array } {
  if (old === undefined) {
    return made;
  }
  const oldRow = new Map(old.ids.map((id, row) => [id, row]));
  const pairs = ids.flatMap((id, row): (readonly [number, number])[] => {
    const before = oldRow.get(id);
    return before === undefined ? [] : [[row, before]];
  });
  return alignTo(made, old, pairs);
}

function shownIds(store: LibraryStore, view: LibraryView, space: SpaceName): TrackId[] {
  return (store.space(space)?.ids ?? []).filter((id) => view.isPresent(id));
}
