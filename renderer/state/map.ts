import { create } from 'zustand';
import type { JobEvent } from '../../electron/shared/progress';
import type { MapColumns } from '../../electron/shared/records';
import { invoke } from '../api/api';
import { report } from './notices';

/** With fewer there is nothing to lay out. */
export const FEWEST_SONGS = 3;

interface MapState {
  readonly loaded: boolean;
  readonly layout: MapColumns | null;
  /** Songs that were listened to and are not on the map. */
  readonly stale: number;
  /** Songs that were put on it since it was made. */
  readonly placed: number;
}

export const useMap = create<MapState>(() => ({
  loaded: false,
  layout: null,
  stale: 0,
  placed: 0,
}));

/** Gets the stored map; the first one is laid out without being asked for. */
export async function openMap(): Promise<void> {
  await loadMap();
  const { layout, stale } = useMap.getState();
  if (layout === null && stale >= FEWEST_SONGS) {
    await computeMap();
  }
}

export async function computeMap(): Promise<void> {
  await invoke('map:compute', { space: 'genre' }).catch(report);
}

/** A finished layout is shown; a finished scan may have left songs that are not on it. */
export function followMap(event: JobEvent): void {
  if (event.kind === 'finished' && useMap.getState().loaded) {
    void loadMap();
  }
}

async function loadMap(): Promise<void> {
  try {
    const { layout, stale, placed } = await invoke('map:layout', { space: 'genre' });
    useMap.setState((before) => ({
      loaded: true,
      // The same map again is the same object, so that nothing is drawn anew.
      layout: isSame(before.layout, layout) ? before.layout : layout,
      stale,
      placed,
    }));
  } catch (thrown) {
    report(thrown);
  }
}

function isSame(a: MapColumns | null, b: MapColumns | null): boolean {
  return a?.madeAt === b?.madeAt && a?.id.length === b?.id.length;
}
