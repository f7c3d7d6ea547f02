import { z } from 'zod';

/** Each run of stars multiplies the ways a name can match; with these few the worst name still costs nothing to speak of. */
const MOST_STARS_IN_A_NAME = 3;
const MOST_GLOBSTARS = 2;

/**
 * A pattern like `*.tmp.mp3` (a file's or a folder's name, anywhere) or `Audiobooks/**` (a part of the path). Only `*`,
 * `**`, `?` and `{one,other}` mean something.
 */
export const excludePattern = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine(isCheap, { message: 'has too many stars' });

function isCheap(pattern: string): boolean {
  const names = pattern.split(/[/\\]/);
  const starred = names.filter((name) => name !== '**');
  return (
    names.length - starred.length <= MOST_GLOBSTARS &&
    starred.every((name) => (name.match(/\*+/g) ?? []).length <= MOST_STARS_IN_A_NAME)
  );
}

const seconds = z.number().positive().max(1_000_000).nullable();

/** What of the music folders is left out of a library. */
export const excludes = z.object({
  /** Absolute paths. */
  folders: z.array(z.string().min(1)).max(500),
  patterns: z.array(excludePattern).max(100),
  shorterThanSeconds: seconds,
  longerThanSeconds: seconds,
  /** Whether songs whose genre tag says audiobook, speech, podcast … are left out. */
  spokenWord: z.boolean(),
});
export type Excludes = Readonly<z.infer<typeof excludes>>;

export const NO_EXCLUDES: Excludes = {
  folders: [],
  patterns: [],
  shorterThanSeconds: null,
  longerThanSeconds: null,
  spokenWord: false,
};
