import type { Track, TrackDetails } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { StoredTrack } from '../store/stored-records';
import type { BundledModels } from './bundled-models';

/** A track with the words its taggers gave it, highest first. */
export async function readTrackDetails(
  track: Track,
  { models }: StoredTrack,
  store: LibraryStore,
  bundled: BundledModels,
): Promise<TrackDetails> {
  const stored = await store.tagScores(track.id, models);
  const tagScores = stored.map(({ model, scores }) => ({
    model,
    tags: bundled
      .tagsOf(model)
      .map((tag, index) => ({ tag, score: scores[index] ?? 0 }))
      .sort((a, b) => b.score - a.score),
  }));
  return { ...track, tagScores };
}
