/** What tells how many samples a Vorbis packet holds, without decoding it. */
export interface VorbisBlocks {
  /** Samples of a short and of a long block. */
  readonly sizes: readonly [number, number];
  /** For each mode whether its blocks are long. */
  readonly long: readonly boolean[];
}

/** Block flag, window, transform and mapping. */
const MODE_BITS = 1 + 16 + 16 + 8;
const MODE_COUNT_BITS = 6;

/**
 * The block sizes of a Vorbis stream and the modes that use them (Vorbis I, 4.2.2 and 4.2.4); undefined where the headers do
 * not end as they should. Modes are the last thing in the setup header and of one length, so they are read from its end, as many
 * as the number before them says: reading on from its beginning would take all code books, floors and residues.
 */
export function readVorbisBlocks(
  identification: Uint8Array,
  setup: Uint8Array,
): VorbisBlocks | undefined {
  const exponents = identification[28] ?? 0;
  const sizes = [2 ** (exponents & 15), 2 ** (exponents >> 4)] as const;
  const bits = new BitsFromEnd(setup);
  if (!bits.skipToFraming()) {
    return undefined;
  }
  const long: boolean[] = [];
  let found: readonly boolean[] | undefined;
  while (bits.left >= MODE_BITS + MODE_COUNT_BITS && long.length < 64) {
    const mapping = bits.take(8);
    const transform = bits.take(16);
    const window = bits.take(16);
    if (mapping > 63 || transform !== 0 || window !== 0) {
      break;
    }
    long.unshift(bits.take(1) === 1);
    // What looks like a mode may be the end of the mappings: the longest list whose number fits is the one.
    if (bits.peek(MODE_COUNT_BITS) + 1 === long.length) {
      found = [...long];
    }
  }
  return found === undefined ? undefined : { sizes, long: found };
}

/** Samples that come out with `packet` after `before`, which half of each overlaps (Vorbis I, 4.3.8); 0 for none of sound. */
export function vorbisPacketSamples(
  blocks: VorbisBlocks,
  packet: Uint8Array,
  before: Uint8Array | undefined,
): number {
  const size = blockSize(blocks, packet);
  const sizeBefore = before === undefined ? blocks.sizes[1] : blockSize(blocks, before);
  return size === 0 ? 0 : (size + sizeBefore) / 4;
}

function blockSize({ sizes, long }: VorbisBlocks, packet: Uint8Array): number {
  const first = packet[0] ?? 1;
  if ((first & 1) !== 0) {
    return 0;
  }
  const modeBits = 32 - Math.clz32(long.length - 1);
  const isLong = long[(first >> 1) & ((1 << modeBits) - 1)];
  return isLong === undefined ? 0 : sizes[isLong ? 1 : 0];
}

/** Vorbis puts its bits into bytes from the lowest on; here they come in the opposite order, fields read as numbers all the same. */
class BitsFromEnd {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#at = bytes.length * 8;
  }

  get left(): number {
    return this.#at;
  }

  /** Past the bit that ends the header, and the zeros that fill its last byte. */
  skipToFraming(): boolean {
    while (this.#at > 0 && this.#bit(this.#at - 1) === 0) {
      this.#at -= 1;
    }
    this.#at -= 1;
    return this.#at > 0;
  }

  take(count: number): number {
    const value = this.peek(count);
    this.#at -= count;
    return value;
  }

  peek(count: number): number {
    let value = 0;
    for (let bit = 1; bit <= count; bit += 1) {
      value = value * 2 + this.#bit(this.#at - bit);
    }
    return value;
  }

  #bit(at: number): number {
    return (this.#bytes[at >> 3]! >> (at & 7)) & 1;
  }
}
