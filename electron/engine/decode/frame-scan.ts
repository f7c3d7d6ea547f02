import type { FileBytes } from './file-bytes';
import type { FrameHeader, HeaderParser } from './frame-headers';
import { HEADER_BYTES } from './frame-headers';
import type { PacketTable } from './packet-run';

/** Junk and padding before the first frame that real files have, covers left behind by taggers included. */
const SEARCH_BYTES = 512 * 1024;
/** Frames in a row that make it certain that bytes are sound. */
const CERTAIN_FRAMES = 3;
const WINDOW_BYTES = 256 * 1024;

/**
 * The place of the first of three frames in a row, or of fewer that end with the file.
 * Undefined when there is none near `from`: the file is something else.
 */
export async function firstFrame(
  file: FileBytes,
  from: number,
  parse: HeaderParser,
): Promise<number | undefined> {
  const bytes = await file.read(from, SEARCH_BYTES);
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (framesInARow(bytes, at, parse, from + bytes.length >= file.size)) {
      return from + at;
    }
  }
  return undefined;
}

function framesInARow(
  bytes: Buffer,
  from: number,
  parse: HeaderParser,
  untilEnd: boolean,
): boolean {
  const stream = parse(bytes, from)?.stream;
  let at = from;
  for (let count = 0; stream !== undefined && count < CERTAIN_FRAMES; count += 1) {
    const header = parse(bytes, at);
    if (at >= bytes.length) {
      return untilEnd && at === bytes.length && count > 0;
    }
    if (header?.stream !== stream) {
      return false;
    }
    at += header.bytes;
  }
  return stream !== undefined;
}

export interface FrameScan {
  readonly first: FrameHeader;
  readonly table: PacketTable;
  /** Stretches between frames that are no frames. */
  readonly gaps: number;
}

/** Walks from frame to frame through the whole file; only headers are looked at. `start` is where one is. */
export async function scanFrames(
  file: FileBytes,
  start: number,
  parse: HeaderParser,
): Promise<FrameScan> {
  const offsets: number[] = [];
  const sizes: number[] = [];
  const first = parse(await file.read(start, HEADER_BYTES), 0)!;
  let gaps = 0;
  for (let at: number | undefined = start; at !== undefined && at < file.size;) {
    const header = parse(await file.peek(at, HEADER_BYTES), 0);
    if (header?.stream !== first.stream) {
      at = await nextFrame(file, at + 1, parse, first.stream);
      gaps += at === undefined ? 0 : 1;
    } else {
      // A frame that the file cuts off is no frame.
      if (at + header.bytes <= file.size) {
        offsets.push(at);
        sizes.push(header.bytes);
      }
      at += header.bytes;
    }
  }
  return {
    first,
    table: { offsets: Float64Array.from(offsets), sizes: Float64Array.from(sizes) },
    gaps,
  };
}

/** The next place from which two frames of the stream follow each other. */
async function nextFrame(
  file: FileBytes,
  from: number,
  parse: HeaderParser,
  stream: number,
): Promise<number | undefined> {
  for (let base = from; base < file.size;) {
    const bytes = await file.read(base, WINDOW_BYTES);
    for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
      const header = parse(bytes, at);
      const next = header === undefined ? undefined : parse(bytes, at + header.bytes);
      if (header?.stream === stream && next?.stream === stream) {
        return base + at;
      }
    }
    // A frame may lie across the border of two windows.
    base += bytes.length < WINDOW_BYTES ? WINDOW_BYTES : WINDOW_BYTES - 8192;
  }
  return undefined;
}
