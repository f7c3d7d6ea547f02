import { create } from 'zustand';
import type { ErrorRecord } from '../../electron/shared/errors';
import { toErrorRecord } from '../../electron/shared/errors';
import type { SimilarList } from '../../electron/shared/ipc/similar-contract';
import { invoke } from '../api/api';

const LIMIT = 50;

type Answer =
  | { readonly kind: 'listening' }
  | { readonly kind: 'list'; readonly list: SimilarList }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };

interface SimilarState {
  /** The songs walked over; the last one is what the list belongs to. */
  readonly trail: readonly string[];
  readonly answer: Answer;
}

export const useSimilar = create<SimilarState>(() => ({
  trail: [],
  answer: { kind: 'listening' },
}));

/** The song whose neighbours are shown. */
export const queryOf = ({ trail }: SimilarState): string | null => trail.at(-1) ?? null;

/** Shows the neighbours of a song and remembers the way. One not listened to yet is listened to first. */
export async function openSimilar(id: string): Promise<void> {
  if (queryOf(useSimilar.getState()) !== id) {
    useSimilar.setState(({ trail }) => ({ trail: [...trail, id], answer: { kind: 'listening' } }));
  }
  await ask(id);
}

/** One step back. */
export async function backToPrevious(): Promise<void> {
  useSimilar.setState(({ trail }) => ({
    trail: trail.slice(0, -1),
    answer: { kind: 'listening' },
  }));
  const id = queryOf(useSimilar.getState());
  if (id !== null) {
    await ask(id);
  }
}

export function closeSimilar(): void {
  useSimilar.setState({ trail: [], answer: { kind: 'listening' } });
}

/** More songs may have been listened to since. */
export async function refreshSimilar(): Promise<void> {
  const id = queryOf(useSimilar.getState());
  if (id !== null) {
    await ask(id);
  }
}

let lastQuestion = 0;

async function ask(id: string): Promise<void> {
  const question = ++lastQuestion;
  let answer: Answer;
  try {
    const list = await invoke('similar:list', {
      query: { kind: 'songs', ids: [id] },
      limit: LIMIT,
    });
    answer = { kind: 'list', list };
  } catch (thrown) {
    answer = { kind: 'failed', error: toErrorRecord(thrown) };
  }
  // An answer that comes late is not the answer to what is shown now.
  if (question === lastQuestion && queryOf(useSimilar.getState()) === id) {
    useSimilar.setState({ answer });
  }
}
