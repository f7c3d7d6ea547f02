import picomatch from 'picomatch';
import { z } from 'zod';
import type { MugleError } from '../../shared/errors';
import type { Excludes } from '../../shared/excludes';
import { excludes, NO_EXCLUDES } from '../../shared/excludes';
import type { TrackTags } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import { noteDamage } from './damaged-note';
import { isUnder } from './folders';
import { isSpokenWord } from './spoken-word';

type Matcher = (path: string) => boolean;

/** People write `audiobooks` for a folder `Audiobooks`; paths are given with slashes everywhere. */
const OPTIONS = { nocase: true, dot: true, windows: false };
/** Names are full of these; only stars, `?` and braces are to mean something. */
const LITERAL = /[()[\]+!@|^$]/g;

/** What of the music folders is left out. Its files are found and counted, not read, not listened to, not shown. */
export class LeftOut {
  /** Why not all rules that were set hold any more; undefined when they do. */
  readonly damage: MugleError | undefined;
  readonly #store: LibraryStore;
  #rules: Excludes;
  #matchers: readonly Matcher[];
  /** Whether a path is left out: asked again and again for every row, and the same until the rules change. */
  readonly #known = new Map<string, boolean>();

  constructor(store: LibraryStore) {
    this.#store = store;
    const note = store.note('excludes') ?? JSON.stringify(NO_EXCLUDES);
    const { rules, cause } = rulesFrom(note);
    this.damage = cause === undefined ? undefined : noteDamage(store, 'excludes', note, cause);
    this.#rules = rules;
    this.#matchers = this.#rules.patterns.map(matcherOf);
  }

  get rules(): Excludes {
    return this.#rules;
  }

  /** Whether there are no rules at all. */
  get isEmpty(): boolean {
    return areNone(this.#rules);
  }

  /** Holds from now on; on disk with the store's next flush. */
  set(rules: Excludes): void {
    this.#rules = rules;
    this.#matchers = rules.patterns.map(matcherOf);
    this.#known.clear();
    this.#store.setNote('excludes', JSON.stringify(rules));
  }

  /** Whether a rule about folders or names leaves this file out. */
  path(path: string): boolean {
    if (this.#rules.folders.length === 0 && this.#matchers.length === 0) {
      return false;
    }
    let out = this.#known.get(path);
    if (out === undefined) {
      out = this.#matches(path);
      this.#known.set(path, out);
    }
    return out;
  }

  /** Whether a rule about length or genre leaves this song out. A length that is not known leaves nothing out. */
  tags({ durationSeconds, genre }: TrackTags): boolean {
    const { shorterThanSeconds, longerThanSeconds, spokenWord } = this.#rules;
    const length = durationSeconds ?? Number.NaN;
    return (
      (shorterThanSeconds !== null && length < shorterThanSeconds) ||
      (longerThanSeconds !== null && length > longerThanSeconds) ||
      (spokenWord && isSpokenWord(genre))
    );
  }

  #matches(path: string): boolean {
    if (this.#rules.folders.some((folder) => isUnder(path, folder))) {
      return true;
    }
    const plain = path.normalize('NFC').replaceAll('\\', '/');
    return this.#matchers.some((matches) => matches(plain));
  }
}

/** Whether a library with this note of rules, or without one, has none at all. */
export function leavesNothingOut(note: string | undefined): boolean {
  const { rules, cause } = rulesFrom(note ?? JSON.stringify(NO_EXCLUDES));
  return cause === undefined && areNone(rules);
}

function areNone(rules: Excludes): boolean {
  const { folders, patterns, shorterThanSeconds, longerThanSeconds, spokenWord } = rules;
  const anyLength = shorterThanSeconds !== null || longerThanSeconds !== null;
  return folders.length === 0 && patterns.length === 0 && !anyLength && !spokenWord;
}

/** A pattern without a slash is the name of a file or of any folder around it; one with a slash may begin anywhere. */
function matcherOf(pattern: string): Matcher {
  const plain = pattern.normalize('NFC').replaceAll('\\', '/').replaceAll(LITERAL, '\\$&');
  if (!plain.includes('/')) {
    const isName = picomatch(plain, OPTIONS);
    return (path) => path.split('/').some((name) => name !== '' && isName(name));
  }
  const anywhere = /^(\/|\*\*\/|[a-z]:\/)/i.test(plain) ? plain : `**/${plain}`;
  const isPath = picomatch(anywhere.endsWith('/') ? `${anywhere}**` : anywhere, OPTIONS);
  return (path) => isPath(path);
}

/**
 * Of a damaged note the rules that can be read hold, and `cause` says why the others do not: a song too many is better
 * than one too few.
 */
function rulesFrom(note: string): { readonly rules: Excludes; readonly cause: unknown } {
  try {
    const given: unknown = JSON.parse(note);
    const whole = excludes.safeParse(given);
    if (whole.success) {
      return { rules: whole.data, cause: undefined };
    }
    const fields = z.record(z.string(), z.unknown()).safeParse(given).data ?? {};
    const sound = Object.entries(excludes.shape).flatMap(([name, rule]) =>
      rule.safeParse(fields[name]).success ? [[name, fields[name]] as const] : [],
    );
    const rules = excludes.parse({ ...NO_EXCLUDES, ...Object.fromEntries(sound) });
    return { rules, cause: whole.error };
  } catch (cause) {
    return { rules: NO_EXCLUDES, cause };
  }
}
