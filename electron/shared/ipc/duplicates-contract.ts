import { z } from 'zod';
import { trackId } from '../records';
import type { Contract } from './channel';
import { empty } from './channel';

/** One file of a song of which there are more. */
export const songCopy = z.object({
  id: trackId,
  /** Which of the files of this id it is. */
  copy: z.number().int().nonnegative(),
  path: z.string(),
  /** By its name's ending, in capitals. */
  format: z.string(),
  lossless: z.boolean(),
  sizeBytes: z.number().nonnegative(),
  /** Kilobits a second over the whole file; null when its length is unknown. */
  kbps: z.number().nonnegative().nullable(),
  /** The one to keep, by its sound: lossless before lossy, then more bits, then the one that was there first. */
  best: z.boolean(),
});
export type SongCopy = Readonly<z.infer<typeof songCopy>>;

/**
 * Files that hold the same song: the very same sound, the same recording in another format or quality by its title, artist and sound, or
 * songs that are about as long and sound `alike`, whatever they are called: most likely one recording, and to be heard before one goes.
 */
export const duplicateGroup = z.object({
  kind: z.enum(['same-sound', 'same-recording', 'alike']),
  title: z.string(),
  artist: z.string(),
  copies: z.array(songCopy).min(2),
});
export type DuplicateGroup = Readonly<z.infer<typeof duplicateGroup>>;

/** Songs that are there more than once. Nothing is ever deleted. */
export const duplicatesContract = {
  'duplicates:list': {
    request: empty,
    response: z.object({
      /** The first of them, those that take most room first. */
      groups: z.array(duplicateGroup),
      total: z.number().int().nonnegative(),
      /** What all but the best copies take, in bytes. */
      extraBytes: z.number().nonnegative(),
    }),
  },
  /** The file of a copy. Main asks, to show it in its folder. */
  'duplicates:path': {
    request: z.object({ id: trackId, copy: z.number().int().nonnegative() }),
    response: z.string(),
  },
} as const satisfies Contract;
