import { z } from 'zod';
import type { SpaceName } from '../records';
import { heardWord, spaceName, tagScore, trackId } from '../records';
import { playlistId } from './playlist-contract';
import type { Contract } from './channel';
import { empty } from './channel';

/** Songs asked about at most; of more, a repeatable choice is asked about. */
export const MOST_ASKED = 5000;
/** Songs that are not wanted; each costs a look at every vector of the library. */
export const MOST_MINUS = 16;
/** Versions of one song that a row may have. */
const MOST_UNFOLDED = 1000;

/** And near to none of these. */
const minus = z.array(trackId).max(MOST_MINUS).optional();

/** What is to be found more of. Album and artist are those that a song's tags name. */
export const similarQuery = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('songs'),
    /** Several songs: what is near to all of them. */
    ids: z.array(trackId).min(1).max(MOST_ASKED),
    minus,
  }),
  z.object({ kind: z.literal('album'), of: trackId, minus }),
  z.object({ kind: z.literal('artist'), of: trackId, minus }),
  /** Its songs together. */
  z.object({ kind: z.literal('playlist'), of: playlistId, minus }),
  /** A file that `similar:meet-file` told of; it need not be in the library. */
  z.object({ kind: z.literal('file'), of: trackId }),
  /** A stretch of a song, in seconds: what sounds like what is heard there. */
  z
    .object({
      kind: z.literal('passage'),
      of: trackId,
      from: z.number().nonnegative(),
      to: z.number().nonnegative(),
    })
    .refine(({ from, to }) => from <= to, 'a passage ends before it begins'),
]);
export type SimilarQuery = Readonly<z.infer<typeof similarQuery>>;

/** A song of a file that a person brought along, by what the file says. */
export const outsideSong = z.object({
  id: trackId,
  title: z.string(),
  artist: z.string(),
  album: z.string(),
  isInLibrary: z.boolean(),
});
export type OutsideSong = Readonly<z.infer<typeof outsideSong>>;

/** So many songs of one artist *Balanced* takes as long as there are others. */
export const USUAL_PER_ARTIST = 3;

const weight = z.number().min(0).max(1);

/**
 * What each space weighs unless a person says otherwise. Playlists weigh half: where there are few, their space says little
 * more than which songs are on one album.
 */
export const USUAL_WEIGHTS: Readonly<Record<SpaceName, number>> = {
  genre: 1,
  melody: 1,
  blend: 1,
  playlist: 0.5,
};

/**
 * How the lists of the spaces become one.
 * - `balanced`: reciprocal-rank fusion over hubness-corrected lists, with a weight for each space (`USUAL_WEIGHTS` when left out). `era`
 *   favours songs of about the query's year, `tempo` and `key` those that can be mixed with it, `familiarity` songs that were played
 *   often here (up to 1) or hardly (down to −1);
 *   `hubs: false` leaves the correction out. Of one artist it takes more than `USUAL_PER_ARTIST` songs only where there are not enough
 *   others; `mixArtists: false` takes them as they come.
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
    tempo: weight.optional(),
    key: weight.optional(),
    familiarity: z.number().min(-1).max(1).optional(),
    hubs: z.boolean().optional(),
    mixArtists: z.boolean().optional(),
  }),
  z.object({ by: z.literal('score-total') }),
  z.object({ by: z.literal('top-3') }),
  z.object({ by: z.literal('space'), space: spaceName }),
]);
export type Ranking = Readonly<z.infer<typeof ranking>>;

/** A range, both ends included; an end that is left out is open. Songs that do not say are outside of every range. */
const range = z.object({ from: z.number(), to: z.number() }).partial();

/** Only songs that a tagger hears each of these words in, or (`not`) does not. */
export const heardWishes = z
  .array(z.object({ tag: z.string().max(100), not: z.boolean().optional() }))
  .min(1)
  .max(20);

