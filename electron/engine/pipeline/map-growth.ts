import type { MugleError } from '../../shared/errors';
import type { SpaceName, TrackId } from '../../shared/records';
import type { PlacedSongs } from '../map/place-songs';
import { joined } from '../map/place-songs';
import { placeInWorker } from '../map/run-placement';
import type { LibraryStore } from '../store/library-store';
import type { StoredLayout } from '../store/stored-records';
import { asMugleError } from './check-request';
import type { LibraryView } from './library-view';
import type { MapLayouts } from './map-layouts';
import { PARAM } from './map-layouts';

/** Up to this share of the songs of a map new ones are put on it as it is, */
const MOST_PLACED = 0.25;
/** and up to so many: that takes a thread some minutes at 100,000 songs. A new map takes less from about 1,600 on, but moves all. */
const MOST_PLACED_SONGS = 5000;
/** They come onto the map in lots, each in a minute or less. */
const LOT = 500;

interface Growing {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

export interface MapGrowthOptions {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly layouts: MapLayouts;
  /** Songs came onto the map of a space. */
  readonly changed: (space: SpaceName) => void;
  readonly failed: (error: MugleError) => void;
}

/** Puts songs that were listened to since a map was made on it, in a thread of its own. No other song moves. */
export class MapGrowth {
  readonly #options: MapGrowthOptions;
  readonly #growing = new Map<SpaceName, Growing>();

  constructor(options: MapGrowthOptions) {
    this.#options = options;
  }

  get layouts(): MapLayouts {
    return this.#options.layouts;
  }

  /**
   * Begins to put new songs on the map of a space if that does not go on already. `placing` counts those that are on their way, in
   * lots, `waiting` those that are too many for this map, or that were heard by other models: they wait for a new one.
   */
  grow(space: SpaceName): { readonly placing: number; readonly waiting: number } {
    const { store, view, layouts } = this.#options;
    const stored = layouts.shown(space);
    const onMap = new Set(stored?.ids);
    const fresh = shownIds(store, view, space).filter((id) => !onMap.has(id));
    if (stored === undefined || !layouts.isOfNow(stored) || !hasRoom(stored, fresh.length)) {
      return { placing: 0, waiting: fresh.length };
    }
    if (fresh.length > 0 && !this.#growing.has(space)) {
      this.#begin(stored, fresh.sort().slice(0, LOT));
    }
    return { placing: fresh.length, waiting: 0 };
  }

  /** Ends what goes on. */
  async close(): Promise<void> {
    const all = [...this.#growing.values()];
    for (const { abort } of all) {
      abort.abort();
    }
    await Promise.all(all.map(({ ended }) => ended));
  }

  #begin(stored: StoredLayout, songs: readonly TrackId[]): void {
    const { space } = stored;
    const abort = new AbortController();
    const ended = this.#place(stored, songs, abort.signal).then(
      () => {
        this.#growing.delete(space);
        // Also when another map came meanwhile: who waits for a word shall look again.
        this.#options.changed(space);
      },
      (thrown: unknown) => {
        this.#growing.delete(space);
        if (!abort.signal.aborted) {
          this.#options.failed(asMugleError(thrown));
        }
      },
    );
    this.#growing.set(space, { abort, ended });
  }

  async #place(
    stored: StoredLayout,
    songs: readonly TrackId[],
    signal: AbortSignal,
  ): Promise<void> {
    const { store, layouts } = this.#options;
    const memory = store.space(stored.space);
    if (memory === undefined) {
      return;
    }
    const map = {
      vectors: memory.rowsOf(stored.ids),
      x: stored.x,
      y: stored.y,
      half: stored.params[PARAM.half] ?? Number.NaN,
    };
    const placed = await placeInWorker(map, memory.dims, memory.rowsOf(songs), {
      signal,
      onProgress: () => undefined,
    });
    if (layouts.shown(stored.space) !== stored) {
      return;
    }
    store.putLayout(grown(stored, songs, placed));
    await store.flush();
  }
}

function hasRoom({ ids, params }: StoredLayout, songs: number): boolean {
  const placed = params[PARAM.placed] ?? 0;
  const most = Math.min(MOST_PLACED_SONGS, MOST_PLACED * (ids.length - placed));
  return placed + songs <= most;
}

function grown(
  stored: StoredLayout,
  songs: readonly TrackId[],
  { x, y, trust, remeasured }: PlacedSongs,
): StoredLayout {
  const all = joined(stored.trust, trust);
  remeasured.row.forEach((row, at) => {
    all[row] = remeasured.trust[at] ?? Number.NaN;
  });
  return {
    ...stored,
    ids: [...stored.ids, ...songs],
    x: joined(stored.x, x),
    y: joined(stored.y, y),
    trust: all,
    params: { ...stored.params, [PARAM.placed]: (stored.params[PARAM.placed] ?? 0) + songs.length },
  };
}

/** The songs of a space that windows show. */
export function shownIds(store: LibraryStore, view: LibraryView, space: SpaceName): TrackId[] {
  return (store.space(space)?.ids ?? []).filter((id) => view.isPresent(id));
}
