import type { Data, Utf8 } from 'apache-arrow';
import type { TextColumn } from '../../shared/text-column';

/** Bytes that go on with a character rather than begin one. */
const CONTINUES = 0b10;
/** The first byte of a character that JavaScript writes as two units. */
const FIRST_OF_FOUR = 0xf0;

/**
 * The texts of one stretch of an Arrow column (UTF-8, as LanceDB keeps it; no nulls). All of them are decoded at once and cut
 * apart: a decoder called for each takes five times as long, and a library has millions. Equal ones after one another, as of the
 * songs of an album, are one string.
 */
export function textsOf(column: Data<Utf8>): string[] {
  const { valueOffsets, length } = column;
  const { from, bytes, whole } = decoded(column);
  const texts = new Array<string>(length);
  let start = 0;
  let units = 0;
  let before = 0;
  let text = '';
  for (let row = 0; row < length; row++) {
    const first = (valueOffsets[row] ?? 0) - from;
    const last = (valueOffsets[row + 1] ?? 0) - from;
    if (row === 0 || !isRepeated(bytes, before, first, last)) {
      units = whole.length === bytes.length ? last - first : unitsOf(bytes, first, last);
      text = whole.slice(start, start + units);
    }
    texts[row] = text;
    start += units;
    before = first;
  }
  return texts;
}

/** The texts of a whole column as they cross between processes, without making each of them. */
export function joinedTexts(stretches: readonly Data<Utf8>[]): TextColumn {
  const ends = new Uint32Array(stretches.reduce((sum, { length }) => sum + length, 0));
  let joined = '';
  let row = 0;
  for (const stretch of stretches) {
    const { valueOffsets, length } = stretch;
    const { from, bytes, whole } = decoded(stretch);
    const isPlain = whole.length === bytes.length;
    let end = joined.length;
    for (let at = 0; at < length; at++) {
      const first = (valueOffsets[at] ?? 0) - from;
      const last = (valueOffsets[at + 1] ?? 0) - from;
      end += isPlain ? last - first : unitsOf(bytes, first, last);
      ends[row++] = end;
    }
    joined += whole;
  }
  return { joined, ends };
}

/** All texts of a stretch as one; `from` is the offset at which its bytes begin. */
function decoded({ values, valueOffsets, length }: Data<Utf8>): {
  readonly from: number;
  readonly bytes: Uint8Array;
  readonly whole: string;
} {
  const from = valueOffsets[0] ?? 0;
  const bytes = values.subarray(from, valueOffsets[length]);
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return { from, bytes, whole };
}

/** Whether the bytes in [first, last) are those of [before, first). */
function isRepeated(bytes: Uint8Array, before: number, first: number, last: number): boolean {
  const size = last - first;
  if (first - before !== size) {
    return false;
  }
  for (let at = 0; at < size; at++) {
    if (bytes[before + at] !== bytes[first + at]) {
      return false;
    }
  }
  return true;
}

/** How many UTF-16 units the characters of these bytes have. */
function unitsOf(bytes: Uint8Array, from: number, to: number): number {
  let units = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >> 6 !== CONTINUES) {
      units += byte >= FIRST_OF_FOUR ? 2 : 1;
    }
  }
  return units;
}
