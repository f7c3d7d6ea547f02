import iconv from 'iconv-lite';

/** A way to read the bytes of a file as text. */
export interface Reading {
  readonly encoding: string;
  readonly text: string;
}

/** Encodings of before Unicode that players wrote, by how few texts of others look right in them. */
const LEGACY = ['cp949', 'shift_jis', 'windows-1252'] as const;
const REPLACEMENT = '\uFFFD';
/** Looked at to tell UTF-16 without a mark. */
const SAMPLE_BYTES = 4096;
/** A name may have been damaged by another program; a text in which more than this is wrong is in another encoding. */
const MOST_WRONG = 0.02;

/**
 * The ways the bytes can be read, the likeliest first; never empty. Text with a byte order mark and valid UTF-8 have one.
 * @param declared what the file itself says, if anything
 */
export function readingsOf(bytes: Uint8Array, declared?: string): readonly Reading[] {
  const unicode = markedEncoding(bytes) ?? (isUtf8(bytes) ? 'utf-8' : unmarkedUtf16(bytes));
  if (unicode !== undefined) {
    return [read(bytes, unicode)];
  }
  const said = declared !== undefined && iconv.encodingExists(declared) ? [declared] : [];
  const likely = [...new Set([...said, ...LEGACY])]
    .map((encoding) => read(bytes, encoding))
    .filter(({ text }) => wrongShare(text) <= MOST_WRONG);
  const ranked =
    said.length > 0 ? likely : likely.sort((a, b) => oddness(a.text) - oddness(b.text));
  return ranked.length > 0 ? ranked : [read(bytes, 'windows-1252')];
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    return 'utf-8';
  }
  if (a === 0xff && b === 0xfe) {
    return 'utf-16le';
  }
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !bytes.includes(0);
  } catch {
    // What it throws says no more than "no".
    return false;
  }
}

/** Latin letters, slashes and line ends have a zero byte in UTF-16, always on the same side. */
function unmarkedUtf16(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, at) => {
    if (byte === 0) {
      even += at % 2 === 0 ? 1 : 0;
      odd += at % 2;
    }
  });
  const enough = sample.length / 8;
  if (odd > enough && even < odd / 8) {
    return 'utf-16le';
  }
  return even > enough && odd < even / 8 ? 'utf-16be' : undefined;
}

function read(bytes: Uint8Array, encoding: string): Reading {
  return { encoding, text: iconv.decode(Buffer.from(bytes), encoding) };
}

function wrongShare(text: string): number {
  return (text.split(REPLACEMENT).length - 1) / Math.max(1, text.length);
}

/**
 * How little a text looks like what people write: signs that names do not have, halfwidth kana, rare Hanja and changes of
 * script in the middle of a word, per character beyond ASCII.
 */
function oddness(text: string): number {
  const beyond = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
  const odd =
    count(text, /[\u0080-\u009f\uE000-\uF8FF\uFFFD]/gu) * 8 +
    count(text, /[\uFF61-\uFF9F]/gu) * 2 +
    count(text, /[¡-¿×÷]/gu) +
    count(text, /[A-Za-z][가-힣一-鿿][A-Za-z]/gu) * 4 +
    count(text, /[À-ÿ]{3}/gu) * 3 +
    count(text, /[㐀-䶿]/gu) * 2 +
    rareHangul(text) * 1.5 +
    mixed(text);
  return odd / Math.max(1, beyond);
}

/**
 * Syllables beyond the 2,350 of KS X 1001, in which nearly all Korean is written: Japanese read as Korean is full of them.
 * In CP949 they are those whose first byte lies below 0xB0 or whose second below 0xA1.
 */
function rareHangul(text: string): number {
  const bytes = iconv.encode(text.replace(/[^가-힣]/gu, ''), 'cp949');
  let rare = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    rare += (bytes[at] ?? 0) < 0xb0 || (bytes[at + 1] ?? 0) < 0xa1 ? 1 : 0;
  }
  return rare;
}

/** Hangul beside Hanja or kana within a word: Japanese read as Korean, or the other way round. */
function mixed(text: string): number {
  return count(text, /[가-힣][一-鿿ぁ-ヿ]|[一-鿿ぁ-ヿ][가-힣]/gu) * 2;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
