import type { FileBytes } from '../file-bytes';
import type { AudioPart } from './audio-part';

const BLOCK_HEADER = 4;
const STREAM_INFO = 34;
const MOST_BLOCKS = 10_000;

/** The frames of a FLAC file, and STREAMINFO, which holds a checksum of the whole sound. */
export async function findFlacAudio(
  file: FileBytes,
  from: number,
  to: number,
): Promise<AudioPart | undefined> {
  const facts: Buffer[] = [];
  let at = from + 4;
  for (let blocks = 0; blocks < MOST_BLOCKS; blocks++) {
    const head = await file.read(at, BLOCK_HEADER + STREAM_INFO);
    if (head.length < BLOCK_HEADER) {
      return undefined;
    }
    if (blocks === 0) {
      facts.push(head.subarray(BLOCK_HEADER));
    }
    at += BLOCK_HEADER + head.readUIntBE(1, 3);
    if (at > to) {
      return undefined;
    }
    if (head.readUInt8(0) >= 0x80) {
      return { format: 'flac', facts, spans: [{ at, length: to - at }] };
    }
  }
  return undefined;
}
