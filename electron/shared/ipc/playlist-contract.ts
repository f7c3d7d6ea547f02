import { z } from 'zod';
import { trackColumns, trackId } from '../records';
import type { Contract } from './channel';
import { empty } from './channel';

export const playlistId = z.string().regex(/^[0-9a-f]{32}$/);

/** More songs than any list of a person has; a request with more is a mistake. */
export const MOST_SONGS = 100_000;
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
} as const satisfies Contract;
