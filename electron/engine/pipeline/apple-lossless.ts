import type { FileHandle } from 'node:fs/promises';

/** The boxes around the description of the sound, outermost first. */
const WAY_DOWN = ['moov', 'trak', 'mdia', 'minf', 'stbl'];
/** Deeper or longer than any real file: hostile input ends here. */
const MOST_BOXES = 10_000;
/** Start of the sample description: version and flags (4), entry count (4), entry size (4), codec name. */
const CODEC_AT = 12;

/** Whether an MP4 file holds Apple Lossless, which Chromium cannot play. False for anything that is no MP4. */
export function isAppleLossless(file: FileHandle, sizeBytes: number): Promise<boolean> {
  return search(file, 0, sizeBytes, { left: MOST_BOXES });
}

async function search(
  file: FileHandle,
  from: number,
  to: number,
  budget: { left: number },
): Promise<boolean> {
  for (let at = from; at + 8 <= to && budget.left-- > 0;) {
    const head = await read(file, at, 16);
    const name = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    // 1: the length follows as 64 bits; 0: to the end.
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - at : short;
    const body = at + (short === 1 ? 16 : 8);
    if (size < 8 || at + size > to) {
      return false;
    }
    if (name === 'stsd') {
      const codec = await read(file, body + CODEC_AT, 4);
      if (codec.toString('latin1') === 'alac') {
        return true;
      }
    } else if (WAY_DOWN.includes(name) && (await search(file, body, at + size, budget))) {
      return true;
    }
    at += size;
  }
  return false;
}

async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, at);
  return buffer;
}
