import { create } from 'zustand';
import type { ErrorRecord } from '../../electron/shared/errors';
import { toErrorRecord } from '../../electron/shared/errors';
import type { SimilarList, SimilarQuery } from '../../electron/shared/ipc/similar-contract';
import { invoke } from '../api/api';
import { useSettings } from './settings';
import { questionFrom, useSimilarOptions } from './similar-options';
import { tellDone } from './undo';

type Answer =
  | { readonly kind: 'listening' }
  | { readonly kind: 'list'; readonly list: SimilarList }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };

interface SimilarState {
  /** What was asked one after another; the last one is what the list belongs to. */
  readonly trail: readonly SimilarQuery[];
  readonly answer: Answer;
}

export const useSimilar = create<SimilarState>(() => ({
  trail: [],
  answer: { kind: 'listening' },
}));

/** What the list that is shown belongs to. */
export const queryOf = ({ trail }: SimilarState): SimilarQuery | null => trail.at(-1) ?? null;

/** The song that stands for a query: the one it is about, or the first of several; '' for a playlist. */
export function songOf(query: SimilarQuery): string {
  switch (query.kind) {
    case 'songs':
      return query.ids[0] ?? '';
    case 'playlist':
      return '';
    default:
      return query.of;
  }
}

/** Shows the neighbours of a song and remembers the way. One not listened to yet is listened to first. */
export function openSimilar(id: string): Promise<void> {
  return openSimilarTo({ kind: 'songs', ids: [id] });
}

/** Shows what is near to several songs, an album or an artist. */
export async function openSimilarTo(query: SimilarQuery): Promise<void> {
  const before = queryOf(useSimilar.getState());
  if (before === null || !isSame(before, query)) {
    useSimilar.setState(({ trail }) => ({
      trail: [...trail, query],
      answer: { kind: 'listening' },
    }));
  }
  await ask();
}

/** Asks the open question anew in other words: it stays one step of the way, and the list stands until the new one is there. */
export async function rewordQuestion(query: SimilarQuery): Promise<void> {
  useSimilar.setState(({ trail }) => ({ trail: [...trail.slice(0, -1), query] }));
  await ask();
}

const isSame = (a: SimilarQuery, b: SimilarQuery): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** One step back. */
export async function backToPrevious(): Promise<void> {
  useSimilar.setState(({ trail }) => ({
    trail: trail.slice(0, -1),
    answer: { kind: 'listening' },
  }));
  await ask();
}

export function closeSimilar(): void {
  useSimilar.setState({ trail: [], answer: { kind: 'listening' } });
}

/** Says that some songs are no versions of another one; it can be taken back. */
export async function keepApart(song: string, others: readonly string[]): Promise<void> {
  const say = async (undo: boolean): Promise<void> => {
    for (const other of others) {
      await invoke('similar:not-same', { a: song, b: other, undo });
    }
    await ask();
  };
  await say(false);
  tellDone({
    text: { key: 'similar.told-apart', count: others.length },
    undo: () => say(true),
  });
}

/** Shows the versions in the row of these songs, all of it, or folds them; remembered. */
export async function unfold(songs: readonly string[], unfolded: boolean): Promise<void> {
  await invoke('similar:unfold', { songs: [...songs], unfolded });
  await ask();
}

/** More songs may have been listened to since, or the options are others. */
export async function refreshSimilar(): Promise<void> {
  await ask();
}

/** The question that waits for its answer. */
let current: { readonly query: SimilarQuery; again: boolean } | null = null;

/** Asks what is to be shown now. The same asked again meanwhile, as by a slider that is moved, becomes one more question. */
async function ask(): Promise<void> {
  const query = queryOf(useSimilar.getState());
  if (query === null) {
    return;
  }
  if (current?.query === query) {
    current.again = true;
    return;
  }
  const own = { query, again: true };
  current = own;
  while (own.again) {
    own.again = false;
    const answer = await answerTo(query);
    // An answer that comes late is not the answer to what is shown now.
    if (current !== own || queryOf(useSimilar.getState()) !== query) {
      break;
    }
    useSimilar.setState({ answer });
  }
  if (current === own) {
    current = null;
  }
}

async function answerTo(query: SimilarQuery): Promise<Answer> {
  const { hubCorrection } = useSettings.getState().settings;
  try {
    const options = questionFrom(useSimilarOptions.getState(), query.kind, hubCorrection);
    return {
      kind: 'list',
      list: await invoke('similar:list', { query, feedback: true, ...options }),
    };
  } catch (thrown) {
    return { kind: 'failed', error: toErrorRecord(thrown) };
  }
}

/** Options and the correction of hubs change the list at once. */
export function followOptions(): void {
  const refresh = (): void => {
    void refreshSimilar();
  };
  useSimilarOptions.subscribe(refresh);
  useSettings.subscribe(({ settings }, before) => {
    if (settings.hubCorrection !== before.settings.hubCorrection) {
      refresh();
    }
  });
}
