import type { MapRegion, TrackId } from '../../shared/records';
import type { RegionLevel } from '../map/regions';
import { nameRegions } from '../map/region-words';
import { songWords } from '../map/song-words';
import type { LibraryStore } from '../store/library-store';
import type { BundledModels } from './bundled-models';

/** What a model heard is looked up for so many songs of a map, evenly chosen: words of a region need no more. */
const MOST_HEARD = 3000;

/** The regions of all levels, each with its name: from tags and metadata of the songs, which are given in the order of the map. */
export async function namedRegions(
  store: LibraryStore,
  bundled: BundledModels,
  ids: readonly TrackId[],
  levels: readonly RegionLevel[],
): Promise<MapRegion[]> {
  const heard = await heardIn(store, bundled, ids);
  const songs = ids.map((id) => {
    const tags = store.tracks.get(id)?.tags;
    return tags === undefined ? [] : songWords(tags, heard.get(id));
  });
  return levels.flatMap(({ regions, regionOf }, level) => {
    const words = nameRegions(regions.length, regionOf, songs);
    return regions.map((region, number) => ({
      level,
      number,
      ...region,
      words: words[number] ?? [],
    }));
  });
}

type HeardTags = readonly { readonly tag: string; readonly score: number }[];

/** The tags of the first tagger among the songs' models. */
async function heardIn(
  store: LibraryStore,
  bundled: BundledModels,
  ids: readonly TrackId[],
): Promise<ReadonlyMap<TrackId, HeardTags>> {
  const model = bundled.ids.find((candidate) => bundled.tagsOf(candidate).length > 0);
  if (model === undefined) {
    return new Map();
  }
  const names = bundled.tagsOf(model);
  const step = Math.ceil(ids.length / MOST_HEARD);
  const asked = ids.filter((_, row) => row % step === 0);
  const found = await store.scoresOf(asked, model);
  return new Map(
    found.map(({ id, scores }) => [id, names.map((tag, at) => ({ tag, score: scores[at] ?? 0 }))]),
  );
}
