import type { FileBytes } from '../file-bytes';
import type { AudioPart } from './audio-part';

/** kbit/s of layer III; index 0 and 15 say nothing. */
const BITRATES_V1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
const BITRATES_V2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
const RATES_V1 = [44_100, 48_000, 32_000, 0];
const VERSION_1 = 3;
const LAYER_3 = 1;
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

function frameLength(head: Buffer): number {
  if (head.length < 4 || head.readUInt16BE(0) < 0xffe0) {
    return 0;
  }
  const [, second = 0, third = 0] = head;
  const version = (second >> 3) & 3;
  if (((second >> 1) & 3) !== LAYER_3 || version === 1) {
    return 0;
  }
  const isFirst = version === VERSION_1;
  const kilobits = (isFirst ? BITRATES_V1 : BITRATES_V2)[third >> 4] ?? 0;
  const rate = (RATES_V1[(third >> 2) & 3] ?? 0) / (isFirst ? 1 : version === 2 ? 2 : 4);
  const padding = (third >> 1) & 1;
  return rate === 0 || kilobits === 0
    ? 0
    : Math.floor(((isFirst ? 144_000 : 72_000) * kilobits) / rate) + padding;
}
