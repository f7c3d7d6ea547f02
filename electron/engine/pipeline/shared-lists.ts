import type { Response } from '../../shared/ipc/contract';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';

/** Names that help to see why; more do not. */
const MOST_NAMED = 5;

/** What lists say of a song and of those that were asked about: playlists they are both in, and where its place comes from. */
export function sharedLists(
  store: LibraryStore,
  asked: readonly TrackId[],
  id: TrackId,
): Pick<Response<'similar:why'>, 'playlists' | 'listPlace'> {
  const others = new Set(asked.filter((other) => other !== id));
  const playlists = [...store.playlists.byId.values()]
    .filter(
      ({ deletedAt, trackIds }) =>
        deletedAt === null && trackIds.includes(id) && trackIds.some((other) => others.has(other)),
    )
    .sort((a, b) => b.changedAt - a.changedAt || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_NAMED)
    .map(({ name }) => name);
  const isPlaced = store.space('playlist')?.rowOf(id) !== undefined;
  const placed = store.learned.has(id) ? 'lists' : 'sound';
  return { playlists, listPlace: isPlaced ? placed : null };
}
