import type { SimilarQuery } from '../../electron/shared/ipc/similar-contract';
import { MOST_MINUS } from '../../electron/shared/ipc/similar-contract';
import { useLibrary } from './library';
import { queryOf, rewordQuestion, useSimilar } from './similar';

/** A question about songs of the library as wholes, which others can be taken out of. */
type WithMinus = Exclude<SimilarQuery, { kind: 'file' | 'passage' }>;

const takesMinus = (query: SimilarQuery | null): query is WithMinus =>
  query !== null && query.kind !== 'file' && query.kind !== 'passage';

/** The songs that the list is not to be like. */
export const minusOf = (query: SimilarQuery): readonly string[] =>
  takesMinus(query) ? (query.minus ?? []) : [];

/** What songs were called when they were taken out: one that goes from the library leaves no title there. */
const titles = new Map<string, string>();

/** What a song that was taken out of a question was called then. */
export const titleOfMinus = (id: string): string => titles.get(id) ?? '';

/**
 * Whether the open question can be narrowed to what is not like these songs: some of them were listened to, are not what is asked about,
 * and there is room for them. Null when no question is open that takes any.
 */
export function canBeMinus(ids: readonly string[]): boolean | null {
  const query = queryOf(useSimilar.getState());
  if (!takesMinus(query)) {
    return null;
  }
  const more = newOnes(query, ids).length;
  return more > 0 && minusOf(query).length + more <= MOST_MINUS;
}

/** The list is not to be like these songs either. */
export async function addMinus(ids: readonly string[]): Promise<void> {
  const query = queryOf(useSimilar.getState());
  if (takesMinus(query) && canBeMinus(ids) === true) {
    const more = newOnes(query, ids);
    for (const id of more) {
      titles.set(id, useLibrary.getState().tracks.get(id)?.title ?? '');
    }
    await rewordQuestion({ ...query, minus: [...minusOf(query), ...more] });
  }
}

/** The list may be like this song again. */
export async function dropMinus(id: string): Promise<void> {
  const query = queryOf(useSimilar.getState());
  if (takesMinus(query)) {
    const { minus = [], ...bare } = query;
    const left = minus.filter((other) => other !== id);
    await rewordQuestion(left.length === 0 ? bare : { ...bare, minus: left });
  }
}

function newOnes(query: WithMinus, ids: readonly string[]): string[] {
  const { answer } = useSimilar.getState();
  const asked = [
    ...(query.kind === 'songs' ? query.ids : []),
    ...(answer.kind === 'list' ? answer.list.asked : []),
  ];
  const there = new Set([...asked, ...minusOf(query)]);
  const { tracks } = useLibrary.getState();
  return ids.filter((id) => !there.has(id) && tracks.get(id)?.state === 'analysed');
}
