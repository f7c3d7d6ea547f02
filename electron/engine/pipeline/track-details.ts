import type { Track, TrackDetails } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { ModelScores, StoredTrack } from '../store/stored-records';
import type { BundledModels } from './bundled-models';

/** A track with what was heard in it; the words its taggers gave it come highest first. */
export async function readTrackDetails(
  track: Track,
  { models, sound }: StoredTrack,
  store: LibraryStore,
  bundled: BundledModels,
): Promise<TrackDetails> {
  const stored = await store.tagScores(track.id, models);
  return { ...track, sound: sound ?? null, tagScores: wordsOf(stored, bundled) };
}

/** What taggers heard, in words, highest first. */
function wordsOf(
  stored: readonly ModelScores[],
  bundled: BundledModels,
): TrackDetails['tagScores'] {
  return stored.map(({ model, scores }) => ({
    model,
    tags: bundled
      .tagsOf(model)
      .map((tag, index) => ({ tag, score: scores[index] ?? 0 }))
      .sort((a, b) => b.score - a.score),
  }));
}
