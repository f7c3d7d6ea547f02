import type { FileBytes } from '../file-bytes';
import type { Span } from './audio-part';

/** More than any tagger stacks; hostile input ends here. */
const MOST_TAGS = 16;
const ID3V2_HEADER = 10;
const APE_FOOTER = 32;
const ID3V1 = 128;
const ID3V1_ENHANCED = 227;
const LYRICS3_END = 9;
const LYRICS3_V1_MOST = 5_120;
/** Zeros that old taggers left behind a tag. */
const MOST_PADDING = 65_536;
const FLAG_FOOTER = 0x10;
const APE_FLAG_HAS_HEADER = 0x8000_0000;

/** What is left of a file without ID3, APE and Lyrics3 tags at its start and its end. */
export async function withoutOuterTags(file: FileBytes): Promise<Span> {
  const at = await startOfAudio(file);
  const to = await endOfAudio(file, at);
  return { at, length: to - at };
}

async function startOfAudio(file: FileBytes): Promise<number> {
  let at = 0;
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const head = await file.read(at, APE_FOOTER);
    const length = id3v2Length(head) || apeLengthFromHeader(head);
    if (length === 0 || at + length > file.size) {
      break;
    }
    at = await afterZeros(file, at + length);
  }
  return at;
}

async function afterZeros(file: FileBytes, at: number): Promise<number> {
  const next = await file.read(at, 1);
  if (next[0] !== 0) {
    return at;
  }
  const padding = await file.read(at, MOST_PADDING);
  const zeros = padding.findIndex((byte) => byte !== 0);
  return at + (zeros === -1 ? padding.length : zeros);
}

function id3v2Length(head: Buffer): number {
  const sizes = head.subarray(6, ID3V2_HEADER);
  if (
    head.length < ID3V2_HEADER ||
    head.toString('latin1', 0, 3) !== 'ID3' ||
    sizes.some((byte) => byte > 0x7f)
  ) {
    return 0;
  }
  const size = sizes.reduce((sum, byte) => sum * 128 + byte, 0);
  const footer = ((head[5] ?? 0) & FLAG_FOOTER) === 0 ? 0 : ID3V2_HEADER;
  return ID3V2_HEADER + size + footer;
}

function apeLengthFromHeader(head: Buffer): number {
  return isApe(head) ? APE_FOOTER + head.readUInt32LE(12) : 0;
}

function isApe(bytes: Buffer): boolean {
  return bytes.length >= APE_FOOTER && bytes.toString('latin1', 0, 8) === 'APETAGEX';
}

async function endOfAudio(file: FileBytes, from: number): Promise<number> {
  let end = file.size;
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const tail = await file.read(Math.max(from, end - ID3V1), Math.min(ID3V1, end - from));
    const length =
      (await id3v1Length(file, tail, end)) ||
      apeLengthFromFooter(tail) ||
      (await lyrics3Length(file, tail, end)) ||
      id3v2LengthFromFooter(tail);
    if (length === 0 || end - length < from) {
      break;
    }
    end -= length;
  }
  return end;
}

async function id3v1Length(file: FileBytes, tail: Buffer, end: number): Promise<number> {
  if (tail.length < ID3V1 || tail.toString('latin1', 0, 3) !== 'TAG') {
    return 0;
  }
  const before = await file.read(Math.max(0, end - ID3V1 - ID3V1_ENHANCED), 4);
  return before.toString('latin1') === 'TAG+' ? ID3V1 + ID3V1_ENHANCED : ID3V1;
}

function apeLengthFromFooter(tail: Buffer): number {
  const footer = tail.subarray(-APE_FOOTER);
  if (!isApe(footer)) {
    return 0;
  }
  const flags = footer.readUInt32LE(20);
  return footer.readUInt32LE(12) + ((flags & APE_FLAG_HAS_HEADER) === 0 ? 0 : APE_FOOTER);
}

async function lyrics3Length(file: FileBytes, tail: Buffer, end: number): Promise<number> {
  const mark = tail.toString('latin1', Math.max(0, tail.length - LYRICS3_END));
  if (mark === 'LYRICS200') {
    const digits = tail.toString(
      'latin1',
      tail.length - LYRICS3_END - 6,
      tail.length - LYRICS3_END,
    );
    return /^\d{6}$/.test(digits) ? Number(digits) + 6 + LYRICS3_END : 0;
  }
  if (mark === 'LYRICSEND') {
    const from = Math.max(0, end - LYRICS3_V1_MOST);
    const begin = (await file.read(from, end - from)).lastIndexOf(
      'LYRICSBEGIN',
      undefined,
      'latin1',
    );
    return begin === -1 ? 0 : end - from - begin;
  }
  return 0;
}

function id3v2LengthFromFooter(tail: Buffer): number {
  const footer = Buffer.from(tail.subarray(-ID3V2_HEADER));
  if (footer.toString('latin1', 0, 3) !== '3DI') {
    return 0;
  }
  footer.write('ID3', 0, 'latin1');
  return id3v2Length(footer);
}
