import { z } from 'zod';
import { KEYS } from './musical-key';
import { dictionaryColumn, textColumn } from './text-column';

/** 32 hex digits: a hash over the audio stream's bytes (tags left out), so a rename, move or retag keeps it. */
export const trackId = z.string().regex(/^[0-9a-f]{32}$/);
export type TrackId = z.infer<typeof trackId>;

/** The embedding spaces of the design. Only those with a bundled model are ever filled. */
export const SPACES = ['genre', 'melody', 'blend', 'playlist'] as const;
export const spaceName = z.enum(SPACES);
export type SpaceName = z.infer<typeof spaceName>;

/**
 * Where a track stands: waiting to be listened to, listened to, failed with a reason in the ledger, or missing: its
 * files were deleted, and what was heard is kept for a while in case they come back.
 */
export const TRACK_STATES = ['pending', 'analysed', 'failed', 'missing'] as const;
export const trackState = z.enum(TRACK_STATES);
export type TrackState = z.infer<typeof trackState>;

/** What the file says about itself. Strings are NFC, trimmed, and `''` when the file does not say. */
export const trackTags = z.object({
  /** Never empty: the file name without extension when the file has no title. */
  title: z.string(),
  artist: z.string(),
  album: z.string(),
  albumArtist: z.string(),
  genre: z.string(),
  year: z.number().int().nullable(),
  trackNumber: z.number().int().nullable(),
  discNumber: z.number().int().nullable(),
  durationSeconds: z.number().nonnegative().nullable(),
  hasCover: z.boolean(),
});
export type TrackTags = Readonly<z.infer<typeof trackTags>>;

/** A score in [0, 1] the tagger gave a word (genre, mood, instrument, voice). */
export const tagScore = z.object({ tag: z.string(), score: z.number() });

/** How sure a description is of itself, in [0, 1]. */
const confidence = z.number().min(0).max(1);

/** What was heard in a song besides what the models make of it; null where nothing certain can be said. */
export const soundFacts = z.object({
  tempo: z.object({ bpm: z.number().positive(), confidence }).nullable(),
  /** A key's number: see `musical-key`. */
  key: z
    .object({
      key: z
        .number()
        .int()
        .min(0)
        .max(KEYS - 1),
      confidence,
    })
    .nullable(),
  /** LUFS of the song mixed to one channel; up to 3 below what a stereo meter shows. */
  loudness: z.number().nullable(),
});
export type SoundFacts = Readonly<z.infer<typeof soundFacts>>;

/** What words that are heard are about. */
export const TAG_KINDS = ['genre', 'mood', 'instrument', 'voice', 'decade'] as const;

/** A word that was heard for certain enough (docs/tags.md), with the tagger's score. */
export const heardWord = tagScore.extend({ kind: z.enum(TAG_KINDS) });
export type HeardWord = Readonly<z.infer<typeof heardWord>>;

/** One track as a person sees it. `paths[0]` is the file that is played, or that was there when it is missing. */
export const track = trackTags.extend({
  id: trackId,
  paths: z.array(z.string()).min(1),
  state: trackState,
});
export type Track = Readonly<z.infer<typeof track>>;

/** A track with what was heard in it. */
export const trackDetails = track.extend({
  /** Null before it was listened to. */
  sound: soundFacts.nullable(),
  /** Highest first, per tagger model id. */
  tagScores: z.array(z.object({ model: z.string(), tags: z.array(tagScore) })),
});
export type TrackDetails = Readonly<z.infer<typeof trackDetails>>;

/**
 * The library as columns, one entry per track: what the table, the search box and the lists need.
 * All arrays have the same length. Numbers are NaN when unknown, a key is −1; state indexes TRACK_STATES.
 */
export const trackColumns = z.object({
  id: textColumn,
  title: textColumn,
  artist: dictionaryColumn,
  album: dictionaryColumn,
  albumArtist: dictionaryColumn,
  genre: dictionaryColumn,
  year: z.instanceof(Float32Array),
  durationSeconds: z.instanceof(Float32Array),
  trackNumber: z.instanceof(Float32Array),
  discNumber: z.instanceof(Float32Array),
  hasCover: z.instanceof(Uint8Array),
  /** Beats a minute. */
  tempo: z.instanceof(Float32Array),
  key: z.instanceof(Int8Array),
  /** LUFS, as in `soundFacts`. */
  loudness: z.instanceof(Float32Array),
  state: z.instanceof(Uint8Array),
  /** How often each was played here. */
  plays: z.instanceof(Uint32Array),
  /** When it was played last, in milliseconds since the epoch; NaN when it never was. */
  lastPlayed: z.instanceof(Float64Array),
});
export type TrackColumns = Readonly<z.infer<typeof trackColumns>>;

/**
 * Two-dimensional layout of one space, one entry per track; all arrays have the same length. `x`, `y` are centred and scaled
 * to [-1, 1].
 */
export const mapColumns = z.object({
  space: spaceName,
  id: z.array(trackId),
  x: z.instanceof(Float32Array),
  y: z.instanceof(Float32Array),
  /**
   * How far the map can be trusted at each track: the share of its 10 nearest tracks in the full space that are among its 30 nearest
   * on the map, in [0, 1]. NaN on a map that was made before trust was measured.
   */
  trust: z.instanceof(Float32Array),
  /** The number of the track's region of level 1 (see `map:regions`); −1 when it is in none. */
  cluster: z.instanceof(Int32Array),
  /** Milliseconds since the epoch. */
  madeAt: z.number(),
});
export type MapColumns = Readonly<z.infer<typeof mapColumns>>;

/** Those of the taggers' words that are moods. */
export const MOODS = [
  'happy',
  'sad',
  'mellow',
  'chillout',
  'party',
  'sexy',
  'beautiful',
  'easy listening',
  'soft',
  'weird',
] as const;
export type Mood = (typeof MOODS)[number];

/** What a word of a region's name is: of the files' tags, or what a model heard. The text of a decade is its first year. */
export const REGION_WORD_KINDS = ['genre', 'tag', 'artist', 'decade'] as const;
export const regionWord = z.object({
  kind: z.enum(REGION_WORD_KINDS),
  text: z.string().min(1).max(60),
});
export type RegionWord = Readonly<z.infer<typeof regionWord>>;

/** Level 0 has the largest regions, for the whole map in view; level 2 the smallest, for a view from close by. */
export const REGION_LEVELS = 3;

/** A place of a map where many tracks lie close together. */
export const mapRegion = z.object({
  level: z
    .number()
    .int()
    .min(0)
    .max(REGION_LEVELS - 1),
  /** Its own among the regions of its level. */
  number: z.number().int().nonnegative(),
  /** Where its tracks lie closest, and how far most of them (3 of 4) are from there, in units of the map. */
  x: z.number(),
  y: z.number(),
  radius: z.number(),
  /** Tracks in it. */
  count: z.number().int().positive(),
  /** What tells it from the rest of the map, the most telling first; empty when nothing does. */
  words: z.array(regionWord).max(3),
});
export type MapRegion = Readonly<z.infer<typeof mapRegion>>;
