import type { ErrorKind } from '../../shared/errors';
import { MugleError } from '../../shared/errors';
import type { LibraryStore } from '../store/library-store';

/** A note of the library that can be damaged, and what is said of it then. */
const DAMAGE = {
  drives: {
    kind: 'drives-damaged',
    what: 'The list of drives that songs are on',
    now: 'Connect all drives and scan again, which makes it anew. Until then no song counts as deleted.',
  },
  'drive-songs': {
    kind: 'drives-damaged',
    what: 'The list of songs of drives that were exchanged',
    now: 'Connect their own drives and scan again. Until then no song counts as deleted.',
  },
  excludes: {
    kind: 'excludes-damaged',
    what: 'What was chosen to be left out of the library',
    now: 'What could not be read of it is not left out; choose it again in the settings.',
  },
  ignored: {
    kind: 'ignored-damaged',
    what: 'The list of problems to be ignored',
    now: 'Those that could not be read of it are shown again; ignore them again.',
  },
  lists: {
    kind: 'lists-damaged',
    what: 'What was noted about learning from lists',
    now: 'Nothing is learned by itself until it is turned on again in the settings; the next learning begins from nothing.',
  },
  notSame: {
    kind: 'versions-damaged',
    what: 'The list of songs that are no versions of each other',
    now: 'Songs are folded as they sound; say again which are not the same.',
  },
  unfolded: {
    kind: 'versions-damaged',
    what: 'The list of songs whose versions were unfolded',
    now: 'They are folded again.',
  },
} as const satisfies Record<string, { kind: ErrorKind; what: string; now: string }>;

/** What is to be told of a damaged note. Its text is put aside first: the next change would write over it. */
export function noteDamage(
  store: LibraryStore,
  name: keyof typeof DAMAGE,
  text: string,
  cause: unknown,
): MugleError {
  store.setNote(`damaged-${name}`, text);
  const { kind, what, now } = DAMAGE[name];
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MugleError(
    kind,
    `${what} is damaged (${reason.replaceAll(/\s+/g, ' ').slice(0, 200)}). ${now} Songs are as they were; the damaged note is kept in the library.`,
    { stage: 'store', cause },
  );
}

/** What was damaged in the library's notes, by those who read them; it is logged. */
export function damagesOf(
  readers: readonly { readonly damage: MugleError | readonly MugleError[] | undefined }[],
  logger: { warn(message: string): void },
): MugleError[] {
  const found = readers.flatMap(({ damage }) => damage ?? []);
  for (const { message } of found) {
    logger.warn(message);
  }
  return found;
}
