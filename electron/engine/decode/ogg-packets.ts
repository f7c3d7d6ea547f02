import type { FileBytes } from './file-bytes';
import type { OggPages } from './ogg-pages';
import { HEAD_BYTES } from './ogg-pages';
import { packetBytes } from './packet-run';

/** The packets that end on one page. */
export interface PagePackets {
  /** Index of the page. */
  readonly page: number;
  readonly packets: readonly Uint8Array[];
}

/** Setup packets and sound are far shorter. Of a longer packet, a cover among the comments, only so much is kept. */
const MOST_PACKET_BYTES = 1024 * 1024;

/** A packet that goes on on the next page. */
class OpenPacket {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  add(piece: Uint8Array): this {
    if (this.#length < MOST_PACKET_BYTES) {
      this.#pieces.push(piece);
      this.#length += piece.length;
    }
    return this;
  }

  /** The whole packet, its pieces put together once: page by page a large one would be copied a thousand times. */
  bytes(): Uint8Array {
    const [only] = this.#pieces;
    return only !== undefined && this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces);
  }
}

/**
 * The packets of the pages first … end, page by page. What is left of a packet that began on an earlier page is no
 * packet: its first byte is any byte, and a decoder would take it for whatever that says.
 */
export async function* oggPackets(
  file: FileBytes,
  pages: OggPages,
  first: number,
  end: number,
): AsyncGenerator<PagePackets, void> {
  let page = first;
  let open: OpenPacket | undefined;
  for await (const bytes of packetBytes(file, pages, first, end + 1)) {
    for (let at = 0; at < bytes.length; page += 1) {
      const size = pages.sizes[page]!;
      const split = splitPage(bytes.subarray(at, at + size), open);
      open = split.open;
      yield { page, packets: split.packets };
      at += size;
    }
  }
}

const CONTINUES = 1;

/** `open`: the beginning of a packet that goes on on the next page; at the start of a run it is not known. */
function splitPage(
  page: Buffer,
  before: OpenPacket | undefined,
): { readonly packets: readonly Uint8Array[]; readonly open: OpenPacket | undefined } {
  const packets: Uint8Array[] = [];
  const segments = page[26]!;
  const continues = (page[5]! & CONTINUES) !== 0;
  let beginning = continues ? before : undefined;
  let isTail = continues && before === undefined;
  let start = HEAD_BYTES + segments;
  let end = start;
  for (let segment = 0; segment < segments; segment += 1) {
    const length = page[HEAD_BYTES + segment]!;
    end += length;
    if (length < 255) {
      const rest = page.subarray(start, end);
      if (!isTail) {
        packets.push(beginning?.add(rest).bytes() ?? rest);
      }
      beginning = undefined;
      isTail = false;
      start = end;
    }
  }
  if (start === end || isTail) {
    return { packets, open: isTail ? undefined : beginning };
  }
  return { packets, open: (beginning ?? new OpenPacket()).add(page.subarray(start, end)) };
}

/** All packets of the header pages. */
export async function headerPackets(
  file: FileBytes,
  pages: OggPages,
): Promise<readonly Uint8Array[]> {
  const packets: Uint8Array[] = [];
  for await (const page of oggPackets(file, pages, 0, pages.firstSound - 1)) {
    packets.push(...page.packets);
  }
  return packets;
}
