import type { SpaceName, TrackId } from '../../shared/records';
import type { Nearest } from '../rank/best-rows';
import type { RowScores } from '../rank/last-scores';
import type { SpaceList } from '../rank/rankings';
import type { VectorSpace } from '../store/vector-space';

/** How near every row of a space is to what was asked. */
export interface SpaceScores {
  readonly space: SpaceName;
  readonly memory: VectorSpace;
  readonly scores: RowScores;
}

/** More than are wanted are looked at: the song asked about and its versions, which are never in a list, are the nearest. */
const SPARE = 64;
/** Where not even so many of the nearest may be in the list, every row that might is asked. */
const FEW = 1 / 8;

/** The nearest songs in a space that may be in the list, ties by id. */
export function listOf(
  { space, memory, scores }: SpaceScores,
  depth: number,
  isOut: (id: TrackId) => boolean,
): SpaceList {
  const idOf = (row: number): TrackId => memory.ids[row] ?? '';
  // Whether a song may be in the list costs more to say than where it stands: first the best, then what of them may stay.
  let looked = depth + SPARE;
  for (let look = 0; look < 2; look++) {
    const best = scores.best(looked);
    const items = itemsOf(best, depth, idOf, isOut);
    if (items.length >= depth || best.index.length === memory.ids.length) {
      return { space, items };
    }
    const share = items.length / best.index.length;
    if (share < FEW) {
      break;
    }
    looked = Math.ceil((1.25 * depth) / share) + SPARE;
  }
  const best = scores.bestBut((row) => isOut(idOf(row)), depth);
  return { space, items: itemsOf(best, depth, idOf, () => false) };
}

function itemsOf(
  { index, score }: Nearest,
  most: number,
  idOf: (row: number) => TrackId,
  isOut: (id: TrackId) => boolean,
): SpaceList['items'] {
  const items: { id: TrackId; score: number }[] = [];
  for (let rank = 0; rank < index.length && items.length < most; rank++) {
    const id = idOf(index[rank] ?? 0);
    if (!isOut(id)) {
      items.push({ id, score: score[rank] ?? 0 });
    }
  }
  return items;
}

/** The space that knows most of the songs that are present, and how many of them. */
export function mostSongs(
  scored: readonly SpaceScores[],
  notPresent: ReadonlySet<TrackId>,
): { readonly memory: VectorSpace; readonly songs: number } | undefined {
  const counts = scored.map(({ memory }) => {
    let songs = memory.ids.length;
    for (const id of notPresent) {
      songs -= memory.rowOf(id) === undefined ? 0 : 1;
    }
    return { memory, songs };
  });
  return counts.sort((a, b) => b.songs - a.songs)[0];
}
