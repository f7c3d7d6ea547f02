import path from 'node:path';
import type { IAudioMetadata, ICommonTagsResult } from 'music-metadata';
import type { TrackTags } from '../../shared/records';

const MOST_CHARACTERS = 1_000;
const MOST_GENRES = 5;
const MOST_SECONDS = 10_000_000;
const MOST_WARNINGS = 20;
/** Said about sound files: padding, chunks that are no tags, and a size check that counts a chunk twice. */
const NOISE =
  /^(Ignore chunk|Data chunk size exceeds file size$|Invalid ID3v2\.\d frame-header-ID:$|id3v2\.\d header has empty)/;

/** What the parser found; each part may be missing when it gave up half-way. */
export type Parsed = Pick<IAudioMetadata, 'common' | 'format' | 'quality'>;

/** Makes of a parser's findings, which are as hostile as the file, what a track may hold. */
export function cleanTags(
  file: string,
  parsed: Parsed | undefined,
  durationSeconds: number | null,
  hasCover: boolean,
): TrackTags {
  const common: Partial<ICommonTagsResult> = parsed?.common ?? {};
  return {
    title: cleanText(common.title) || nameOf(file),
    artist: cleanText(common.artist) || joinTexts(common.artists),
    album: cleanText(common.album),
    albumArtist: cleanText(common.albumartist),
    genre: joinTexts(common.genre),
    year: cleanNumber(common.year, 9_999) ?? cleanNumber(common.originalyear, 9_999),
    trackNumber: cleanNumber(common.track?.no, 99_999),
    discNumber: cleanNumber(common.disk?.no, 99_999),
    durationSeconds: cleanSeconds(durationSeconds),
    hasCover,
  };
}

/** Each once, and not all of a file that complains thousands of times. */
export function cleanWarnings(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.slice(0, MOST_CHARACTERS).map(cleanText))]
    .filter((text) => text !== '' && !NOISE.test(text))
    .slice(0, MOST_WARNINGS);
}

function nameOf(file: string): string {
  return cleanText(path.parse(file).name) || cleanText(path.basename(file)) || '?';
}

function joinTexts(values: unknown): string {
  const texts: readonly unknown[] = Array.isArray(values) ? values.slice(0, MOST_GENRES) : [];
  return cleanText([...new Set(texts.map(cleanText))].filter((text) => text !== '').join(', '));
}

/** NFC, trimmed, on one line, of bounded length; `''` for anything but a text. */
function cleanText(value: unknown): string {
  if (typeof value !== 'string') {
    return '';
  }
  const text = repair(value.slice(0, 4 * MOST_CHARACTERS))
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\uFEFF]/gu, '')
    .normalize('NFC')
    .trim();
  return text
    .slice(0, MOST_CHARACTERS)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
}

/** Many programs write UTF-8 where the format says Latin-1 (RIFF INFO, ID3v1): what reads as UTF-8 is. */
function repair(text: string): string {
  if (!/[\u0080-\u00FF]/.test(text) || /[^\0-\u00FF]/.test(text)) {
    return text;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

function cleanNumber(value: unknown, most: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most
    ? value
    : null;
}

function cleanSeconds(value: number | null): number | null {
  return value !== null && Number.isFinite(value) && value >= 0 && value <= MOST_SECONDS
    ? value
    : null;
}
