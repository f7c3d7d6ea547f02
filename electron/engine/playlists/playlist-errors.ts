import { MugleError } from '../../shared/errors';

/** The one error of reading playlist files: what is wrong, and where. */
export function notAPlaylist(why: string, cause?: unknown): MugleError {
  return new MugleError('not-a-playlist', `This is not a playlist that can be read: ${why}`, {
    ...(cause === undefined ? {} : { cause }),
  });
}
