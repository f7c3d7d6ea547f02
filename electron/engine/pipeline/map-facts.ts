import type { Response } from '../../shared/ipc/contract';
import type { Mood, SpaceName, TrackId } from '../../shared/records';
import { MOODS } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { HeardTags } from './heard-tags';
import type { LibraryView } from './library-view';
import { shownPart } from './map-job';
import type { MapLayouts } from './map-layouts';

/** Words that mean the same to the taggers' listeners. */
const SAME: Readonly<Partial<Record<Mood, readonly string[]>>> = { chillout: ['chill'] };

/** The moods of the songs of a stored layout. */
export async function moodsOnMap(
  layouts: MapLayouts,
  view: LibraryView,
  heard: HeardTags,
  space: SpaceName,
): Promise<Response<'map:moods'>> {
  const ids = idsOnMap(layouts, view, space);
  const words = MOODS.map((mood) => [mood, ...(SAME[mood] ?? [])]);
  return { moods: [...MOODS], mood: await heard.clearest(ids, words) };
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
