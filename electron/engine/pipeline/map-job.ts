import { MugleError } from '../../shared/errors';
import type { Response } from '../../shared/ipc/contract';
import type { SpaceName, TrackId } from '../../shared/records';
import type { AlignedMap } from '../map/align';
import { alignTo } from '../map/align';
import type { RegionLevel } from '../map/regions';
import { findRegions } from '../map/regions';
import type { RunTsneOptions } from '../map/run-tsne';
import { runTsneInWorker } from '../map/run-tsne';
import type { LibraryStore } from '../store/library-store';
import type { StoredLayout } from '../store/stored-records';
import type { BundledModels } from './bundled-models';
import type { Job } from './job-board';
import type { LibraryView } from './library-view';
import type { MapGrowth } from './map-growth';
import { shownIds } from './map-growth';
import type { MapLayouts } from './map-layouts';
import { PARAM } from './map-layouts';
import { namedRegions } from './map-regions';

/** Fixed, so that the same library always gives the same map. */
const SEED = 42;
/** With fewer there is nothing to lay out. */
const FEWEST_SONGS = 3;

/** It is time for a new map when the mean trust of the songs on this one falls below this share of what it was at first. */
const LEAST_TRUST = 0.9;

/** The level of regions that a song's cluster is one of. */
const CLUSTER_LEVEL = 1;

/**
 * The stored layout as it is now, without songs that are gone. Those that were listened to since it was made are being put on it, if
 * they are few enough; see `MapGrowth`.
 */
export function currentLayout(
  layouts: MapLayouts,
  view: LibraryView,
  growth: MapGrowth,
  space: SpaceName,
): Response<'map:layout'> {
  const { placing, waiting: stale } = growth.grow(space);
  const stored = layouts.shown(space);
  if (stored === undefined) {
    return { layout: null, stale, placed: 0, placing, trust: Number.NaN, renew: false };
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
    placed: stored.params[PARAM.placed] ?? 0,
    placing,
    trust: mean,
    renew:
      stale > 0 ||
      !layouts.isOfNow(stored) ||
      mean < LEAST_TRUST * (stored.params[PARAM.trust] ?? 0),
  };
}

/** The regions of the stored layout, with their names; none when there is no layout. */
export async function currentRegions(
  store: LibraryStore,
  layouts: MapLayouts,
  view: LibraryView,
  bundled: BundledModels,
  space: SpaceName,
): Promise<Response<'map:regions'>> {
  const stored = layouts.shown(space);
  if (stored === undefined) {
    return { regions: [] };
  }
  const { ids, x, y } = shownPart(stored, view);
  return { regions: await namedRegions(store, bundled, ids, regionLevels(stored, x, y)) };
}

interface ShownPart {
  readonly ids: TrackId[];
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
  readonly trust: Float32Array<ArrayBuffer>;
}

/** What of a layout is shown. */
export function shownPart(stored: StoredLayout, view: LibraryView): ShownPart {
  const kept = stored.ids.flatMap((id, row) => (view.isPresent(id) ? [row] : []));
  // A layout of an earlier version has no trust: its column holds something else.
  const isKnown = stored.params[PARAM.trust] !== undefined;
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

/**
 * Prepares the layout of all analysed songs of a space as a job.
 * @param manners how many cores it may take, and what holds it
 * @throws MugleError `too-few-songs`
 */
export function layOut(
  {
    store,
    layouts,
    view,
  }: {
    readonly store: LibraryStore;
    readonly layouts: MapLayouts;
    readonly view: LibraryView;
  },
  space: SpaceName,
  manners: Required<Pick<RunTsneOptions, 'cores' | 'steer'>>,
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
  const models = layouts.modelsOf(space);
  const vectors = memory.rowsOf(ids);
  const learned = layouts.learnedAtOf(space);
  return async (job) => {
    job.progress({ phase: 'laying-out', done: 0, total: 0, failed: 0 });
    const made = await runTsneInWorker(vectors, memory.dims, {
      ...manners,
      seed: SEED,
      signal: job.signal,
      onProgress: (done: number, total: number) => {
        job.progress({ phase: 'laying-out', done, total, failed: 0 });
      },
    });
    const { x, y, scale } = alignedToOld(layouts.shown(space), ids, made);
    const { trust } = made;
    const params = {
      ...made.params,
      [PARAM.half]: scale * (made.params[PARAM.half] ?? Number.NaN),
      [PARAM.trust]: meanOf(trust),
      ...(learned === 0 ? {} : { [PARAM.learned]: learned }),
    };
    store.putLayout({ space, models, params, ids, x, y, trust, madeAt: Date.now() });
    await store.flush();
    return null;
  };
}

/** Turned so that songs of the map before lie where they lay, as far as a new map can. */
function alignedToOld(
  old: StoredLayout | undefined,
  ids: readonly TrackId[],
  made: { readonly x: Float32Array; readonly y: Float32Array },
): AlignedMap {
  if (old === undefined) {
    return { x: made.x, y: made.y, scale: 1 };
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
