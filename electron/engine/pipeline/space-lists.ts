import type { SpaceName, TrackId } from '../../shared/records';
import { bestRows } from '../rank/best-rows';
import type { SpaceList } from '../rank/rankings';
import type { VectorSpace } from '../store/vector-space';

/** How near every row of a space is to what was asked: higher is nearer. */
export interface SpaceScores {
  readonly space: SpaceName;
  readonly memory: VectorSpace;
  readonly scores: Float32Array;
}

/** The nearest songs in a space that may be in the list, ties by id. */
export function listOf(
  { space, memory, scores }: SpaceScores,
  depth: number,
  isOut: (id: TrackId) => boolean,
): SpaceList {
  const idOf = (row: number): TrackId => memory.ids[row] ?? '';
  const { index, score } = bestRows(scores, {
    limit: depth,
    exclude: { has: (row) => isOut(idOf(row)) },
    tieOrder: (a, b) => (idOf(a) < idOf(b) ? -1 : 1),
  });
  return {
    space,
    items: Array.from(index, (row, rank) => ({ id: idOf(row), score: score[rank] ?? 0 })),
  };
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
