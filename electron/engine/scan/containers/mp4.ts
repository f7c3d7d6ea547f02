import type { FileBytes } from '../file-bytes';
import type { AudioPart, Span } from './audio-part';

/** A fragmented file of some hours has thousands; hostile input ends here. */
const MOST_BOXES = 20_000;

/** The `mdat` boxes of an MP4 file. Tags live in `moov`, which taggers move about. */
export async function findMp4Audio(
  file: FileBytes,
  from: number,
  to: number,
): Promise<AudioPart | undefined> {
  const spans: Span[] = [];
  let at = from;
  for (let boxes = 0; boxes < MOST_BOXES && at + 8 <= to; boxes++) {
    const head = await file.read(at, 16);
    if (head.length < 8) {
      break;
    }
    const { headerLength, size } = boxSize(head, to - at);
    if (size < headerLength) {
      break;
    }
    if (head.toString('latin1', 4, 8) === 'mdat') {
      const length = Math.min(size, to - at) - headerLength;
      spans.push({ at: at + headerLength, length: Math.max(0, length) });
    }
    at += size;
  }
  return spans.some(({ length }) => length > 0) ? { format: 'mp4', facts: [], spans } : undefined;
}

function boxSize(head: Buffer, rest: number): { headerLength: number; size: number } {
  const short = head.readUInt32BE(0);
  if (short === 1) {
    // 1: the length follows as 64 bits.
    return { headerLength: 16, size: head.length < 16 ? 0 : Number(head.readBigUInt64BE(8)) };
  }
  // 0: to the end.
  return { headerLength: 8, size: short === 0 ? rest : short };
}
