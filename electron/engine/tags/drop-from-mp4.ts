import type { SongBytes } from './song-bytes';
import type { Dropped, Edit } from './song-view';

const HEADER = 8;
const MOST_BOXES = 20_000;
/** The boxes around the tags. */
const WAY_DOWN = ['moov', 'udta', 'meta', 'ilst'];

interface Box {
  readonly name: string;
  readonly at: number;
  readonly size: number;
}

/** Leaves big covers and other tag items out of an MP4 file, and makes the boxes around them smaller. */
export async function dropFromMp4(
  song: SongBytes,
  audioAt: number,
  most: number,
): Promise<Dropped> {
  const around: Box[] = [];
  let inside = await boxesIn(song, audioAt, song.size);
  for (const name of WAY_DOWN) {
    const box = inside.find((candidate) => candidate.name === name);
    if (box === undefined) {
      return { edits: [], hasPicture: false };
    }
    around.push(box);
    inside = await boxesIn(song, await bodyOf(song, box), box.at + box.size);
  }
  const big = inside.filter(({ size }) => size > most);
  const less = big.reduce((sum, { size }) => sum + size, 0);
  const edits: Edit[] = big.map(({ at, size }) => ({ at, remove: size, insert: Buffer.alloc(0) }));
  if (less > 0) {
    edits.push(...around.map(({ at, size }) => ({ at, remove: 4, insert: uint32(size - less) })));
  }
  return { edits, hasPicture: big.some(({ name }) => name === 'covr') };
}

/** `meta` has four bytes of version before its boxes, in all but some QuickTime files. */
async function bodyOf(song: SongBytes, { name, at }: Box): Promise<number> {
  if (name !== 'meta') {
    return at + HEADER;
  }
  const next = await song.read(at + HEADER, HEADER);
  return at + HEADER + (next.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4);
}

async function boxesIn(song: SongBytes, from: number, to: number): Promise<Box[]> {
  const boxes: Box[] = [];
  let at = from;
  while (at + HEADER <= to && boxes.length < MOST_BOXES) {
    const head = await song.read(at, 16);
    const short = head.length < HEADER ? 0 : head.readUInt32BE(0);
    const isLong = short === 1 && head.length === 16;
    const size = isLong ? Number(head.readBigUInt64BE(8)) : short;
    if (size < HEADER || at + size > to) {
      break;
    }
    // Only `mdat` needs 64 bits; a box around the tags that has them is none we can make smaller.
    boxes.push({ name: isLong ? '' : head.toString('latin1', 4, 8), at, size });
    at += size;
  }
  return boxes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
