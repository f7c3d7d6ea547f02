import type { Span } from './ogg-pages';
import { firstPackets, lastPages } from './ogg-pages';
import type { SongBytes } from './song-bytes';
import type { Dropped } from './song-view';

/** How the first and the second packet begin. */
const CODECS = [
  ['\x01vorbis', '\x03vorbis'],
  ['OpusHead', 'OpusTags'],
] as const;
const PICTURE = /^(METADATA_BLOCK_PICTURE|COVERART)=/i;
const MOST_COMMENTS = 10_000;
/** Room beside the biggest item that is kept. */
const MOST_ROOM = 1_048_576;
const NOTHING: Dropped = { edits: [], hasPicture: false };

/**
 * Leaves big comments out of a Vorbis or Opus file, and everything behind the comments: a parser would go through
 * page after page of sound for nothing.
 */
export async function dropFromOgg(
  song: SongBytes,
  audioAt: number,
  most: number,
): Promise<Dropped> {
  const packets = await firstPackets(song, audioAt);
  if (packets === undefined) {
    return NOTHING;
  }
  const packet = new Packet(song, packets.second);
  const head = (await song.read(packets.first.at, 8)).toString('latin1');
  const magic = CODECS.find(([first]) => head.startsWith(first))?.[1];
  if (magic === undefined || (await packet.take(magic.length)).toString('latin1') !== magic) {
    return NOTHING;
  }
  const { comments, hasPicture } = await keepSmall(packet, most);
  const shorter = Buffer.concat([
    Buffer.from(magic, 'latin1'),
    uint32(0),
    uint32(comments.length),
    ...comments.flatMap((comment) => [uint32(comment.length), comment]),
    Buffer.of(1),
  ]);
  const { secondAt: at, serial } = packets;
  return {
    edits: [{ at, remove: song.size - at, insert: lastPages(shorter, serial) }],
    hasPicture,
  };
}

async function keepSmall(
  packet: Packet,
  most: number,
): Promise<{ readonly comments: readonly Buffer[]; readonly hasPicture: boolean }> {
  packet.skip(await packet.takeUint32());
  const count = Math.min(await packet.takeUint32(), MOST_COMMENTS);
  const comments: Buffer[] = [];
  let room = most + MOST_ROOM;
  let hasPicture = false;
  for (let index = 0; index < count && packet.left >= 4; index++) {
    const length = await packet.takeUint32();
    if (length > most || length > room) {
      const start = await packet.take(Math.min(length, 32));
      hasPicture ||= PICTURE.test(start.toString('latin1'));
      packet.skip(length - start.length);
    } else if (length > packet.left) {
      break;
    } else {
      comments.push(await packet.take(length));
      room -= length;
    }
  }
  return { comments, hasPicture };
}

/** Reads a packet that lies in pieces, from its start to its end. */
class Packet {
  readonly #song: SongBytes;
  readonly #spans: readonly Span[];
  readonly #length: number;
  #at = 0;
  /** The piece that holds `#at`, and where in the packet it begins. */
  #span = 0;
  #spanAt = 0;

  constructor(song: SongBytes, spans: readonly Span[]) {
    this.#song = song;
    this.#spans = spans;
    this.#length = spans.reduce((sum, { length }) => sum + length, 0);
  }

  get left(): number {
    return this.#length - this.#at;
  }

  skip(length: number): void {
    this.#at = Math.min(this.#length, this.#at + length);
  }

  /** The next bytes; fewer at the end. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let wanted = Math.min(length, this.left);
    while (wanted > 0) {
      const span = this.#spans[this.#span];
      if (span === undefined) {
        break;
      }
      const from = this.#at - this.#spanAt;
      const here = Math.min(wanted, span.length - from);
      if (here > 0) {
        parts.push(await this.#song.read(span.at + from, here));
        this.#at += here;
        wanted -= here;
      } else {
        this.#span++;
        this.#spanAt += span.length;
      }
    }
    return Buffer.concat(parts);
  }

  /** 0 at the end. */
  async takeUint32(): Promise<number> {
    const bytes = await this.take(4);
    return bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
