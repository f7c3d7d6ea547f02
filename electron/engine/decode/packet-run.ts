import { MugleError } from '../../shared/errors';
import type { FileBytes } from './file-bytes';
import type { SoundBlock } from './song';
import { decodeError } from './song';

/** Decoder of one format, as audio-decode makes them: bytes in, sound out; without bytes, the rest. */
export type ByteDecoder = ((bytes?: Uint8Array) => Promise<DecodedBytes>) & { free(): void };
export interface DecodedBytes {
  readonly channelData: readonly Float32Array[];
  readonly sampleRate: number;
}

/** Where the packets of a song lie in its file, in playing order. */
export interface PacketTable {
  readonly offsets: Float64Array;
  /** In bytes. */
  readonly sizes: Float64Array;
}

/** A few seconds of sound at a time. */
const BATCH_BYTES = 64 * 1024;

/** The bytes of the packets [first, end), a batch at a time. */
export async function* packetBytes(
  file: FileBytes,
  { offsets, sizes }: PacketTable,
  first: number,
  end: number,
): AsyncGenerator<Buffer, void> {
  for (let packet = first; packet < end;) {
    const at = offsets[packet]!;
    let length = 0;
    do {
      length += sizes[packet]!;
      packet += 1;
    } while (packet < end && offsets[packet] === at + length && length < BATCH_BYTES);
    yield await file.read(at, length);
  }
}

/**
 * Decodes `pieces` one after another; the first sample that comes out lies at `start`.
 * @throws MugleError `damaged-audio` when the decoder refuses the bytes
 */
export async function* decodeRun(
  open: () => Promise<ByteDecoder>,
  pieces: AsyncIterable<Uint8Array>,
  start: number,
): AsyncGenerator<SoundBlock, void> {
  const decoder = await open();
  let at = start;
  try {
    for await (const piece of pieces) {
      const { channelData } = await decodeBytes(decoder, piece);
      if (channelData.length > 0) {
        yield { start: at, channels: channelData };
        at += channelData[0]!.length;
      }
    }
    const { channelData } = await decodeBytes(decoder);
    if (channelData.length > 0) {
      yield { start: at, channels: channelData };
    }
  } finally {
    decoder.free();
  }
}

/**
 * One decoder for all runs of a song, for codecs that hold nothing back at the end of a run: making a new one costs as
 * much as a second of sound.
 */
export function sharedDecoder(make: () => Promise<ByteDecoder>): {
  readonly open: () => Promise<ByteDecoder>;
  close(): void;
} {
  let decoder: ByteDecoder | undefined;
  const decodeOn = async (bytes?: Uint8Array): Promise<DecodedBytes> => {
    decoder ??= await make();
    return bytes === undefined ? { channelData: [], sampleRate: 0 } : decoder(bytes);
  };
  const handle = Object.assign(decodeOn, { free: () => undefined });
  return { open: () => Promise.resolve(handle), close: () => decoder?.free() };
}

/** @throws MugleError `unsupported-format` or `damaged-audio`, with the decoder's own reason */
export async function decodeBytes(decoder: ByteDecoder, bytes?: Uint8Array): Promise<DecodedBytes> {
  try {
    return await decoder(bytes);
  } catch (thrown) {
    if (thrown instanceof MugleError) {
      throw thrown;
    }
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw /unsupported|does not support|no decoder/i.test(reason)
      ? decodeError('unsupported-format', `${reason}. Convert the file to FLAC.`, thrown)
      : decodeError(
          'damaged-audio',
          `The decoder gave up (${reason}): the file is damaged. Copy it again from where it came from.`,
          thrown,
        );
  }
}
