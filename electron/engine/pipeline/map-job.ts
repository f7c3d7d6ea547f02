import { MugleError } from '../../shared/errors';
import type { Response } from '../../shared/ipc/contract';
import type { MapColumns, SpaceName, TrackId } from '../../shared/records';
import { runTsneInWorker } from '../map/run-tsne';
import type { LibraryStore } from '../store/library-store';
import type { Job } from './job-board';
import type { LibraryView } from './library-view';

/** Fixed, so that the same library always gives the same map. */
const SEED = 42;
/** With fewer there is nothing to lay out. */
const FEWEST_SONGS = 3;

/** The stored layout without songs that are gone, and how many songs are not on it yet. */
export function currentLayout(
  store: LibraryStore,
  view: LibraryView,
  space: SpaceName,
): Response<'map:layout'> {
  const analysed = shownIds(store, view, space);
  const stored = store.layout(space);
  if (stored === undefined) {
    return { layout: null, stale: analysed.length };
  }
  const onMap = new Set(stored.ids);
  const kept = stored.ids.flatMap((id, row) => (view.isPresent(id) ? [row] : []));
  const layout: MapColumns = {
    space,
    id: kept.map((row) => stored.ids[row] ?? ''),
    x: Float32Array.from(kept, (row) => stored.x[row] ?? 0),
    y: Float32Array.from(kept, (row) => stored.y[row] ?? 0),
    madeAt: stored.madeAt,
  };
  return { layout, stale: analysed.filter((id) => !onMap.has(id)).length };
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
    const { x, y, params } = await runTsneInWorker(vectors, memory.dims, {
      seed: SEED,
      signal: job.signal,
      onProgress: (done: number, total: number) => {
        job.progress({ phase: 'laying-out', done, total, failed: 0 });
      },
    });
    store.putLayout({ space, models, params, ids, x, y, madeAt: Date.now() });
    await store.flush();
    return null;
  };
}

function shownIds(store: LibraryStore, view: LibraryView, space: SpaceName): TrackId[] {
  return (store.space(space)?.ids ?? []).filter((id) => view.isPresent(id));
}
