import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Song } from './song';
import { decodeError } from './song';

const HEADER_BYTES = 44;
/** What the 32-bit sizes in the header can say. */
const MOST_BYTES = 0xffffffff - HEADER_BYTES;

/**
 * Writes a song to disk as it is decoded, as 16-bit WAV with at most two channels.
 * @throws MugleError `disk-full` or `damaged-audio`
 */
export async function writeWav(
  song: Song,
  outPath: string,
  signal: { throwIfAborted(): void },
  onProgress: () => void = () => undefined,
): Promise<void> {
  const file = await open(outPath, 'w');
  try {
    let channelCount = 0;
    let at = HEADER_BYTES;
    for await (const { start, channels } of song.blocks(0, song.frames)) {
      signal.throwIfAborted();
      channelCount = channelCount === 0 ? Math.min(2, channels.length) : channelCount;
      const first = Math.max(0, -start);
      const end = Math.min(channels[0]!.length, song.frames - start);
      const bytes = interleave(channels, channelCount, first, Math.max(first, end));
      // Where the file could not be decoded nothing is written, which reads as silence: the rest stays in its place.
      const place = HEADER_BYTES + (start + first) * channelCount * 2;
      await write(file, bytes, place);
      at = place + bytes.length;
      onProgress();
      if (at > MOST_BYTES) {
        throw decodeError('unsupported-format', 'The song is too long for a WAV file (4 GB).');
      }
    }
    if (at === HEADER_BYTES) {
      throw decodeError('damaged-audio', 'Nothing in the file can be decoded. Copy it again.');
    }
    await write(file, wavHeader(song.sampleRate, channelCount, at - HEADER_BYTES), 0);
  } finally {
    await file.close();
  }
}

/** 16-bit samples of [first, end), channels side by side. */
function interleave(
  channels: readonly Float32Array[],
  channelCount: number,
  first: number,
  end: number,
): Buffer {
  const bytes = Buffer.alloc((end - first) * channelCount * 2);
  for (let channel = 0; channel < channelCount; channel += 1) {
    const samples = channels[Math.min(channel, channels.length - 1)]!;
    let at = channel * 2;
    for (let index = first; index < end; index += 1) {
      const value = Math.round(samples[index]! * 32_768);
      bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, value || 0)), at);
      at += channelCount * 2;
    }
  }
  return bytes;
}

function wavHeader(sampleRate: number, channels: number, dataBytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

async function write(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  try {
    await file.write(bytes, 0, bytes.length, at);
  } catch (thrown) {
    const full = (thrown as NodeJS.ErrnoException).code === 'ENOSPC';
    throw full
      ? decodeError('disk-full', 'The disk is full: the song cannot be prepared for playing.')
      : thrown;
  }
}
