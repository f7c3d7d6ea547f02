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
  let open: Uint8Array | undefined;
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
  before: Uint8Array | undefined,
): { readonly packets: readonly Uint8Array[]; readonly open: Uint8Array | undefined } {
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
        packets.push(beginning === undefined ? rest : Buffer.concat([beginning, rest]));
      }
      beginning = undefined;
      isTail = false;
      start = end;
    }
  }
  if (start === end || isTail) {
    return { packets, open: isTail ? undefined : beginning };
  }
  const rest = page.subarray(start, end);
  return { packets, open: beginning === undefined ? rest : Buffer.concat([beginning, rest]) };
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
