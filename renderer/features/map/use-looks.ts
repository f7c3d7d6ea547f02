import { useEffect, useMemo, useState } from 'react';
import type { MapColumns } from '../../../electron/shared/records';
import type { MapSize } from '../../../electron/shared/settings';
import { useLibrary } from '../../state/library';
import { useMapFilter } from '../../state/map-filter';
import { useMapSelection } from '../../state/map-selection';
import { useSettings } from '../../state/settings';
import type { TrackRow } from '../../state/track-row';
import type { Colouring, PointFacts } from './colour-by';
import { colourSongs } from './colour-by';
import type { PaintedLooks } from './painter';
import { paletteOf } from './palettes';
import type { Region } from './point-facts';
import { factsOf } from './point-facts';
import { dressPoints } from './point-looks';
import { useTheme } from './theme';
import { useFolders } from './use-folders';
import { useAnalysed, useMoods } from './use-map-facts';
import { useRegions } from './use-regions';

/** While a scan changes rows four times a second, the map's colours follow at this pace. */
const SETTLE_MS = 1_500;

/** What a song's size goes by. */
const MEASURES: Readonly<
  Record<Exclude<MapSize, 'same'>, (track: TrackRow | undefined) => number>
> = {
  duration: (track) => track?.durationSeconds ?? Number.NaN,
  // One that was never played has the usual size in a library that is seldom played.
  plays: (track) => (track?.plays ?? 0) + 1,
};

export interface MapLooks {
  readonly colouring: Colouring;
  readonly looks: PaintedLooks;
  readonly facts: PointFacts;
  readonly regions: readonly Region[];
  /** In the layout's order; undefined for one that has just gone. */
  readonly tracks: readonly (TrackRow | undefined)[];
}

/** How the songs of a layout look: by what the person chose, what is hidden, picked or searched for. */
export function useLooks(layout: MapColumns): MapLooks {
  const tracks = useTracks(layout);
  const palette = paletteOf(useTheme());
  const by = useSettings((state) => state.settings.mapColour);
  const sizeBy = useSettings((state) => state.settings.mapSize);
  const hidden = useMapFilter((state) => state.hidden);
  const standsOut = useStandsOut(layout);
  const regions = useRegions(layout);
  const facts = useMemo(() => factsOf(layout, regions), [layout, regions]);
  const folder = useFolders(layout, by === 'folder');
  const mood = useMoods(layout, by === 'mood');
  const analysed = useAnalysed(layout, by === 'analysed');
  const colouring = useMemo(
    () => colourSongs(by, tracks, { ...facts, folder, mood, analysed }, palette),
    [by, tracks, facts, folder, mood, analysed, palette],
  );
  const measure = useMemo(
    () => (sizeBy === 'same' ? undefined : Float32Array.from(tracks, MEASURES[sizeBy])),
    [sizeBy, tracks],
  );
  const looks = useMemo(
    () => dressPoints({ colouring, hidden, standsOut, measure }),
    [colouring, hidden, standsOut, measure],
  );
  return { colouring, looks, facts, regions, tracks };
}

function useTracks(layout: MapColumns): MapLooks['tracks'] {
  const version = useSettledVersion();
  return useMemo(() => {
    const { tracks } = useLibrary.getState();
    // A new list for every version of the library.
    return version < 0 ? [] : layout.id.map((id) => tracks.get(id));
  }, [layout, version]);
}

function useSettledVersion(): number {
  const version = useLibrary((state) => state.version);
  const [settled, setSettled] = useState(version);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(version);
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [version]);
  return settled;
}

/** Picked songs stand out; without any, those that are searched for. Undefined when all do. */
function useStandsOut(layout: MapColumns): ((index: number) => boolean) | undefined {
  const picked = useMapSelection((state) => state.ids);
  const query = useLibrary((state) => state.query);
  const visible = useLibrary((state) => state.visible);
  return useMemo(() => {
    if (picked.length > 0) {
      const set = new Set(picked);
      return (index: number) => set.has(layout.id[index] ?? '');
    }
    if (query.trim() === '') {
      return undefined;
    }
    const found = new Set(visible.map(({ id }) => id));
    return (index: number) => found.has(layout.id[index] ?? '');
  }, [layout, picked, query, visible]);
}
