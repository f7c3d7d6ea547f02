import { z } from 'zod';
import { spaceName, tagScore, trackId } from '../records';
import type { Contract } from './channel';
import { empty } from './channel';

/** Songs asked about at most; of more, a repeatable choice is asked about. */
export const MOST_ASKED = 5000;
const MOST_MINUS = 100;
const MOST_EXPLAINED = 16;

/** What is to be found more of. Album and artist are those that a song's tags name. */
export const similarQuery = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('songs'),
    /** Several songs: what is near to all of them. */
    ids: z.array(trackId).min(1).max(MOST_ASKED),
    /** And near to none of these. */
    minus: z.array(trackId).max(MOST_MINUS).optional(),
  }),
  z.object({ kind: z.literal('album'), of: trackId }),
  z.object({ kind: z.literal('artist'), of: trackId }),
]);
export type SimilarQuery = Readonly<z.infer<typeof similarQuery>>;

const weight = z.number().min(0).max(1);

/**
 * How the lists of the spaces become one.
 * - `balanced`: reciprocal-rank fusion over hubness-corrected lists, with a weight for each space (1 when left out). `era`
 *   favours songs of about the query's year, `hubs: false` leaves the correction out.
 * - `score-total`, `top-3`: the original's two, over the first 50 of each space by plain cosine.
 * - `space`: one space's own list, by plain cosine.
 */
export const ranking = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('balanced'),
    weights: z
      .object({ genre: weight, melody: weight, blend: weight, playlist: weight })
      .partial()
      .optional(),
    era: weight.optional(),
    hubs: z.boolean().optional(),
  }),
  z.object({ by: z.literal('score-total') }),
  z.object({ by: z.literal('top-3') }),
  z.object({ by: z.literal('space'), space: spaceName }),
]);
export type Ranking = Readonly<z.infer<typeof ranking>>;

/** A range, both ends included; an end that is left out is open. Songs that do not say are outside of every range. */
const range = z.object({ from: z.number(), to: z.number() }).partial();

/** What may be in the list at all. */
export const similarLimits = z
  .object({
    years: range,
    seconds: range,
    /** Only songs that a tagger hears each of these words in, or (`not`) does not. */
    tags: z
      .array(z.object({ tag: z.string().max(100), not: z.boolean().optional() }))
      .min(1)
      .max(20),
    /** Only songs with a file in this folder. */
    folder: z.string().max(4096),
    /** At most so many songs of one artist, of one album. */
    perArtist: z.number().int().positive(),
    perAlbum: z.number().int().positive(),
  })
  .partial();
export type SimilarLimits = Readonly<z.infer<typeof similarLimits>>;
export type LimitName = keyof SimilarLimits;

export const similarRequest = z.object({
  query: similarQuery,
  /** Balanced when left out. */
  ranking: ranking.optional(),
  limits: similarLimits.optional(),
  /** How many songs are wanted. */
  limit: z.number().int().positive().max(500),
});
export type SimilarRequest = Readonly<z.infer<typeof similarRequest>>;

/** A place in a space's own list. */
const place = z.object({
  space: spaceName,
  /** From 1; `null` behind the part of the list that was looked at. */
  rank: z.number().int().positive().nullable(),
  /** In [-1, 1]; with several songs asked about, the mean. */
  cosine: z.number(),
});

export const similarSong = z.object({
  id: trackId,
  /** The mean of its cosines, weighted like the ranking, in [-1, 1]. The order is the ranking's, not this one's. */
  score: z.number(),
  places: z.array(place),
  /** Other versions of it that would be in the list too, the nearer first; Balanced folds them into one row. */
  versions: z.array(z.object({ id: trackId, score: z.number() })),
});
export type SimilarSong = Readonly<z.infer<typeof similarSong>>;

/** A list, and over how much of the library it was searched. */
export const similarList = z.object({
  /** The songs that were asked about: all of an album, say. */
  asked: z.array(trackId),
  /** How many of them the others were compared with: those without vectors are left out, and of many some are chosen. */
  compared: z.number().int().positive(),
  items: z.array(similarSong),
  /** Versions of the song that was asked about; they are not in the list. */
  versions: z.array(trackId),
  /** The spaces it was made from. */
  spaces: z.array(spaceName),
  /** All spaces that hold vectors in this library. */
  filled: z.array(spaceName),
  /** Whether songs that are near to everything were put in their place; few songs need no correction. */
  corrected: z.boolean(),
  /** How many songs each limit would leave out by itself; only those that leave out any. */
  removed: z.array(
    z.object({
      limit: z.enum(['years', 'seconds', 'tags', 'folder', 'perArtist', 'perAlbum']),
      songs: z.number().int().positive(),
    }),
  ),
  /** Tracks that have a vector in any of the spaces, those asked about included. */
  analysed: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
});
export type SimilarList = Readonly<z.infer<typeof similarList>>;

const hubFigures = z.object({
  /** Of how often a song is among the ten nearest of another; above 1 a few songs are everywhere. */
  skewness: z.number(),
  /** The share of songs that are in no list. */
  never: z.number(),
  /** The share of places taken by the query's own artist. */
  sameArtist: z.number(),
});

/** Songs that sound alike. */
export const similarContract = {
  /** Songs not listened to yet are listened to first, when none of those asked about was. */
  'similar:list': { request: similarRequest, response: similarList },
  /** Two songs are no versions of each other, whatever they sound like. Remembered. */
  'similar:not-same': {
    request: z.object({ a: trackId, b: trackId }),
    response: z.boolean(),
  },
  /** All words that limits may name: what the bundled taggers know. */
  'similar:words': { request: empty, response: z.array(z.string()) },
  /** What a neighbour has in common with the songs asked about (of several, what all of them have), by what was heard. */
  'similar:why': {
    request: z.object({ asked: z.array(trackId).min(1).max(MOST_EXPLAINED), id: trackId }),
    response: z.object({
      /** Words that the taggers gave both, the surest first, with the lower of the two scores. */
      tags: z.array(tagScore),
    }),
  },
  /** How much a few songs dominate the lists of this library, before and after the correction, over `most` songs. */
  'similar:hubs': {
    request: z.object({ most: z.number().int().positive().max(5000) }),
    response: z.object({
      spaces: z.array(
        z.object({
          space: spaceName,
          songs: z.number().int(),
          before: hubFigures,
          after: hubFigures,
        }),
      ),
    }),
  },
} as const satisfies Contract;
