import { useLibrary } from '../../state/library';
import type { OpenList } from '../../state/playlists';
import type { TrackRow } from '../../state/track-row';

/** What is known of a song of the list; undefined only until the library has told of it. */
export function rowOf({ unlisted }: OpenList, id: string): TrackRow | undefined {
  return useLibrary.getState().tracks.get(id) ?? unlisted.get(id);
}

/** The songs of the list that have a file. */
export function playableOf(open: OpenList): string[] {
  return open.trackIds.filter((id) => {
    const row = rowOf(open, id);
    return row !== undefined && row.state !== 'missing';
  });
}

/** The songs of the list that have a file, and which of them is the first at or after a position. */
export function playableFrom(
  open: OpenList,
  at: number,
): { readonly ids: readonly string[]; readonly start: number } {
  const before = playableOf({ ...open, trackIds: open.trackIds.slice(0, at) });
  return { ids: playableOf(open), start: before.length };
}
