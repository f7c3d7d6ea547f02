import type { TrackDetails, TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { BundledModels } from './bundled-models';
import { LEAST_SCORE } from './heard-tags';
import type { LibraryView } from './library-view';
import { readTrackDetails } from './track-details';

type TagScore = TrackDetails['tagScores'][number]['tags'][number];

interface TagParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly models: BundledModels;
}

const MOST_TAGS = 6;

/**
 * The words that the taggers gave a song and all of some others, the surest first, with the lowest of their scores.
 * @throws MugleError `track-unknown`
 */
export async function sharedTags(
  parts: TagParts,
  others: readonly TrackId[],
  id: TrackId,
): Promise<TagScore[]> {
  const [own = new Map<string, number>(), ...rest] = await Promise.all(
    [id, ...others].map((each) => scoresOf(parts, each)),
  );
  return [...own]
    .map(([tag, score]) => ({
      tag,
      score: Math.min(score, ...rest.map((scores) => scores.get(tag) ?? 0)),
    }))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_TAGS);
}

/** Two taggers may know the same word: the surer one counts. */
async function scoresOf(
  { store, view, models }: TagParts,
  id: TrackId,
): Promise<ReadonlyMap<string, number>> {
  const { tagScores } = await readTrackDetails(view.track(id), view.stored(id), store, models);
  const scores = new Map<string, number>();
  for (const { tag, score } of tagScores.flatMap(({ tags }) => tags)) {
    scores.set(tag, Math.max(score, scores.get(tag) ?? 0));
  }
  return scores;
}
