import type { FileBytes } from '../file-bytes';

/** Enough pages for a comment packet with every booklet page of an album as base64; taggers write pages of 4 KB. */
const MOST_HEADER_PAGES = 32_768;
const PAGE_HEADER = 27;
const MOST_PAGE = PAGE_HEADER + 255 + 255 * 255;
/** Header pages are read so many bytes at a time: small ones one by one would take a read each. */
const STEP = 4 * MOST_PAGE;
/** Sound bytes taken at each end. Pages number and check themselves anew after a retag, so only payloads count. */
const SAMPLE = 262_144;
/** A window that holds so many payload bytes in pages of ordinary size. */
const WINDOW = SAMPLE + SAMPLE / 16 + 2 * MOST_PAGE;
/** The second byte of the first packet onward, and how many packets come before the sound. */
const CODECS: readonly (readonly [magic: string, headerPackets: (packet: Buffer) => number])[] = [
  ['\x01vorbis', () => 3],
  ['OpusHead', () => 2],
  ['Speex   ', (packet) => 2 + (packet.length < 72 ? 0 : packet.readUInt32LE(68))],
  // Count of the metadata packets after the first; 0 is "not known".
  ['\x7fFLAC', (packet) => (packet.length < 9 ? 0 : 1 + packet.readUInt16BE(7))],
];

/** The sound of an Ogg file, as far as it is read. */
export interface OggSound {
  /** Time stamp of the last page in the codec's samples, as it is stored. */
  readonly lastGranule: Buffer;
  /** First and last sound bytes, page headers left out; the same bytes twice when the file is short. */
  readonly head: Buffer;
  readonly tail: Buffer;
}

interface Page {
  readonly serial: number;
  readonly granule: Buffer;
  readonly lacing: Buffer;
  readonly payload: Buffer;
  readonly length: number;
}

/** The sound in an Ogg file (Vorbis, Opus, Speex, FLAC), or `undefined` when its pages make no sense. */
export async function findOggSound(
  file: FileBytes,
  from: number,
  to: number,
): Promise<OggSound | undefined> {
  const start = await startOfSound(file, from, to);
  if (start === undefined) {
    return undefined;
  }
  const length = Math.min(WINDOW, to - start);
  const headPages = pagesIn(await file.read(start, length));
  const tailPages = pagesIn(await file.read(to - length, length));
  const last = [...headPages, ...tailPages].at(-1);
  if (last === undefined) {
    return undefined;
  }
  return {
    lastGranule: last.granule,
    head: Buffer.concat(headPages.map(({ payload }) => payload)).subarray(0, SAMPLE),
    tail: Buffer.concat(tailPages.map(({ payload }) => payload)).subarray(-SAMPLE),
  };
}

/** Where the first page behind the header packets begins: the sound starts on a page of its own. */
async function startOfSound(
  file: FileBytes,
  from: number,
  to: number,
): Promise<number | undefined> {
  let serial: number | undefined;
  let packetsLeft = 0;
  let at = from;
  let bytes: Buffer = Buffer.alloc(0);
  let bytesAt = from;
  for (let pages = 0; pages < MOST_HEADER_PAGES && at < to; pages++) {
    let page = readPage(bytes, at - bytesAt);
    if (page === undefined) {
      bytes = await file.read(at, STEP);
      bytesAt = at;
      page = readPage(bytes, 0);
    }
    if (page === undefined) {
      return undefined;
    }
    if (serial === undefined) {
      packetsLeft = headerPackets(page.payload);
      serial = packetsLeft === 0 ? undefined : page.serial;
    }
    if (page.serial === serial) {
      packetsLeft -= page.lacing.filter((size) => size < 255).length;
    }
    at += page.length;
    if (serial !== undefined && packetsLeft <= 0) {
      return at < to ? at : undefined;
    }
  }
  return undefined;
}

function headerPackets(packet: Buffer): number {
  const codec = CODECS.find(([magic]) => packet.toString('latin1', 0, magic.length) === magic);
  return codec === undefined ? 0 : codec[1](packet);
}

/** The pages in a piece of the file that may begin in the middle of one. */
function pagesIn(bytes: Buffer): Page[] {
  const pages: Page[] = [];
  for (let at = bytes.indexOf('OggS'); at !== -1; at = bytes.indexOf('OggS', at)) {
    const page = readPage(bytes, at);
    if (page === undefined || !isFollowed(bytes, at + page.length)) {
      at += 1;
      continue;
    }
    pages.push(page);
    at += page.length;
  }
  return pages;
}

/** Sound may hold the letters OggS by chance; a real page ends where another begins, or the piece does. */
function isFollowed(bytes: Buffer, end: number): boolean {
  return end + 4 > bytes.length || bytes.toString('latin1', end, end + 4) === 'OggS';
}

/** The page at `at`; `undefined` when there is none or it does not lie wholly in the bytes. */
function readPage(bytes: Buffer, at: number): Page | undefined {
  if (at + PAGE_HEADER > bytes.length || bytes.toString('latin1', at, at + 4) !== 'OggS') {
    return undefined;
  }
  const bodyAt = at + PAGE_HEADER + bytes.readUInt8(at + 26);
  const lacing = bytes.subarray(at + PAGE_HEADER, bodyAt);
  const end = lacing.reduce((sum, size) => sum + size, bodyAt);
  if (end > bytes.length) {
    return undefined;
  }
  return {
    serial: bytes.readUInt32LE(at + 14),
    granule: bytes.subarray(at + 6, at + 14),
    lacing,
    payload: bytes.subarray(bodyAt, end),
    length: end - at,
  };
}
