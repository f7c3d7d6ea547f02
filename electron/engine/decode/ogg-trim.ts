import type { OggCoding } from './ogg-coding';
import type { OggPages } from './ogg-pages';

/** Of a page the packets that are decoded, and how many samples of the page lie behind them. */
export interface NeededPackets {
  readonly packets: readonly Uint8Array[];
  readonly behind: number;
}

/** A stretch of the song, in samples at the decoder's rate. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface PlacedPage {
  readonly page: number;
  readonly packets: readonly Uint8Array[];
  /** The packet before them. */
  readonly before: Uint8Array | undefined;
}

/**
 * Leaves out what ends before a stretch or begins after it: pages are half a second to a second long, and of three seconds
 * from the middle of a song a third more would be decoded. Where the packets do not add up to what the pages say of
 * their ends, and on the last page, whose granule may say less than it holds, all are kept.
 */
export function neededPackets(
  { page, packets, before }: PlacedPage,
  { from, to }: Stretch,
  ends: Float64Array,
  pages: OggPages,
  coding: OggCoding,
): NeededPackets {
  const all = { packets, behind: 0 };
  if (page === ends.length - 1) {
    return all;
  }
  if (ends[page]! <= from) {
    return { packets: [], behind: 0 };
  }
  const lengths = packetLengths(packets, before, coding);
  const sum = lengths.reduce((total, length) => total + length, 0);
  if (page === pages.firstSound || !(Math.abs(ends[page]! - ends[page - 1]! - sum) <= 1)) {
    return all;
  }
  let end = packets.length;
  let behind = 0;
  for (; end > 0 && ends[page]! - behind - lengths[end - 1]! >= to; end -= 1) {
    behind += lengths[end - 1]!;
  }
  let first = end;
  for (let place = ends[page]! - behind; first > 0 && place > from; first -= 1) {
    place -= lengths[first - 1]!;
  }
  return { packets: packets.slice(first, end), behind };
}

/** Samples of each packet at the decoder's rate. */
function packetLengths(
  packets: readonly Uint8Array[],
  before: Uint8Array | undefined,
  { packetSamples, sampleRate, granuleRate }: OggCoding,
): readonly number[] {
  const scale = sampleRate / granuleRate;
  return packets.map(
    (packet, index) => scale * packetSamples(packet, index === 0 ? before : packets[index - 1]),
  );
}
