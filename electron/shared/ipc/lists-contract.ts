import { z } from 'zod';
import { jobId } from '../progress';
import type { Contract } from './channel';
import { empty } from './channel';

const count = z.number().int().nonnegative();

/** What was learned from the lists of the library the last time. */
export const learnedLists = z.object({
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** How long it took. */
  seconds: z.number().nonnegative(),
  /** Lists that were learned from; of lists of the same songs one. */
  playlists: count,
  albums: count,
  folders: count,
  /** Songs whose place is learned from lists, and songs whose place is guessed from their sound. */
  learned: count,
  guessed: count,
  /**
   * How good such a guess is, on songs that it was not made from: the mean cosine of guessed and learned vectors, and the share
   * of a song's companions (of at most ten) among the ten songs nearest to the guess, beside that of ten at random. Null with too few songs.
   */
  error: z
    .object({
      heldOut: count,
      cosine: z.number(),
      recall: z.number(),
      randomRecall: z.number(),
    })
    .nullable(),
});
export type LearnedLists = Readonly<z.infer<typeof learnedLists>>;

const listLearning = z.object({
  /** Whether it is learned anew by itself some time after lists have changed. */
  automatic: z.boolean(),
  learned: learnedLists.nullable(),
});
export type ListLearning = Readonly<z.infer<typeof listLearning>>;

/** Learning which songs belong together from the lists they are in: what fills the space `playlist`. */
export const listsContract = {
  'lists:get': { request: empty, response: listLearning },
  'lists:set': { request: z.object({ automatic: z.boolean() }), response: listLearning },
  /** Learns now, from what was learned before; `anew` from nothing. */
  'lists:learn': { request: z.object({ anew: z.boolean().optional() }), response: jobId },
} as const satisfies Contract;
