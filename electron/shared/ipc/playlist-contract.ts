import { z } from 'zod';
import { errorRecord } from '../errors';
import { trackColumns, trackId } from '../records';
import type { Contract } from './channel';
import { empty } from './channel';

export const playlistId = z.string().regex(/^[0-9a-f]{32}$/);

/** More songs than any list of a person has; a request with more is a mistake. */
export const MOST_SONGS = 100_000;
/** More files than other programs take from one drag. */
export const MOST_DRAGGED = 1_000;
const songs = z.array(trackId).max(MOST_SONGS);
/** Trimmed, so that a list of blanks has no name. */
const playlistName = z.string().trim().min(1).max(200);

/** A list of songs in the order a person gave it. A song may be in it more than once, and stays when its file is gone. */
export const playlist = z.object({
  id: playlistId,
  name: z.string(),
  trackIds: z.array(trackId),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  /** Milliseconds since the epoch; every change raises it. */
  changedAt: z.number(),
});
export type Playlist = Readonly<z.infer<typeof playlist>>;

/** What the list of playlists shows of one. */
export const playlistSummary = playlist.omit({ trackIds: true }).extend({
  songs: z.number().int().nonnegative(),
  /** Songs whose files are not there. */
  missing: z.number().int().nonnegative(),
  /** Of those songs that say how long they are. */
  seconds: z.number().nonnegative(),
});
export type PlaylistSummary = Readonly<z.infer<typeof playlistSummary>>;

/** What playlists are written as. */
export const EXPORT_FORMATS = ['m3u8', 'xspf', 'rekordbox', 'csv'] as const;
export const exportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof exportFormat>;

/** Songs that are to be written into a file. */
export const exportRequest = z.object({
  name: z.string().max(200),
  trackIds: songs,
  format: exportFormat,
  /** Paths as seen from the file's own folder; for M3U8 only. */
  relative: z.boolean(),
});

/** Entries that were not found are told of up to this many a list; their count is told in full. */
export const MOST_UNMATCHED = 1_000;

/** What came of a playlist file. */
export const importReport = z.object({
  /** Its name, without the folder. */
  file: z.string(),
  format: z.enum(['m3u', 'pls', 'xspf', 'itunes-xml', 'rekordbox-xml']),
  encoding: z.string(),
  /** Beginnings of paths that are others here, most used first. */
  mappings: z.array(z.object({ from: z.string(), to: z.string(), songs: z.number().int() })),
  playlists: z.array(
    z.object({
      /** Null when no song was found, so that none was made. */
      id: playlistId.nullable(),
      name: z.string(),
      songs: z.number().int().nonnegative(),
      /** Of them, found by title, artist and length alone. */
      byTags: z.number().int().nonnegative(),
      unmatched: z.array(z.object({ line: z.number().int(), text: z.string() })),
      unmatchedCount: z.number().int().nonnegative(),
    }),
  ),
});
export type ImportReport = Readonly<z.infer<typeof importReport>>;

/** What came of several playlist files, and why some of them could not be read. */
export const imported = z.object({
  reports: z.array(importReport),
  failed: z.array(errorRecord),
});
export type Imported = z.infer<typeof imported>;

/**
 * Playlists. Every change is told by the event `playlists-changed`. Unknown and deleted ones: `playlist-unknown`;
 * a song that the library has never had: `track-unknown`.
 */
export const playlistContract = {
  /** By name. */
  'playlists:list': { request: empty, response: z.array(playlistSummary) },
  /** A playlist, and what is known of those of its songs that `library:rows` does not have (any more). */
  'playlists:get': {
    request: z.object({ id: playlistId }),
    response: z.object({ playlist, unlisted: trackColumns }),
  },
  /** A name that is taken already gets a number after it. */
  'playlists:create': {
    request: z.object({ name: playlistName, trackIds: songs }),
    response: playlist,
  },
  /** Puts songs in before position `at`; at the end when left out. */
  'playlists:add': {
    request: z.object({
      id: playlistId,
      trackIds: songs,
      at: z.number().int().nonnegative().optional(),
    }),
    response: playlist,
  },
  /**
   * The songs as they are to be: for a new order and for taking songs out. `changedAt` is of the list this was made
   * from; `playlist-changed` when it is not that one any more.
   */
  'playlists:arrange': {
    request: z.object({ id: playlistId, trackIds: songs, changedAt: z.number() }),
    response: playlist,
  },
  'playlists:rename': {
    request: z.object({ id: playlistId, name: playlistName }),
    response: playlist,
  },
  /** It can be had back for a month. */
  'playlists:delete': { request: z.object({ id: playlistId }), response: z.boolean() },
  /** Takes back a delete. */
  'playlists:restore': { request: z.object({ id: playlistId }), response: playlist },
  /**
   * Songs that lead from one to another in steps that are small in every filled space, no artist and no song twice (a version of
   * a song is that song); another seed, another way.
   * `not-analysed` when one of them was not listened to yet.
   */
  'playlists:path': {
    request: z.object({
      from: trackId,
      to: trackId,
      length: z.number().int().min(2).max(100),
      seed: z.number().int(),
    }),
    response: z.array(trackId),
  },
  /**
   * The song and others that are like it in all filled spaces, by chance; none of the last 5,000 that this song's radio has
   * given, and no version of one. `over`: forgets first what it has given.
   */
  'playlists:radio': {
    request: z.object({
      id: trackId,
      count: z.number().int().positive().max(500),
      seed: z.number().int(),
      over: z.boolean().optional(),
    }),
    response: z.object({
      trackIds: z.array(trackId),
      /** All songs had been given, or it is not known any more which: it has begun again. */
      anew: z.boolean(),
    }),
  },
  /** Songs that belong to two playlists at once in all filled spaces, none in two versions. */
  'playlists:blend': {
    request: z.object({
      a: playlistId,
      b: playlistId,
      count: z.number().int().positive().max(500),
    }),
    response: z.array(trackId),
  },
  /** The files of songs, for dragging them out; those whose files are gone are left out. Main asks. */
  'playlists:files': {
    request: z.object({ ids: z.array(trackId).max(MOST_DRAGGED) }),
    response: z.array(z.string()),
  },
  /** Makes playlists of a playlist file (absolute path). Main asks. */
  'playlists:import': { request: z.object({ path: z.string().min(1) }), response: importReport },
  /** Songs as the text of a playlist file that is to lie in `folder`. Main asks, and writes it. */
  'playlists:export': {
    request: exportRequest.extend({ folder: z.string() }),
    response: z.object({
      text: z.string(),
      songs: z.number().int().nonnegative(),
      /** Songs without a file, or with a path that this kind of file cannot hold. */
      leftOut: z.number().int().nonnegative(),
    }),
  },
} as const satisfies Contract;
