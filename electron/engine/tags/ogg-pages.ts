import type { SongBytes } from './song-bytes';

const HEADER = 27;
const MOST_SEGMENTS = 255;
const FULL_SEGMENT = 255;
const CONTINUED = 1;
const LAST = 4;
/** Taggers write pages of 4 KB, so that a cover of 50 MB takes 17,000; hostile input ends here. */
const MOST_PAGES = 32_768;

export interface Span {
  readonly at: number;
  readonly length: number;
}

interface Page {
  readonly serial: number;
  readonly bodyAt: number;
  readonly lacing: Buffer;
  readonly end: number;
}

/** The first two packets of an Ogg file as places in it. */
export interface FirstPackets {
  readonly serial: number;
  readonly first: Span;
  /** Where the page behind the first packet begins. */
  readonly secondAt: number;
  /** Of a packet on very many pages only the first of them. */
  readonly second: readonly Span[];
}

/** Finds the first two packets; `undefined` unless the first has a page of its own and no other stream is between. */
export async function firstPackets(song: SongBytes, at: number): Promise<FirstPackets | undefined> {
  const page = await readPage(song, at);
  if (page?.lacing.length !== 1) {
    return undefined;
  }
  const first = { at: page.bodyAt, length: page.end - page.bodyAt };
  const second: Span[] = [];
  const found = { serial: page.serial, first, secondAt: page.end, second };
  let next = page.end;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const part = await readPage(song, next);
    if (part?.serial !== page.serial) {
      return undefined;
    }
    const lastSegment = part.lacing.findIndex((size) => size < FULL_SEGMENT);
    const segments = part.lacing.subarray(0, lastSegment === -1 ? undefined : lastSegment + 1);
    second.push({ at: part.bodyAt, length: sum(segments) });
    if (lastSegment !== -1) {
      return found;
    }
    next = part.end;
  }
  // A parser would put all of it together, and be out of memory before it ends.
  return found;
}

/**
 * Pages that hold this one packet, and an empty one that ends the stream: music-metadata overlooks what is on the
 * last page. Checksums are left out: tag readers do not look.
 */
export function lastPages(packet: Buffer, serial: number): Buffer {
  const segments = Math.floor(packet.length / FULL_SEGMENT) + 1;
  const pages: Buffer[] = [];
  for (let from = 0; from < segments; from += MOST_SEGMENTS) {
    const lacing = Buffer.alloc(Math.min(MOST_SEGMENTS, segments - from), FULL_SEGMENT);
    if (from + lacing.length === segments) {
      lacing[lacing.length - 1] = packet.length % FULL_SEGMENT;
    }
    const at = from * FULL_SEGMENT;
    pages.push(
      Buffer.concat([
        pageHeader(from === 0 ? 0 : CONTINUED, serial, 1 + pages.length, lacing),
        packet.subarray(at, at + sum(lacing)),
      ]),
    );
  }
  return Buffer.concat([...pages, pageHeader(LAST, serial, 1 + pages.length, Buffer.of(0))]);
}

function pageHeader(flags: number, serial: number, index: number, lacing: Buffer): Buffer {
  const header = Buffer.alloc(HEADER);
  header.write('OggS', 0, 'latin1');
  header.writeUInt8(flags, 5);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(index, 18);
  header.writeUInt8(lacing.length, 26);
  return Buffer.concat([header, lacing]);
}

async function readPage(song: SongBytes, at: number): Promise<Page | undefined> {
  const head = await song.read(at, HEADER + MOST_SEGMENTS);
  if (head.length < HEADER || head.toString('latin1', 0, 4) !== 'OggS') {
    return undefined;
  }
  const lacing = Buffer.from(head.subarray(HEADER, HEADER + head.readUInt8(26)));
  const bodyAt = at + HEADER + lacing.length;
  return { serial: head.readUInt32LE(14), bodyAt, lacing, end: bodyAt + sum(lacing) };
}

function sum(sizes: Buffer): number {
  return sizes.reduce((total, size) => total + size, 0);
}
