import { create } from 'zustand';
import type { JobEvent } from '../../electron/shared/progress';
import type { MapColumns, SpaceName } from '../../electron/shared/records';
import { invoke } from '../api/api';
import { useJobs } from './jobs';
import { report } from './notices';

/** With fewer there is nothing to lay out. */
export const FEWEST_SONGS = 3;

interface MapState {
  readonly loaded: boolean;
  /** What is asked for; another space's map is shown until this one's is there. */
  readonly space: SpaceName;
  /** The spaces that a map can be made of. */
  readonly spaces: readonly SpaceName[];
  readonly layout: MapColumns | null;
  /** Songs that were listened to and are not on the map. */
  readonly stale: number;
  /** Songs that were put on it since it was made. */
  readonly placed: number;
  /** Why it is time for a new map: songs are not on it, it no longer tells well who is near whom, or all was learned anew. */
  readonly renew: 'songs' | 'trust' | 'learned' | null;
}

export const useMap = create<MapState>(() => ({
  loaded: false,
  space: 'genre',
  spaces: [],
  layout: null,
  stale: 0,
  placed: 0,
  renew: null,
}));

/** When the layouts were made that a person, or a failure, said are not to be made anew by themselves. */
const declined = new Set<number>();

/** Gets the stored map. Where there is none yet, opening it asks for one; one that it is time for anew is laid out by itself. */
export async function openMap(): Promise<void> {
  await loadMap();
  const { layout, space, stale } = useMap.getState();
  if (layout?.space !== space && stale >= FEWEST_SONGS) {
    await computeMap();
  } else {
    await renewMap();
  }
}

/** Lays the map out anew if it is time for that and nobody said no. */
async function renewMap(): Promise<void> {
  const { layout, space, renew } = useMap.getState();
  const isShown = layout?.space === space;
  const isFree = useJobs.getState().running.map === undefined;
  if (isShown && isFree && renew !== null && !declined.has(layout.madeAt)) {
    await computeMap({ byItself: true });
  }
}

/** Goes to the map of another space; its songs move there from where they are. */
export async function chooseSpace(space: SpaceName): Promise<void> {
  useMap.setState({ space });
  await openMap();
}

/**
 * @param space the one that is shown when left out
 * @param byItself nobody asked for it, nor waits for it
 */
export async function computeMap({
  space = useMap.getState().space,
  byItself = false,
}: { readonly space?: SpaceName; readonly byItself?: boolean } = {}): Promise<void> {
  await invoke('map:compute', { space, byItself }).catch((thrown: unknown) => {
    report(thrown);
    stayWhereShown();
  });
}

/** There is no map of the space that was asked for, and none is being made. */
function stayWhereShown(): void {
  useMap.setState(({ layout, space }) => ({ space: layout?.space ?? space }));
}

/** A finished layout is shown; a finished scan may have left songs that are not on it. */
export function followMap(event: JobEvent): void {
  const { loaded, layout, space } = useMap.getState();
  if (event.kind !== 'finished' || !loaded) {
    return;
  }
  const isOfAnother = event.space !== undefined && event.space !== space;
  if (event.jobKind === 'map' && !isOfAnother && (event.cancelled || event.error !== undefined)) {
    if (layout?.space === space) {
      declined.add(layout.madeAt);
    }
    stayWhereShown();
    void loadMap();
  } else {
    void loadMap().then(renewMap);
  }
}

/** Songs came onto the map of a space. */
export function followMapChange(space: SpaceName): void {
  const map = useMap.getState();
  if (map.loaded && map.space === space) {
    void loadMap().then(renewMap);
  }
}

async function loadMap(): Promise<void> {
  try {
    const { space } = useMap.getState();
    const [spaces, { layout, stale, placed, renew }] = await Promise.all([
      invoke('map:spaces', {}),
      invoke('map:layout', { space }),
    ]);
    if (useMap.getState().space !== space) {
      // Meanwhile another one was asked for.
      return;
    }
    useMap.setState((before) => ({
      loaded: true,
      spaces,
      // The same map again is the same object, so that nothing is drawn anew.
      layout:
        isSame(before.layout, layout) || isAwaited(before.layout, layout, space)
          ? before.layout
          : layout,
      stale,
      placed,
      renew: renew ? reasonOf(space, stale) : null,
    }));
  } catch (thrown) {
    report(thrown);
    stayWhereShown();
  }
}

function reasonOf(space: SpaceName, stale: number): MapState['renew'] {
  if (stale > 0) {
    return 'songs';
  }
  return space === 'playlist' ? 'learned' : 'trust';
}

/** Whether the map of the space is still to be made, and another's is shown meanwhile. */
function isAwaited(shown: MapColumns | null, layout: MapColumns | null, space: SpaceName): boolean {
  return layout === null && shown !== null && shown.space !== space;
}

function isSame(a: MapColumns | null, b: MapColumns | null): boolean {
  return a?.space === b?.space && a?.madeAt === b?.madeAt && a?.id.length === b?.id.length;
}
