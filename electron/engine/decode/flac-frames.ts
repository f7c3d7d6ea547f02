import type { FileBytes } from './file-bytes';
import { damaged } from './song';

export interface FlacInfo {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  /** Samples of one channel in the whole song; 0 when the encoder did not know. */
  readonly totalSamples: number;
  /** Of a frame, in samples, where all are alike. */
  readonly blockSize: number;
  /** Place of the first frame. */
  readonly soundAt: number;
}

export interface FlacFrame {
  readonly at: number;
  readonly firstSample: number;
  readonly samples: number;
}

const STREAMINFO_BYTES = 34;
/** Longest header of a frame. */
const HEADER_BYTES = 17;
const WINDOW_BYTES = 32 * 1024;
/** A second or two of sound. */
const READ_BYTES = 256 * 1024;
/** Above the longest there can be: 65,535 samples of 8 channels of 32 bits, uncompressed. */
const MOST_FRAME_BYTES = 4 * 1024 * 1024;
const TAG_BYTES = 128;
/** A frame is seldom larger: 4608 samples of two 24-bit channels, uncompressed, are 27 kB. */
const TAIL_BYTES = 64 * 1024;
/** Without a whole frame in so many bytes at its end a file is no song. */
const MOST_TAIL_BYTES = 16 * 1024 * 1024;

/** @throws MugleError `damaged-audio` */
export async function readFlacInfo(file: FileBytes, start: number): Promise<FlacInfo> {
  const head = await file.read(start, 8 + STREAMINFO_BYTES);
  if (head.length < 8 + STREAMINFO_BYTES || (head[4]! & 0x7f) !== 0) {
    throw damaged('its FLAC header is cut off');
  }
  let at = start + 4;
  for (let last = false; !last;) {
    const block = await file.peek(at, 4);
    if (block.length < 4) {
      throw damaged('it ends within its tags');
    }
    last = (block[0]! & 0x80) !== 0;
    at += 4 + block.readUIntBE(1, 3);
  }
  const info = head.subarray(8);
  const rates = info.readUIntBE(10, 4);
  const sampleRate = rates >>> 12;
  if (sampleRate === 0) {
    throw damaged('its header gives no sample rate');
  }
  return {
    sampleRate,
    channels: ((rates >>> 9) & 7) + 1,
    bitsPerSample: ((rates >>> 4) & 31) + 1,
    totalSamples: (info[13]! & 15) * 2 ** 32 + info.readUInt32BE(14),
    blockSize: info.readUInt16BE(2),
    soundAt: at,
  };
}

/** The first frame whose header lies in [from, to). */
export async function nextFlacFrame(
  file: FileBytes,
  info: FlacInfo,
  from: number,
  to: number,
): Promise<FlacFrame | undefined> {
  for (let base = from; base < to; base += WINDOW_BYTES) {
    const bytes = await file.read(base, WINDOW_BYTES + HEADER_BYTES);
    for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
      const frame = at < WINDOW_BYTES && base + at < to ? flacFrame(bytes, at, info) : undefined;
      if (frame !== undefined) {
        return { at: base + at, ...frame };
      }
    }
  }
  return undefined;
}

/** A frame with all of its bytes. */
export interface WholeFrame extends FlacFrame {
  readonly bytes: Uint8Array;
}

/**
 * The frames from `first` on, as many at a time as were read together; the last ones are those before `end`, a place in the file.
 * A frame ends where the next begins: the one with the number that follows. A place whose number lies further on is taken for
 * a frame as well, since some may be lost; one whose number does not is sound that looks like a header by chance.
 */
export async function* wholeFrames(
  file: FileBytes,
  info: FlacInfo,
  first: FlacFrame,
  end: number,
): AsyncGenerator<readonly WholeFrame[], void> {
  let frame: FlacFrame | undefined = first;
  for (let length = READ_BYTES; frame !== undefined && frame.at < end;) {
    const base: number = frame.at;
    const within = Math.min(length, end - base);
    const bytes = await file.read(base, within + HEADER_BYTES);
    const whole: WholeFrame[] = [];
    let open: FlacFrame = frame;
    for (let at = bytes.indexOf(0xff, 1); at > 0 && at < within; at = bytes.indexOf(0xff, at + 1)) {
      const next = flacFrame(bytes, at, info);
      if (next !== undefined && next.firstSample >= open.firstSample + open.samples) {
        whole.push({ ...open, bytes: bytes.subarray(open.at - base, at) });
        open = { at: base + at, ...next };
      }
    }
    if (base + within === end) {
      whole.push({ ...open, bytes: bytes.subarray(open.at - base, within) });
      open = { ...open, at: end };
    }
    yield whole;
    // A frame that is larger than what was read; or none, whose end is looked for without keeping what lies between.
    const isOpen = whole.length === 0;
    const isTooLong = isOpen && length >= MOST_FRAME_BYTES;
    frame = isTooLong ? await nextFlacFrame(file, info, base + within, end) : open;
    length = isOpen && !isTooLong ? length * 2 : READ_BYTES;
  }
}

