import type { RegionWord } from '../../shared/records';

const MOST_LETTERS = 60;
const MOST_GENRES = 5;
/** Tags that models give with less than this are guesses. */
const LEAST_TAG_SCORE = 0.1;
const MOST_TAGS = 5;
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2100;
/** What programs write where nobody knew. */
const NOTHING = new Set([
  '',
  'unknown',
  'unknown artist',
  'various',
  'various artists',
  'other',
  'none',
  'genre',
  'misc',
]);

/** What a song's file says of it. */
export interface SaidOfSong {
  readonly genre: string;
  readonly artist: string;
  readonly year: number | null;
}

/**
 * Words that may name the region that a song lies in. Tags of files are hostile text: what comes out has no control, format or
 * direction characters, and at most 60 letters.
 * @param tags what a model heard, with its scores.
 */
export function songWords(
  { genre, artist, year }: SaidOfSong,
  tags: readonly { readonly tag: string; readonly score: number }[] = [],
): RegionWord[] {
  const genres = genre
    .slice(0, 20 * MOST_LETTERS)
    .split(/[;,/|\0]/)
    .slice(0, MOST_GENRES);
  const isYear = year !== null && year >= EARLIEST_YEAR && year < LATEST_YEAR;
  const heard = tags
    .filter(({ score }) => score >= LEAST_TAG_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_TAGS);
  return [
    ...genres.map((text) => ({ kind: 'genre' as const, text: clean(text) })),
    { kind: 'artist' as const, text: clean(artist) },
    ...(isYear ? [{ kind: 'decade' as const, text: String(Math.floor(year / 10) * 10) }] : []),
    ...heard.map(({ tag }) => ({ kind: 'tag' as const, text: clean(tag) })),
  ].filter(({ text }) => !NOTHING.has(text.toLowerCase()));
}

function clean(text: string): string {
  const plain = text
    // Four times as much as can be shown: what is behind it cannot matter.
    .slice(0, 4 * MOST_LETTERS)
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  let kept = '';
  for (const letter of plain) {
    if (kept.length + letter.length > MOST_LETTERS) {
      break;
    }
    kept += letter;
  }
  return kept.trim();
}
