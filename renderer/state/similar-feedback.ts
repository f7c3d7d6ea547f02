import type { SimilarQuery } from '../../electron/shared/ipc/similar-contract';
import { invoke } from '../api/api';
import { refreshSimilar } from './similar';

/** What can be said of a song in a list of similar ones. */
export type Opinion = 'more' | 'less';

/** The song whose list it is that a query asks for, as only such lists are talked about; null for others. */
export function onlySongOf(query: SimilarQuery | null): string | null {
  return query?.kind === 'songs' && query.ids.length === 1 ? (query.ids[0] ?? null) : null;
}

/** Says that more or less like a song is wanted in the list of another, or takes that back; the list follows at once. */
export async function sayOf(
  query: string,
  song: string,
  opinion: Opinion | 'nothing',
): Promise<void> {
  await invoke('similar:say', { query, song, say: opinion });
  await refreshSimilar();
}

/** Forgets all that was said in the list of a song. */
export async function forgetFeedback(query: string): Promise<void> {
  await invoke('similar:unsay', { query });
  await refreshSimilar();
}
