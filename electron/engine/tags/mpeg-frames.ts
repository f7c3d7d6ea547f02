const SYNC_BYTE = 0xff;
/** Frames in a row that cannot be chance. */
const FRAMES_IN_A_ROW = 3;

const LAYER_1 = [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 0];
const LAYER_2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0];
const LAYER_3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
const LAYER_1_V2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 0];
const LAYER_23_V2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
/** By the two layer bits: none (AAC), III, II, I. */
const BITRATES_V1 = [[], LAYER_3, LAYER_2, LAYER_1];
const BITRATES_V2 = [[], LAYER_23_V2, LAYER_23_V2, LAYER_1_V2];
const RATES = [44_100, 48_000, 32_000, 0];
/** By the two version bits: MPEG 2.5, none, 2, 1. */
const RATE_DIVIDERS = [4, 0, 2, 1];

/**
 * Where MPEG audio (MP1, MP2, MP3 or AAC in ADTS) begins in the bytes; -1 when it does not. Bytes that end in the
 * first frames count only if they begin with one: `isEnd` says that no more come.
 */
export function findMpegAudio(bytes: Buffer, isEnd: boolean): number {
  for (let at = bytes.indexOf(SYNC_BYTE); at !== -1; at = bytes.indexOf(SYNC_BYTE, at + 1)) {
    if (isChain(bytes, at, isEnd && at === 0)) {
      return at;
    }
  }
  return -1;
}

function isChain(bytes: Buffer, start: number, mayEnd: boolean): boolean {
  let at = start;
  for (let frames = 0; frames < FRAMES_IN_A_ROW; frames++) {
    if (at + 6 > bytes.length) {
      return mayEnd && frames > 0;
    }
    // The same version, layer and sample rate all along.
    const isAlike =
      bytes[at + 1] === bytes[start + 1] &&
      (((bytes[at + 2] ?? 0) ^ (bytes[start + 2] ?? 0)) & 0x0c) === 0;
    const length = isAlike ? frameLength(bytes.subarray(at, at + 6)) : 0;
    if (length === 0) {
      return false;
    }
    at += length;
  }
  return true;
}

/** 0 when no frame begins here. */
function frameLength(head: Buffer): number {
  const [first = 0, second = 0, third = 0] = head;
  if (first !== SYNC_BYTE || second < 0xe0) {
    return 0;
  }
  const layer = (second >> 1) & 3;
  return layer === 0 ? adtsLength(head) : mpegLength(second, third, layer);
}

function adtsLength(head: Buffer): number {
  const isAdts = head.readUInt8(1) >= 0xf0 && ((head.readUInt8(2) >> 2) & 0xf) < 13;
  const length = (head.readUIntBE(3, 3) >> 5) & 0x1fff;
  return isAdts && length > 7 ? length : 0;
}

function mpegLength(second: number, third: number, layer: number): number {
  const version = (second >> 3) & 3;
  const bitrates = version === 3 ? BITRATES_V1 : BITRATES_V2;
  const bits = (bitrates[layer]?.[third >> 4] ?? 0) * 1000;
  const rate = (RATES[(third >> 2) & 3] ?? 0) / (RATE_DIVIDERS[version] ?? 0);
  if (bits === 0 || rate === 0 || !Number.isFinite(rate)) {
    return 0;
  }
  const padding = (third >> 1) & 1;
  if (layer === 3) {
    return (Math.floor((12 * bits) / rate) + padding) * 4;
  }
  const isHalf = layer === 1 && version !== 3;
  return Math.floor(((isHalf ? 72 : 144) * bits) / rate) + padding;
}
