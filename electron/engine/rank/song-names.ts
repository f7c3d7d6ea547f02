/** Letters and digits only, whatever their case and width: "Don't Stop!" and "dont stop" are one name. */
export function plainName(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
      // What was taken out may have kept a letter and its mark apart.
      .normalize('NFKC')
  );
}

/** What a bracket or a part after a dash may say of a version; numbers of years stand beside these. */
const VERSION_WORD =
  /\b(live|remaster(ed)?|acoustic|demo|mono|stereo|edit|mix|remix|version|single|radio|unplugged|instrumental|extended|original|take|alternate|bonus)\b|라이브|리마스터|버전|어쿠스틱/i;

/**
 * A title without what only says which version it is: `Song (Live at …)`, `Song - Remastered 2011`. Brackets that say
 * something else stay: `Part (I)` and `Part (II)` are two songs.
 */
export function baseTitle(title: string): string {
  const base = title
    .normalize('NFKC')
    .replace(/[([][^()[\]]*[)\]]/g, (part) => (VERSION_WORD.test(part) ? ' ' : part))
    .replace(/\s[-–—]\s[^-–—]*$/, (part) => (VERSION_WORD.test(part) ? '' : part));
  return plainName(base);
}
