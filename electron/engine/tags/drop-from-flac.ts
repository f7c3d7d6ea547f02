import type { SongBytes } from './song-bytes';
import type { Dropped, Edit } from './song-view';

const BLOCK_HEADER = 4;
const LAST = 0x80;
const PICTURE = 6;
const PADDING = 1;
const MOST_BLOCKS = 10_000;

/** Calls big PICTURE blocks of a FLAC file padding, which no parser reads. */
export async function dropFromFlac(
  song: SongBytes,
  audioAt: number,
  most: number,
): Promise<Dropped> {
  const edits: Edit[] = [];
  let at = audioAt + 4;
  for (let blocks = 0; blocks < MOST_BLOCKS; blocks++) {
    const header = await song.read(at, BLOCK_HEADER);
    if (header.length < BLOCK_HEADER) {
      break;
    }
    const length = header.readUIntBE(1, 3);
    const last = header.readUInt8(0) & LAST;
    if ((header.readUInt8(0) & 0x7f) === PICTURE && length > most) {
      edits.push({ at, remove: 1, insert: Buffer.of(last | PADDING) });
    }
    if (last !== 0) {
      break;
    }
    at += BLOCK_HEADER + length;
  }
  return { edits, hasPicture: edits.length > 0 };
}
