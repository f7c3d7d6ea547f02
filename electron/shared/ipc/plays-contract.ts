import { z } from 'zod';
import { trackId } from '../records';
import type { Contract } from './channel';
import { empty } from './channel';

/**
 * What a song's turn in the player came to.
 * - `played`: half of it, or four minutes of it, were heard.
 * - `skipped`: another song was picked before ten seconds of it were heard.
 */
export const playKind = z.enum(['played', 'skipped']);
export type PlayKind = z.infer<typeof playKind>;

/** What a person played, kept in the library on this computer. Every change is told by `library-changed`. */
export const playsContract = {
  /** Counts a song as played or skipped now. @throws `track-unknown` */
  'plays:note': { request: z.object({ id: trackId, kind: playKind }), response: z.boolean() },
  /** Forgets all that was played and skipped. Of how many songs. */
  'plays:forget': { request: empty, response: z.number().int().nonnegative() },
} as const satisfies Contract;
