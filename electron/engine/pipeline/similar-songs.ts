import { MugleError } from '../../shared/errors';
import type { Scored, SimilarList, SpaceName, TrackId } from '../../shared/records';
import { nearest } from '../rank/nearest';
import type { LibraryStore } from '../store/library-store';
import type { VectorSpace } from '../store/vector-space';
import type { LibraryView } from './library-view';
import type { Listener } from './listener';

export interface SimilarContext {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly listener: Listener;
}

/**
 * Neighbours of a track, best first, never itself. One that was not listened to yet is listened to first.
 * @throws MugleError `track-unknown`, `not-analysed`, or why it could not be listened to.
 */
export async function similarToTrack(
  context: SimilarContext,
  { id, space, limit }: { readonly id: TrackId; readonly space: SpaceName; readonly limit: number },
): Promise<SimilarList> {
  const { store, view, listener } = context;
  view.stored(id);
  if (store.space(space)?.get(id) === undefined) {
    // Asked for, so that a song whose file was deleted says so.
    view.path(id);
    const outcome = await listener.listen(id, { urgent: true });
    if (outcome.kind === 'failed' || outcome.kind === 'unavailable') {
      throw outcome.error;
    }
  }
  const vector = store.space(space)?.get(id);
  if (vector === undefined) {
    throw new MugleError(
      'not-analysed',
      `There is no ${space} vector for this song: no bundled model fills that space.`,
      { stage: 'embed' },
    );
  }
  return similarToVector(context, { query: id, vector, space, limit });
}

/** Neighbours of an L2-normalised vector among the tracks that are present, without the track `query`. */
export function similarToVector(
  { store, view }: Pick<SimilarContext, 'store' | 'view'>,
  {
    query,
    vector,
    space,
    limit,
  }: {
    readonly query: TrackId;
    readonly vector: Float32Array;
    readonly space: SpaceName;
    readonly limit: number;
  },
): SimilarList {
  const memory = store.space(space);
  const notPresent = view.notPresent();
  const total = store.tracks.size - notPresent.size;
  if (memory === undefined) {
    return { query, space, items: [], analysed: 0, total };
  }
  const absent = rowsOf(memory, notPresent);
  const left = new Set(absent).add(memory.rowOf(query) ?? -1);
  const idOf = (row: number): TrackId => memory.ids[row] ?? '';
  const found = nearest(memory.matrix, memory.dims, vector, {
    limit,
    exclude: left,
    tieOrder: (a, b) => (idOf(a) < idOf(b) ? -1 : 1),
  });
  const items: Scored[] = Array.from(found.index, (row, rank) => ({
    id: idOf(row),
    // Rounding can carry a cosine a hair past 1.
    score: Math.min(1, Math.max(-1, found.score[rank] ?? 0)),
  }));
  return {
    query,
    space,
    items,
    analysed: memory.ids.length - absent.length,
    total,
  };
}

function rowsOf(memory: VectorSpace, ids: Iterable<TrackId>): readonly number[] {
  const rows: number[] = [];
  for (const id of ids) {
    const row = memory.rowOf(id);
    if (row !== undefined) {
      rows.push(row);
    }
  }
  return rows;
}