/** What may be in the list at all. */
export const similarLimits = z
  .object({
    years: range,
    seconds: range,
    /** In beats a minute. */
    tempo: range,
    /** Only songs whose key fits that of a song that is asked about: the same, a fifth away or the relative one. */
    keys: z.literal(true),
    tags: heardWishes,
    /** Only songs with a file in this folder. */
    folder: z.string().max(4096),
    /** Only songs that were not played in so many last days. */
    notPlayedFor: z.number().positive().max(36_500),
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
  /** Heeds what was said of the list of one song (`similar:say`); without it the list is as if nothing had been said. */
  feedback: z.boolean().optional(),
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

/** A version of a song, and how near it is to what was asked, as the `score` of a song of the list. */
const songVersion = z.object({ id: trackId, score: z.number(), places: z.array(place) });

export const similarSong = z.object({
  id: trackId,
  /** The mean of its cosines, weighted like the ranking, in [-1, 1]. The order is the ranking's, not this one's. */
  score: z.number(),
  places: z.array(place),
  /** Other versions of it that would be in the list too, the nearer first: *Balanced* and the list of a space fold them into one row. */
  versions: z.array(songVersion),
  /** A person had the versions of this row shown (`similar:unfold`). */
  unfolded: z.boolean(),
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
  versions: z.array(songVersion),
  /** A person had them shown (`similar:unfold`). */
  unfolded: z.boolean(),
  /** Songs that a person wants more or less like of here; they are not in the list. */
  feedback: z.object({ more: z.array(trackId), less: z.array(trackId) }),
  /** The spaces it was made from. */
  spaces: z.array(spaceName),
  /** All spaces that hold vectors in this library. */
  filled: z.array(spaceName),
  /** Whether songs that are near to everything were put in their place; few songs need no correction. */
  corrected: z.boolean(),
  /** How many songs each limit would leave out by itself; only those that leave out any. */
  removed: z.array(
    z.object({
      limit: z.enum([
        'years',
        'seconds',
        'tempo',
        'keys',
        'tags',
        'folder',
        'notPlayedFor',
        'perArtist',
        'perAlbum',
      ]),
      songs: z.number().int().positive(),
    }),
  ),
  /** Tracks that have a vector in any of the spaces, those asked about included. */
  analysed: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  /** Songs that are still to be heard with other models; until then all answers are as before. */
  anew: z.number().int().nonnegative(),
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

/** A stretch of a song in seconds, inside of it. */
export const stretch = z.object({ from: z.number().nonnegative(), to: z.number().nonnegative() });

/** Of the song asked about and of the one that was found; null where it is not known. */
const both = z.object({ asked: z.number().nullable(), found: z.number().nullable() });

/** Songs that sound alike. */
export const similarContract = {
  /** Songs not listened to yet are listened to first, when none of those asked about was. */
  'similar:list': { request: similarRequest, response: similarList },
  /** Two songs are no versions of each other, whatever they sound like. Remembered; `undo` takes it back. */
  'similar:not-same': {
    request: z.object({ a: trackId, b: trackId, undo: z.boolean().optional() }),
    response: z.boolean(),
  },
  /** The versions in the row of these songs, all of it, are to be shown or not, wherever it stands. Remembered. */
  'similar:unfold': {
    request: z.object({ songs: z.array(trackId).min(1).max(MOST_UNFOLDED), unfolded: z.boolean() }),
    response: z.boolean(),
  },
  /**
   * Says of a song in the list of songs similar to `query`: more like it, less like it, or nothing of it any more. Remembered.
   * More: it joins the question, with half the weight of the song asked about (of several, together never more than its own).
   * Less: it is taken like a `minus` song. Of each 16 are kept, the latest. @throws `track-unknown`
   */
  'similar:say': {
    request: z.object({
      query: trackId,
      song: trackId,
      say: z.enum(['more', 'less', 'nothing']),
    }),
    response: z.boolean(),
  },
  /** Forgets all that was said of songs in this song's list. */
  'similar:unsay': { request: z.object({ query: trackId }), response: z.boolean() },
  /** Gets to know a file (absolute path), in the library or not, so that a query may name its song. Main asks. */
  'similar:meet-file': { request: z.object({ path: z.string().min(1) }), response: outsideSong },
  /** What is heard in a song: a few words of each kind, kind by kind, the surest first (docs/tags.md). */
  'similar:heard': { request: z.object({ id: trackId }), response: z.array(heardWord) },
  /** All words that limits may name: what the bundled taggers know. */
  'similar:words': { request: empty, response: z.array(z.string()) },
  /** What a neighbour has in common with the one of the songs compared with that it is most like, and lists that it shares with any of them. */
  'similar:why': {
    request: z.object({
      asked: z.array(trackId).min(1).max(MOST_ASKED),
      id: trackId,
      /** How the list was made, which tells what it is most like; Balanced when left out. */
      ranking: ranking.optional(),
    }),
    response: z.object({
      /** The song asked about that the neighbour is most like: what follows is told of these two. */
      nearest: trackId,
      /** Words that the taggers gave both, the surest first, with the lower of the two scores. */
      tags: z.array(tagScore),
      /** Playlists that the neighbour and any of the songs asked about are in, by name. */
      playlists: z.array(z.string()),
      /** Where its place in the space of lists comes from: learned from lists, or guessed from its sound; null without one. */
      listPlace: z.enum(['lists', 'sound']).nullable(),
      /** Beats a minute, and keys by number, of the nearest song asked about and of this one. */
      tempo: both,
      key: both,
      /** About ten seconds of each that are most alike, and the space they are in; null when their passages are not known. */
      passages: z
        .object({ space: spaceName, asked: stretch, found: stretch, cosine: z.number() })
        .nullable(),
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
