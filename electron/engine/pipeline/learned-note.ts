import { z } from 'zod';
import type { MugleError } from '../../shared/errors';
import { learnedLists } from '../../shared/ipc/lists-contract';
import { DIMS } from '../playlists/music2vec/pair-kernel';
import type { LibraryStore } from '../store/library-store';
import { noteDamage } from './damaged-note';

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

/** Damaged: nothing is known, and nothing is learned by itself over what a person may have chosen. */
const LOST: LearnedNote = { automatic: false, last: null };

/** The note, and what is to be told of it when it is damaged. */
export function readLearnedNote(store: LibraryStore): {
  readonly note: LearnedNote;
  readonly damage: MugleError | undefined;
} {
  const text = store.note('lists');
  if (text === undefined) {
    return { note: FRESH, damage: undefined };
  }
  try {
    return { note: learnedNote.parse(JSON.parse(text)), damage: undefined };
  } catch (cause) {
    return { note: LOST, damage: noteDamage(store, 'lists', text, cause) };
  }
}

export function writeLearnedNote(store: LibraryStore, note: LearnedNote): void {
  store.setNote('lists', JSON.stringify(note));
}

/** When the space of lists was learned; 0 when it never was. */
export function learnedAt(store: LibraryStore): number {
  return readLearnedNote(store).note.last?.figures.at ?? 0;
}
