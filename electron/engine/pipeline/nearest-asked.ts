import type { Ranking } from '../../shared/ipc/similar-contract';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import { chosenOf, spacesOf, weightOf } from './similar-query';
import { songCosine } from './song-cosine';

/**
 * Of the songs that are asked about the one that another is most like, as the ranking weighs the spaces: among those that the
 * list is compared with. The first where nothing tells.
 */
export function nearestAsked(
  store: LibraryStore,
  asked: readonly TrackId[],
  id: TrackId,
  ranking: Ranking,
): TrackId {
  const [first = id, ...others] = asked;
  if (others.length === 0) {
    return first;
  }
  const chosen = chosenOf(store, asked, spacesOf(ranking));
  let nearest = { song: chosen[0] ?? first, likeness: -Infinity };
  for (const song of chosen) {
    const likeness = likenessOf(store, song, id, ranking);
    if (likeness > nearest.likeness) {
      nearest = { song, likeness };
    }
  }
  return nearest.song;
}

/** The weighted mean of their cosines; −∞ where no space has both. */
function likenessOf(store: LibraryStore, a: TrackId, b: TrackId, ranking: Ranking): number {
  let [sum, weights] = [0, 0];
  for (const name of spacesOf(ranking)) {
    const cosine = songCosine(store, name, a, b);
    if (cosine !== undefined) {
      sum += weightOf(ranking, name) * cosine;
      weights += weightOf(ranking, name);
    }
  }
  return weights === 0 ? -Infinity : sum / weights;
}
