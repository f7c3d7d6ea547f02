import { z } from 'zod';
import { jobId } from '../progress';
import { trackColumns, trackDetails, trackId } from '../records';
import { textColumn } from '../text-column';
import type { Contract } from './channel';
import { empty } from './channel';
import { heardWishes } from './similar-contract';

/** Bytes of a song that are asked for at a time, at most. */
export const MOST_SONG_BYTES = 1_048_576;

const waveform = z.object({
  durationSeconds: z.number().positive(),
  /** The highest sample of short pieces spread evenly over the song, in 0..1, the loudest of them 1. */
  heights: z.array(z.number().min(0).max(1)).min(1),
});
export type Waveform = Readonly<z.infer<typeof waveform>>;

/** The folders of the library, its songs, and what is shown and played of one. */
export const libraryContract = {
  'library:roots': { request: empty, response: z.array(z.string()) },
  /** Adds folders (absolute paths) and starts a scan. Nested or repeated roots are folded together. */
  'library:add-roots': {
    request: z.object({ paths: z.array(z.string().min(1)).min(1).max(64) }),
    response: jobId,
  },
  'library:remove-root': { request: z.object({ path: z.string() }), response: z.boolean() },
  /** Rows changed since a version (0 = all). `reset` tells the window to drop what it has. */
  'library:rows': {
    request: z.object({ since: z.number().int().nonnegative() }),
    response: z.object({
      version: z.number().int().nonnegative(),
      reset: z.boolean(),
      rows: trackColumns,
      removed: z.array(trackId),
    }),
  },
  /** In which folder the songs are: for each id, its index in `folders` (absolute paths). */
  'library:folders': {
    request: empty,
    response: z.object({
      id: textColumn,
      folder: z.instanceof(Uint32Array),
      folders: z.array(z.string()),
    }),
  },
  /** The songs that have all these words, or (`not`) not: ids in the order in which they were listened to. */
  'library:heard': { request: z.object({ tags: heardWishes }), response: textColumn },
  'library:track': { request: z.object({ id: trackId }), response: trackDetails },
  /** The file to play or show. Main asks; the window may not (see WINDOW_CHANNELS). */
  'library:path': { request: z.object({ id: trackId }), response: z.string() },
  'library:cover': {
    request: z.object({ id: trackId }),
    response: z.object({ mimeType: z.string(), data: z.instanceof(Uint8Array) }).nullable(),
  },
  /** A file Chromium can play: the song itself, or a WAV made in the cache for formats it cannot (ALAC, AIFF). */
  'library:playable': {
    request: z.object({ id: trackId }),
    response: z.object({
      path: z.string(),
      mimeType: z.string(),
      sizeBytes: z.number().int().nonnegative(),
    }),
  },
  /** How loud a song is from beginning to end; null while its file is not there. */
  'library:waveform': { request: z.object({ id: trackId }), response: waveform.nullable() },
  /** A part of that file, fewer bytes at its end, none behind it. Main asks, so that no drive can hang it. */
  'library:song-bytes': {
    request: z.object({
      id: trackId,
      from: z.number().int().nonnegative(),
      length: z.number().int().positive().max(MOST_SONG_BYTES),
    }),
    response: z.instanceof(Uint8Array),
  },
} as const satisfies Contract;
