import type { FileBytes } from './file-bytes';
import { damaged } from './song';

export interface Box {
  readonly type: string;
  /** The content, without the head. */
  readonly data: Buffer;
  /** With its head. */
  readonly whole: Buffer;
}

/** Larger than the tables of any real song; they are held in memory. */
const MOST_TABLE_BYTES = 128 * 2 ** 20;
const MOST_BOXES = 200_000;

/** The boxes inside one, in order; a box that does not fit ends the walk. */
export function* innerBoxes(data: Buffer): Generator<Box, void> {
  for (let at = 0; at + 8 <= data.length;) {
    const short = data.readUInt32BE(at);
    const long = short === 1 && at + 16 <= data.length;
    const head = long ? 16 : 8;
    const size = long
      ? Number(data.readBigUInt64BE(at + 8))
      : short === 0
        ? data.length - at
        : short;
    if (size < head || at + size > data.length) {
      return;
    }
    yield {
      type: data.toString('latin1', at + 4, at + 8),
      data: data.subarray(at + head, at + size),
      whole: data.subarray(at, at + size),
    };
    at += size;
  }
}

/** The box at the end of a path of types, each time the first of its type. */
export function findBox(data: Buffer, ...path: readonly string[]): Box | undefined {
  const [type, ...rest] = path;
  for (const box of innerBoxes(data)) {
    if (box.type === type) {
      return rest.length === 0 ? box : findBox(box.data, ...rest);
    }
  }
  return undefined;
}

export interface TopBox {
  readonly type: string;
  /** Place in the file, of the head. */
  readonly at: number;
  readonly data: Buffer;
}

/**
 * Reads the boxes at the top of the file that hold tables (`moov`, `moof`) and passes over the others.
 * @throws MugleError `damaged-audio` when a table is cut off
 */
export async function* tableBoxes(file: FileBytes): AsyncGenerator<TopBox, void> {
  for (let at = 0, seen = 0; at + 8 <= file.size && seen < MOST_BOXES; seen += 1) {
    const head = await file.peek(at, 16);
    const short = head.readUInt32BE(0);
    const long = short === 1 && head.length === 16;
    const start = long ? 16 : 8;
    const size = long ? Number(head.readBigUInt64BE(8)) : short === 0 ? file.size - at : short;
    const type = head.toString('latin1', 4, 8);
    if (size < start) {
      throw damaged(`a box at byte ${at} has no length`);
    }
    if (type === 'moov' || type === 'moof') {
      if (at + size > file.size || size > MOST_TABLE_BYTES) {
        throw damaged('its table of contents is cut off');
      }
      yield { type, at, data: await file.read(at + start, size - start) };
    }
    at += size;
  }
}
