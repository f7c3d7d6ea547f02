import type { Response } from '../../shared/ipc/contract';
import type { SpaceName, TrackId } from '../../shared/records';
import { MOODS } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { HeardTags } from './heard-tags';
import type { LibraryView } from './library-view';
import { shownPart } from './map-job';
import type { MapLayouts } from './map-layouts';

/** The moods of the songs of a stored layout. */
export async function moodsOnMap(
  layouts: MapLayouts,
  view: LibraryView,
  heard: HeardTags,
  space: SpaceName,
): Promise<Response<'map:moods'>> {
  const ids = idsOnMap(layouts, view, space);
  return { moods: [...MOODS], mood: await heard.clearest(ids, MOODS) };
}

/** When the songs of a stored layout were listened to. */
export function analysedOnMap(
  store: LibraryStore,
  layouts: MapLayouts,
  view: LibraryView,
  space: SpaceName,
): Response<'map:analysed'> {
  const ids = idsOnMap(layouts, view, space);
  return { at: Float64Array.from(ids, (id) => store.tracks.get(id)?.analysedAt ?? Number.NaN) };
}

function idsOnMap(layouts: MapLayouts, view: LibraryView, space: SpaceName): readonly TrackId[] {
  const stored = layouts.shown(space);
  return stored === undefined ? [] : shownPart(stored, view).ids;
}
