import { id3Size } from './recognise';
import type { SongBytes } from './song-bytes';
import type { Dropped, Edit } from './song-view';

const HEADER = 10;
const MOST_FRAMES = 20_000;
/** An extended header, which nobody writes: such a tag is left as it is. */
const FLAG_EXTENDED = 0x40;
const PICTURE = /^(APIC|PIC)$/;

interface Frame {
  readonly name: string;
  readonly length: number;
}

/** Leaves big frames and padding out of the ID3v2 tags at the start of a file. */
export async function dropFromId3(
  song: SongBytes,
  id3Length: number,
  most: number,
): Promise<Dropped> {
  const edits: Edit[] = [];
  let hasPicture = false;
  for (let at = 0; at < id3Length;) {
    const header = await song.read(at, HEADER);
    const size = id3Size(header);
    if (size === undefined) {
      break;
    }
    const tag = await dropFromTag(song, header, at, at + size, most);
    edits.push(...tag.edits);
    hasPicture ||= tag.hasPicture;
    at += size;
  }
  return { edits, hasPicture };
}

async function dropFromTag(
  song: SongBytes,
  header: Buffer,
  start: number,
  end: number,
  most: number,
): Promise<Dropped> {
  const version = header.readUInt8(3);
  const flags = header.readUInt8(5);
  if (![2, 3, 4].includes(version) || (flags & FLAG_EXTENDED) !== 0) {
    return { edits: [], hasPicture: false };
  }
  const edits: Edit[] = [];
  let hasPicture = false;
  let kept = 0;
  let at = start + HEADER;
  for (let frames = 0; frames < MOST_FRAMES; frames++) {
    const frame = readFrame(await song.read(at, HEADER), version);
    if (frame === undefined || at + frame.length > end) {
      break;
    }
    if (frame.length > most) {
      edits.push({ at, remove: frame.length, insert: Buffer.alloc(0) });
      hasPicture ||= PICTURE.test(frame.name);
    } else {
      kept += frame.length;
    }
    at += frame.length;
  }
  // What is left is padding, or nothing that could be read.
  edits.push({ at, remove: end - at, insert: Buffer.alloc(0) });
  edits.push({ at: start, remove: HEADER, insert: newHeader(header, kept) });
  return { edits, hasPicture };
}

/** `undefined` where no frame begins. The length counts the frame's own header. */
function readFrame(head: Buffer, version: number): Frame | undefined {
  const letters = version === 2 ? 3 : 4;
  const name = head.toString('latin1', 0, letters);
  if (head.length < HEADER || !/^[A-Z0-9]+$/.test(name)) {
    return undefined;
  }
  if (version === 2) {
    return { name, length: 6 + head.readUIntBE(3, 3) };
  }
  const size =
    version === 3
      ? head.readUInt32BE(4)
      : head.subarray(4, 8).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  return { name, length: HEADER + size };
}

/** The same header for a tag of another size, without a footer. */
function newHeader(header: Buffer, size: number): Buffer {
  const copy = Buffer.from(header);
  copy.writeUInt8(header.readUInt8(5) & 0xef, 5);
  for (const [index, shift] of [21, 14, 7, 0].entries()) {
    copy.writeUInt8((size >> shift) & 0x7f, 6 + index);
  }
  return copy;
}
