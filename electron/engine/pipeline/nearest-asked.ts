import { USUAL_WEIGHTS } from '../../shared/ipc/similar-contract';
import type { SpaceName, TrackId } from '../../shared/records';
import { dotOf } from '../rank/song-space';
import type { LibraryStore } from '../store/library-store';

/** Of the songs that are asked about the one that another is most like in these spaces; the first where nothing tells. */
export function nearestAsked(
  store: LibraryStore,
  asked: readonly TrackId[],
  id: TrackId,
  spaces: readonly SpaceName[],
): TrackId {
  const [first = id, ...others] = asked;
  if (others.length === 0) {
    return first;
  }
  let nearest = { song: first, likeness: -Infinity };
  for (const song of asked) {
    const likeness = likenessOf(store, song, id, spaces);
    if (likeness > nearest.likeness) {
      nearest = { song, likeness };
    }
  }
  return nearest.song;
}

/** The mean of their cosines, weighted as the spaces usually are; −∞ where no space has both. */
function likenessOf(
  store: LibraryStore,
  a: TrackId,
  b: TrackId,
  spaces: readonly SpaceName[],
): number {
  let [sum, weights] = [0, 0];
  for (const name of spaces) {
    const space = store.space(name);
    const [one, other] = [space?.get(a), space?.get(b)];
    if (one !== undefined && other !== undefined) {
      sum += USUAL_WEIGHTS[name] * dotOf(one, other);
      weights += USUAL_WEIGHTS[name];
    }
  }
  return weights === 0 ? -Infinity : sum / weights;
}
