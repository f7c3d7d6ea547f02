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

/** Names that programs and albums give to any song, as `plainName` leaves them. */
const NO_NAMES = [
  ...['intro', 'introduction', 'opening', 'prelude', 'interlude', 'skit', 'outro', 'ending'],
  ...['untitled', 'notitle', 'unknown', '(untitled|unknown)(title|track|song)'],
  ...['(audio|cd|bonus|hidden)?track', 'title', 'titel', 'piste', 'pista', 'traccia'],
  ...[
    '인트로',
    '서곡',
    '인터루드',
    '아웃트로',
    '무제',
    '제목없음',
    '알수없음',
    '알수없는(제목|곡)',
  ],
  ...['(오디오|보너스|히든)?트랙'],
];
/** With a number before or after, too: `Track 01`, `02 Intro`; and a number alone, as far as albums count. */
const SAYS_NOTHING = new RegExp(`^\\d{0,2}(${NO_NAMES.join('|')})\\d*$|^\\d{0,2}$`);

/** Whether a title, as `plainName` or `baseTitle` leaves it, says nothing of a song, so that unrelated ones have it, too. */
export function saysNothing(title: string): boolean {
  return SAYS_NOTHING.test(title);
}
