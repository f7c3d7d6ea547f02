import type { Data, Utf8 } from 'apache-arrow';
import { randomInt } from 'node:crypto';
import type { DictionaryColumn, TextColumn } from '../../shared/text-column';

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
  const { bytes, starts } = asOneStretch(stretches);
  const joined = bytes.toString('utf8');
  const isPlain = joined.length === bytes.length;
  const ends = new Uint32Array(starts.length - 1);
  let end = 0;
  for (let row = 0; row < ends.length; row++) {
    const from = starts[row] ?? 0;
    const to = starts[row + 1] ?? 0;
    end += isPlain ? to - from : unitsOf(bytes, from, to);
    ends[row] = end;
  }
  return { joined, ends };
}

/** The texts of a whole column, each different one once. Equal ones are found by their bytes, without making strings of them. */
export function dictionaryOf(stretches: readonly Data<Utf8>[]): DictionaryColumn {
  const { bytes, starts } = asOneStretch(stretches);
  const rows = starts.length - 1;
  const codes = new Uint32Array(rows);
  /** The first row of each different text. */
  const firsts: number[] = [];
  // Open addressing, at most half full; 0 is free.
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * rows + 1)));
  const mask = slots.length - 1;
  for (let row = 0; row < rows; row++) {
    let slot = hashOf(bytes, starts[row] ?? 0, starts[row + 1] ?? 0) & mask;
    let code = (slots[slot] ?? 0) - 1;
    while (code >= 0 && !areEqual(bytes, starts, firsts[code] ?? 0, row)) {
      slot = (slot + 1) & mask;
      code = (slots[slot] ?? 0) - 1;
    }
    if (code < 0) {
      code = firsts.length;
      slots[slot] = code + 1;
      firsts.push(row);
    }
    codes[row] = code;
  }
  return { values: textsAt(bytes, starts, firsts), codes };
}

interface Texts {
  readonly bytes: Buffer;
  /** Where each text begins; one more for the end. */
  readonly starts: Uint32Array;
}

function asOneStretch(stretches: readonly Data<Utf8>[]): Texts {
  const starts = new Uint32Array(1 + stretches.reduce((sum, { length }) => sum + length, 0));
  const parts = stretches.map(({ values, valueOffsets, length }) =>
    values.subarray(valueOffsets[0], valueOffsets[length]),
  );
  let row = 0;
  let size = 0;
  for (const [number, { valueOffsets, length }] of stretches.entries()) {
    const shift = size - (valueOffsets[0] ?? 0);
    for (let at = 1; at <= length; at++) {
      starts[++row] = (valueOffsets[at] ?? 0) + shift;
    }
    size += parts[number]?.length ?? 0;
  }
  return { bytes: Buffer.concat(parts), starts };
}

function textsAt(bytes: Uint8Array, starts: Uint32Array, rows: readonly number[]): TextColumn {
  const ends = new Uint32Array(rows.length);
  // No longer than what they are taken from.
  const chosen = Buffer.allocUnsafe(bytes.length);
  let size = 0;
  let end = 0;
  for (let text = 0; text < rows.length; text++) {
    const row = rows[text] ?? 0;
    const from = starts[row] ?? 0;
    const to = starts[row + 1] ?? 0;
    for (let at = from; at < to; at++) {
      chosen[size++] = bytes[at] ?? 0;
    }
    end += unitsOf(bytes, from, to);
    ends[text] = end;
  }
  return { joined: chosen.toString('utf8', 0, size), ends };
}

/** Not to be known from outside, so that nobody's tags can aim at one slot. */
const HASH_SEED = randomInt(2 ** 31);

/** FNV-1a of 32 bits, with the high bits, which are the better ones, over the low. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = HASH_SEED;
  for (let at = from; at < to; at++) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

function areEqual(bytes: Uint8Array, starts: Uint32Array, a: number, b: number): boolean {
  const fromA = starts[a] ?? 0;
  const fromB = starts[b] ?? 0;
  const size = (starts[b + 1] ?? 0) - fromB;
  if ((starts[a + 1] ?? 0) - fromA !== size) {
    return false;
  }
  for (let at = 0; at < size; at++) {
    if (bytes[fromA + at] !== bytes[fromB + at]) {
      return false;
    }
  }
  return true;
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
