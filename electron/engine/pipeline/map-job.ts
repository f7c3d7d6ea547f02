import { MugleError } from '../../shared/errors';
import type { Response } from '../../shared/ipc/contract';
import type { SpaceName, TrackId } from '../../shared/records';
import { alignTo } from '../map/align';
import type { Placed } from '../map/place-songs';
import { placeSong } from '../map/place-songs';
import type { RegionLevel } from '../map/regions';
import { findRegions } from '../map/regions';
import { runTsneInWorker } from '../map/run-tsne';
import type { LibraryStore } from '../store/library-store';
import type { StoredLayout } from '../store/stored-records';
import type { BundledModels } from './bundled-models';
import type { Job } from './job-board';
import type { LibraryView } from './library-view';
import { namedRegions } from './map-regions';

/** Fixed, so that the same library always gives the same map. */
const SEED = 42;
/** With fewer there is nothing to lay out. */
const FEWEST_SONGS = 3;

/** Up to this share of the songs of a map, new ones are put on it as it is; with more it is time for a new map. */
const MOST_PLACED = 0.25;
/** It also is when the mean trust of the songs on it, with those that were put on it, falls below this share of what it was at first. */
const LEAST_TRUST = 0.9;
/** Under these names the layout's parameters count the songs that were put on it since it was made, and tell its mean trust then. */
const PLACED = 'placed';
const TRUST = 'trust';

/** The level of regions that a song's cluster is one of. */
const CLUSTER_LEVEL = 1;

/**
 * The stored layout without songs that are gone, and with those that were listened to since it was made: each is put among its
 * neighbours, and no other moves. `stale` counts songs that are not on it, because there are too many of them.
 */
export async function currentLayout(
  store: LibraryStore,
  view: LibraryView,
  space: SpaceName,
): Promise<Response<'map:layout'>> {
  const { stored, stale } = await grownLayout(store, view, space);
  if (stored === undefined) {
    return { layout: null, stale, placed: 0, trust: Number.NaN, renew: false };
  }
  const { ids, x, y, trust } = shownPart(stored, view);
  const cluster = regionLevels(stored, x, y)[CLUSTER_LEVEL]?.regionOf ?? new Int32Array(x.length);
  const mean = meanOf(trust);
  return {
    layout: {
      space,
      id: ids,
      x,
      y,
      trust,
      cluster: Int32Array.from(cluster),
      madeAt: stored.madeAt,
    },
    stale,
    placed: stored.params[PLACED] ?? 0,
    trust: mean,
    renew: stale > 0 || mean < LEAST_TRUST * (stored.params[TRUST] ?? 0),
  };
}

/** The regions of the stored layout, with their names; none when there is no layout. */
export async function currentRegions(
  store: LibraryStore,
  view: LibraryView,
  bundled: BundledModels,
  space: SpaceName,
): Promise<Response<'map:regions'>> {
  const { stored } = await grownLayout(store, view, space);
  if (stored === undefined) {
    return { regions: [] };
  }
  const { ids, x, y } = shownPart(stored, view);
  return { regions: await namedRegions(store, bundled, ids, regionLevels(stored, x, y)) };
}

/** The stored layout, after new songs were put on it if they are few enough. */
async function grownLayout(
  store: LibraryStore,
  view: LibraryView,
  space: SpaceName,
): Promise<{ readonly stored: StoredLayout | undefined; readonly stale: number }> {
  const analysed = shownIds(store, view, space);
  const stored = store.layout(space);
  if (stored === undefined) {
    return { stored, stale: analysed.length };
  }
  const onMap = new Set(stored.ids);
  const fresh = analysed.filter((id) => !onMap.has(id));
  const placed = stored.params[PLACED] ?? 0;
  if (fresh.length > 0 && placed + fresh.length <= MOST_PLACED * (stored.ids.length - placed)) {
    await putOnMap(store, stored, fresh);
    return grownLayout(store, view, space);
  }
  return { stored, stale: fresh.length };
}

interface ShownPart {
  readonly ids: TrackId[];
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
  readonly trust: Float32Array<ArrayBuffer>;
}

/** What of a layout is shown. */
function shownPart(stored: StoredLayout, view: LibraryView): ShownPart {
  const kept = stored.ids.flatMap((id, row) => (view.isPresent(id) ? [row] : []));
  // A layout of an earlier version has no trust: its column holds something else.
  const isKnown = stored.params[TRUST] !== undefined;
  return {
    ids: kept.map((row) => stored.ids[row] ?? ''),
    x: Float32Array.from(kept, (row) => stored.x[row] ?? 0),
    y: Float32Array.from(kept, (row) => stored.y[row] ?? 0),
    trust: Float32Array.from(
      kept,
      (row) => (isKnown ? stored.trust[row] : undefined) ?? Number.NaN,
    ),
  };
}

const knownLevels = new WeakMap<
  StoredLayout,
  { readonly songs: number; readonly levels: readonly RegionLevel[] }
>();

/** Found once for a layout and as long as no song of it comes or goes. */
function regionLevels(
  stored: StoredLayout,
  x: Float32Array,
  y: Float32Array,
): readonly RegionLevel[] {
  const known = knownLevels.get(stored);
  if (known?.songs === x.length) {
    return known.levels;
  }
  const levels = findRegions(x, y);
  knownLevels.set(stored, { songs: x.length, levels });
  return levels;
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
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
  const places: Placed[] = [];
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
      trust: joined(
        stored.trust,
        places.map(({ trust }) => trust),
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
    const { trust } = made;
    const params = { ...made.params, [TRUST]: meanOf(trust) };
    store.putLayout({ space, models, params, ids, x, y, trust, madeAt: Date.now() });
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

/** Whether there are enough songs in a space to lay out. */
export function hasEnough(store: LibraryStore, view: LibraryView, space: SpaceName): boolean {
  let shown = 0;
  for (const id of store.space(space)?.ids ?? []) {
    shown += view.isPresent(id) ? 1 : 0;
    if (shown === FEWEST_SONGS) {
      return true;
    }
  }
  return false;
}

function shownIds(store: LibraryStore, view: LibraryView, space: SpaceName): TrackId[] {
  return (store.space(space)?.ids ?? []).filter((id) => view.isPresent(id));
}