/** The last frame that is there to its end, and the place of that. */
export async function lastFrame(
  file: FileBytes,
  info: FlacInfo,
): Promise<(FlacFrame & { readonly end: number }) | undefined> {
  for (let tail = TAIL_BYTES; ; tail *= 4) {
    const base = Math.max(info.soundAt, file.size - tail);
    const bytes = await file.read(base, file.size - base);
    let next = bytes.length;
    for (let at = bytes.lastIndexOf(0xff); at >= 0; at = lastBefore(bytes, at)) {
      const frame = flacFrame(bytes, at, info);
      if (frame !== undefined) {
        // Something may follow the last frame, so a false end is no proof; a whole frame is.
        const length = wholeLength(bytes.subarray(at, next));
        if (length !== undefined) {
          return { at: base + at, end: base + at + length, ...frame };
        }
        next = at;
      }
    }
    if (base === info.soundAt || tail >= MOST_TAIL_BYTES) {
      return undefined;
    }
  }
}

function lastBefore(bytes: Buffer, at: number): number {
  return at === 0 ? -1 : bytes.lastIndexOf(0xff, at - 1);
}

/** Bytes of a frame that is whole: a CRC-16 over all with itself is 0. An ID3v1 tag may follow. */
function wholeLength(frame: Buffer): number | undefined {
  if (crc16(frame) === 0) {
    return frame.length;
  }
  const length = frame.length - TAG_BYTES;
  const tagged = length > 0 && frame.toString('latin1', length, length + 3) === 'TAG';
  return tagged && crc16(frame.subarray(0, length)) === 0 ? length : undefined;
}

/** What a frame header at `at` says, if it is one: its check sum and its channels must agree. */
function flacFrame(bytes: Buffer, at: number, info: FlacInfo): Omit<FlacFrame, 'at'> | undefined {
  if (at + HEADER_BYTES > bytes.length || !looksLikeHeader(bytes.readUInt32BE(at), info)) {
    return undefined;
  }
  const number = codedNumber(bytes, at + 4);
  if (number === undefined) {
    return undefined;
  }
  const sizeCode = bytes[at + 2]! >> 4;
  const sizeAt = at + 4 + number.bytes;
  const crcAt = sizeAt + (SIZE_BYTES[sizeCode] ?? 0) + (RATE_BYTES[bytes[at + 2]! & 15] ?? 0);
  if (crcAt >= bytes.length || crc8(bytes, at, crcAt) !== bytes[crcAt]) {
    return undefined;
  }
  const samples = blockSamples(bytes, sizeAt, sizeCode);
  if (samples > info.blockSize) {
    return undefined;
  }
  const variable = (bytes[at + 1]! & 1) === 1;
  // Fixed blocks are counted in frames; only the last one is shorter than the others.
  return { firstSample: variable ? number.value : number.value * info.blockSize, samples };
}

/** Whether the first four bytes can be those of a frame of this song. */
function looksLikeHeader(word: number, info: FlacInfo): boolean {
  const assignment = (word >> 4) & 15;
  const channels = assignment < 8 ? assignment + 1 : 2;
  const marked = word >>> 17 === 0x7ffc;
  const sized = ((word >> 12) & 15) !== 0;
  const rated = hasRate((word >> 8) & 15, info.sampleRate) && hasBits((word >> 1) & 7, info);
  const placed = assignment <= 10 && channels === info.channels;
  return marked && sized && rated && placed && (word & 1) === 0;
}

/** What the codes for common sample rates mean; code 0 leaves it to the song's header, 12 to 14 spell it out. */
const RATES: readonly number[] = [
  0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000,
];
const SAMPLE_BITS: readonly number[] = [0, 8, 12, -1, 16, 20, 24, 32];

/**
 * In a large file some bytes of sound look like a header by chance, check sum and all (one place in a hundred million): a frame that
 * is not of this song's rate and bits is none.
 */
function hasRate(code: number, rate: number): boolean {
  return code === 0 || RATES[code] === rate || (code >= 12 && code <= 14);
}

function hasBits(code: number, { bitsPerSample }: FlacInfo): boolean {
  return code === 0 || SAMPLE_BITS[code] === bitsPerSample;
}

/** Bytes that spell out the block size and the sample rate, by their codes. */
const SIZE_BYTES: Readonly<Record<number, number>> = { 6: 1, 7: 2 };
const RATE_BYTES: Readonly<Record<number, number>> = { 12: 1, 13: 2, 14: 2 };

function blockSamples(bytes: Buffer, at: number, code: number): number {
  switch (code) {
    case 1:
      return 192;
    case 6:
      return bytes.readUInt8(at) + 1;
    case 7:
      return bytes.readUInt16BE(at) + 1;
    default:
      return code < 6 ? 576 << (code - 2) : 256 << (code - 8);
  }
}

/** A number of up to 36 bits, coded as UTF-8 does characters. */
function codedNumber(
  bytes: Buffer,
  at: number,
): { readonly value: number; readonly bytes: number } | undefined {
  const first = bytes[at] ?? 0xff;
  const length = first < 0x80 ? 1 : Math.clz32(~(first << 24));
  if ((length === 1 && first >= 0x80) || length > 7 || at + length > bytes.length) {
    return undefined;
  }
  let value = length === 1 ? first : first & (0x7f >> length);
  for (let index = 1; index < length; index += 1) {
    const next = bytes[at + index]!;
    if (next >> 6 !== 2) {
      return undefined;
    }
    value = value * 64 + (next & 0x3f);
  }
  return { value, bytes: length };
}

function crc8(bytes: Buffer, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at += 1) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x80) === 0 ? (crc << 1) & 0xff : ((crc << 1) ^ 0x07) & 0xff;
    }
  }
  return crc;
}

const CRC16 = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) {
    crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x8005;
  }
  return crc & 0xffff;
});

function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc = (CRC16[(crc >> 8) ^ byte]! ^ (crc << 8)) & 0xffff;
  }
  return crc;
}
