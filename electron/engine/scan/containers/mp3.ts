import type { FileBytes } from '../file-bytes';
import type { AudioPart } from './audio-part';

const LAYER_3 = 1;
/** kbit/s of layer III; 0 says nothing. */
const BITRATES_V1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
const BITRATES_V2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
const RATES_V1 = [44_100, 48_000, 32_000, 0];
/** By the two version bits: MPEG 2.5, none, MPEG 2, MPEG 1. */
const VERSIONS = [
  { bitrates: BITRATES_V2, divideRate: 4, factor: 72_000 },
  { bitrates: [], divideRate: 1, factor: 0 },
  { bitrates: BITRATES_V2, divideRate: 2, factor: 72_000 },
  { bitrates: BITRATES_V1, divideRate: 1, factor: 144_000 },
];
/** Covers the longest side information before the mark. */
const MARK_WITHIN = 64;

/** The frames of an MP3 file without the first one if it only describes the others: remuxers write it anew. */
export async function findMp3Audio(
  file: FileBytes,
  from: number,
  to: number,
): Promise<AudioPart | undefined> {
  const head = await file.read(from, MARK_WITHIN);
  const length = frameLength(head);
  const start = head.toString('latin1');
  const describes = ['Xing', 'Info', 'VBRI'].some((mark) => start.includes(mark));
  if (length === 0 || !describes || from + length >= to) {
    return undefined;
  }
  const at = from + length;
  return { format: 'bytes', facts: [], spans: [{ at, length: to - at }] };
}

/** 0 when there is no frame of layer III. */
function frameLength(head: Buffer): number {
  const [first = 0, second = 0, third = 0] = head;
  const version = VERSIONS[(second >> 3) & 3];
  if (first !== 0xff || second < 0xe0 || ((second >> 1) & 3) !== LAYER_3 || version === undefined) {
    return 0;
  }
  const kilobits = version.bitrates[third >> 4] ?? 0;
  const rate = (RATES_V1[(third >> 2) & 3] ?? 0) / version.divideRate;
  const padding = (third >> 1) & 1;
  return rate * kilobits === 0 ? 0 : Math.floor((version.factor * kilobits) / rate) + padding;
}
