import decode from 'audio-decode';
import type { FileBytes } from './file-bytes';
import type { Mp4Track } from './mp4-track';
import { readMp4Track } from './mp4-track';
import type { ByteDecoder, DecodedBytes, PacketTable } from './packet-run';
import { decodeRun, packetBytes } from './packet-run';
import type { Song, SoundBlock } from './song';
import { damaged, decodeError } from './song';

/** Packets decoded before the wanted ones, for codecs whose packets overlap. */
const PREROLL = 4;
/** Enough packets for a decoder to show its rate, and how much it holds back. */
const PROBE_PACKETS = 12;

/** Opens MP4 (M4A, also in fragments): AAC, Apple Lossless and what else audio-decode knows inside it. */
export async function openMp4(file: FileBytes): Promise<Song> {
  const track = await readMp4Track(file);
  const listed = track.packets.offsets.length;
  if (listed === 0 || track.packetUnits === 0) {
    throw decodeError('no-audio-samples', 'The file lists no sound. Copy or rip it again.');
  }
  const count = readablePackets(track.packets, file.size);
  const probe = await probeDecoder(file, track, Math.min(count, PROBE_PACKETS));
  const { sampleRate, withheld } = probe;
  const inSamples = (units: number): number => Math.round((units * sampleRate) / track.timescale);
  const packetFrames = inSamples(track.packetUnits);
  const start = inSamples(track.shown.start);
  const media = inSamples(track.totalUnits) - start;
  const shown = track.shown.length === undefined ? media : inSamples(track.shown.length);
  const promisedFrames = Math.max(0, Math.min(media, shown));
  const there = count === listed ? promisedFrames : Math.max(0, count * packetFrames - start);

  async function* blocks(from: number, to: number): AsyncGenerator<SoundBlock, void> {
    const first = Math.max(0, Math.floor((from + start) / packetFrames) - PREROLL);
    const end = Math.min(count, Math.ceil((to + start) / packetFrames) + 2);
    const pieces = singleTrackFile(file, track, first, end);
    yield* decodeRun(decode.m4a, pieces, first * packetFrames + withheld - start);
  }

  return {
    sampleRate,
    frames: Math.min(there, promisedFrames),
    promisedFrames,
    warnings: [],
    blocks,
  };
}

/** Packets before the first one that the file cuts off. */
function readablePackets({ offsets, sizes }: PacketTable, fileSize: number): number {
  const cut = offsets.findIndex((offset, index) => offset + sizes[index]! > fileSize);
  return cut < 0 ? offsets.length : cut;
}

async function probeDecoder(
  file: FileBytes,
  track: Mp4Track,
  packets: number,
): Promise<{ readonly sampleRate: number; readonly withheld: number }> {
  if (packets === 0) {
    throw damaged('it ends before its sound begins');
  }
  let samples = 0;
  let sampleRate = 0;
  const open = async (): Promise<ByteDecoder> => {
    const decoder = await decode.m4a();
    const watched = async (bytes?: Uint8Array): Promise<DecodedBytes> => {
      const decoded = await decoder(bytes);
      sampleRate = decoded.sampleRate === 0 ? sampleRate : decoded.sampleRate;
      return decoded;
    };
    return Object.assign(watched, { free: () => decoder.free() });
  };
  for await (const { channels } of decodeRun(open, singleTrackFile(file, track, 0, packets), 0)) {
    samples += channels[0]!.length;
  }
  if (sampleRate === 0) {
    throw damaged('its first packets cannot be decoded');
  }
  // Only a whole packet can be held back; a short last packet gives less too.
  const packet = (track.packetUnits * sampleRate) / track.timescale;
  const missing = packets * packet - samples;
  const whole = packets < track.packets.offsets.length || missing >= packet;
  return { sampleRate, withheld: whole ? Math.max(0, Math.min(packet, Math.round(missing))) : 0 };
}

/**
 * An MP4 file of nothing but the packets [first, end), in the form that audio-decode reads as a stream: so a passage is
 * decoded without what lies before it, and a table at the end of the file is no trouble.
 */
async function* singleTrackFile(
  file: FileBytes,
  track: Mp4Track,
  first: number,
  end: number,
): AsyncGenerator<Uint8Array, void> {
  const sizes = track.packets.sizes.subarray(first, end);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const head = (dataAt: number): Buffer =>
    Buffer.concat([
      box('ftyp', text('M4A '), words(0), text('M4A ')),
      movieBox(track, sizes, dataAt),
      words(total + 8),
      text('mdat'),
    ]);
  yield head(head(0).length);
  yield* packetBytes(file, track.packets, first, end);
}

function movieBox(track: Mp4Track, sizes: Float64Array, dataAt: number): Buffer {
  const table = Buffer.alloc(sizes.length * 4);
  sizes.forEach((size, index) => table.writeUInt32BE(size, index * 4));
  const tables = box(
    'stbl',
    track.description,
    box('stts', words(0, 1, sizes.length, track.packetUnits)),
    box('stsc', words(0, 1, 1, sizes.length, 1)),
    box('stsz', words(0, 0, sizes.length), table),
    box('stco', words(0, 1, dataAt)),
  );
  const media = box(
    'mdia',
    box('mdhd', words(0, 0, 0, track.timescale, 0, 0)),
    box('hdlr', words(0, 0), text('soun'), words(0, 0, 0)),
    box('minf', tables),
  );
  return box('moov', box('trak', media));
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([words(content.length + 8), text(type), content]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.from(value, 'latin1');
}
