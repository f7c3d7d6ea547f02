import type { FileBytes } from './file-bytes';

/** The pages of one song in an Ogg file, in order. */
export interface OggPages {
  readonly offsets: Float64Array;
  /** In bytes. */
  readonly sizes: Float64Array;
  /** Samples of the stream up to the end of the page; −1 where no packet ends on it. */
  readonly granules: readonly number[];
  /** Index of the first page with sound; those before hold the headers. */
  readonly firstSound: number;
  /** The song has its proper end. */
  readonly ended: boolean;
  /** The file ends within a page. */
  readonly cut: boolean;
  /** Another song follows in the same file. */
  readonly chained: boolean;
}

/** Of a page, before its list of segments. */
export const HEAD_BYTES = 27;
const ENDS = 4;
const BEGINS = 2;
const WINDOW_BYTES = 256 * 1024;
const MOST_JUNK_BYTES = 32 * 1024 * 1024;

/**
 * Lists the pages of the first stream that begins with `marker`, by their heads alone.
 * `headerPackets`: how many packets come before the sound.
 */
export async function listOggPages(
  file: FileBytes,
  marker: string,
  headerPackets: number,
): Promise<OggPages> {
  const pages = new PageList(headerPackets);
  let cut = false;
  for (let at: number | undefined = 0; at !== undefined && at < file.size;) {
    const head = await file.peek(at, HEAD_BYTES + 255);
    const page = readHead(head);
    if (page === undefined) {
      cut ||= head.length < HEAD_BYTES;
      at = await nextPage(file, at + 1);
    } else if (at + page.size > file.size) {
      cut = true;
      break;
    } else {
      await pages.add(page, at, () => startsWith(file, at! + page.headSize, marker));
      at += page.size;
    }
  }
  return pages.result(cut);
}

class PageList {
  readonly #offsets: number[] = [];
  readonly #sizes: number[] = [];
  readonly #granules: number[] = [];
  readonly #headerPackets: number;
  #serial: number | undefined;
  #packets = 0;
  #firstSound = 0;
  #ended = false;
  #chained = false;

  constructor(headerPackets: number) {
    this.#headerPackets = headerPackets;
  }

  /** `isWanted`: whether the stream that begins on the page is the one that is looked for. */
  async add(page: PageHead, at: number, isWanted: () => Promise<boolean>): Promise<void> {
    if ((page.flags & BEGINS) !== 0) {
      this.#chained ||= this.#ended;
      if (this.#serial === undefined && (await isWanted())) {
        this.#serial = page.serial;
      }
    }
    if (page.serial !== this.#serial || this.#ended) {
      return;
    }
    this.#offsets.push(at);
    this.#sizes.push(page.size);
    this.#granules.push(page.granule);
    if (this.#packets < this.#headerPackets) {
      this.#firstSound = this.#offsets.length;
    }
    this.#packets += page.packets;
    this.#ended = (page.flags & ENDS) !== 0;
  }

  result(cut: boolean): OggPages {
    return {
      offsets: Float64Array.from(this.#offsets),
      sizes: Float64Array.from(this.#sizes),
      granules: this.#granules,
      firstSound: this.#firstSound,
      ended: this.#ended,
      cut: cut && !this.#ended,
      chained: this.#chained,
    };
  }
}

interface PageHead {
  readonly flags: number;
  readonly granule: number;
  readonly serial: number;
  /** Packets that end on the page. */
  readonly packets: number;
  readonly headSize: number;
  readonly size: number;
}

function readHead(bytes: Buffer): PageHead | undefined {
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, 4) !== 'OggS') {
    return undefined;
  }
  const segments = bytes.subarray(HEAD_BYTES, HEAD_BYTES + bytes[26]!);
  const headSize = HEAD_BYTES + bytes[26]!;
  return {
    flags: bytes[5]!,
    granule: Number(bytes.readBigInt64LE(6)),
    serial: bytes.readUInt32LE(14),
    packets: segments.reduce((count, length) => count + (length < 255 ? 1 : 0), 0),
    headSize,
    size: segments.reduce((sum, length) => sum + length, headSize),
  };
}

async function startsWith(file: FileBytes, at: number, marker: string): Promise<boolean> {
  return (await file.read(at, marker.length)).toString('latin1') === marker;
}

/** The next page after damaged bytes; not behind so many that the rest of the file is none of the song. */
async function nextPage(file: FileBytes, from: number): Promise<number | undefined> {
  const end = Math.min(file.size, from + MOST_JUNK_BYTES);
  for (let base = from; base < end; base += WINDOW_BYTES) {
    const bytes = await file.read(base, WINDOW_BYTES + 3);
    const at = bytes.indexOf('OggS', 0, 'latin1');
    if (at >= 0) {
      return base + at;
    }
  }
  return undefined;
}
