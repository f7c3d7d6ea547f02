import type { Data, Utf8 } from 'apache-arrow';

/** Bytes that go on with a character rather than begin one. */
const CONTINUES = 0b10;
/** The first byte of a character that JavaScript writes as two units. */
const FIRST_OF_FOUR = 0xf0;

/**
 * The texts of one stretch of an Arrow column (UTF-8, as LanceDB keeps it; no nulls). All of them are decoded at once and cut
 * apart: a decoder called for each takes five times as long, and a library has millions.
 */
export function textsOf({ values, valueOffsets, length }: Data<Utf8>): string[] {
  const from = valueOffsets[0] ?? 0;
  const bytes = values.subarray(from, valueOffsets[length]);
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const texts = new Array<string>(length);
  let start = 0;
  for (let row = 0; row < length; row++) {
    const first = (valueOffsets[row] ?? 0) - from;
    const last = (valueOffsets[row + 1] ?? 0) - from;
    const end =
      start + (whole.length === bytes.length ? last - first : unitsOf(bytes, first, last));
    texts[row] = whole.slice(start, end);
    start = end;
  }
  return texts;
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
