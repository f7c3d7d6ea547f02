import { z } from 'zod';
import { learnedLists } from '../../shared/ipc/lists-contract';
import { DIMS } from '../playlists/music2vec/pair-kernel';
import type { LibraryStore } from '../store/library-store';

/** What is remembered of learning from lists, in the library itself. */
const learnedNote = z.object({
  automatic: z.boolean(),
  last: z
    .object({
      figures: learnedLists,
      /** Of the lists it was learned from. */
      fingerprint: z.string(),
      /** How long the learned vectors were, on average. */
      length: z.number().positive(),
      /** What they had in common; nothing in a note from before it was taken off. */
      mean: z
        .array(z.number())
        .length(DIMS)
        .default(() => Array.from({ length: DIMS }, () => 0)),
    })
    .nullable(),
});
export type LearnedNote = Readonly<z.infer<typeof learnedNote>>;

/** Nothing was learned yet, and it is learned by itself once there are playlists. */
const FRESH: LearnedNote = { automatic: true, last: null };

/** @param tell what to say of a note that cannot be read; what it held is learned anew. */
export function readLearnedNote(
  store: LibraryStore,
  tell: (message: string) => void = () => undefined,
): LearnedNote {
  const text = store.note('lists');
  if (text === undefined) {
    return FRESH;
  }
  try {
    return learnedNote.parse(JSON.parse(text));
  } catch {
    tell('What was noted about learning from lists cannot be read: it will be learned anew.');
    return FRESH;
  }
}

export function writeLearnedNote(store: LibraryStore, note: LearnedNote): void {
  store.setNote('lists', JSON.stringify(note));
}

/** When the space of lists was learned; 0 when it never was. */
export function learnedAt(store: LibraryStore): number {
  return readLearnedNote(store).last?.figures.at ?? 0;
}
