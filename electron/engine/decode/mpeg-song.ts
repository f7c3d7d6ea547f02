import decode from 'audio-decode';
import type { FileBytes } from './file-bytes';
import type { FrameHeader } from './frame-headers';
import { adtsHeader, mpegHeader } from './frame-headers';
import { scanFrames } from './frame-scan';
import type { DecodedBytes } from './packet-run';
import { decodeBytes, decodeRun, packetBytes, sharedDecoder } from './packet-run';
import type { Song, SoundBlock } from './song';
import { damaged } from './song';

/** A frame may need the bytes of up to nine before it (the bit reservoir), and overlaps with one. */
const MP3_PREROLL = 10;
/** Samples that every MP3 decoder lags behind. */
const MP3_DECODER_DELAY = 529;
const AAC_PREROLL = 2;
/** Enough frames for the decoder to show what it makes of them. */
const PROBE_FRAMES = 8;

/** Opens MPEG audio, layers I to III; `start` is the place of its first frame. */
export async function openMpeg(file: FileBytes, start: number): Promise<Song> {
  const scan = await scanFrames(file, start, mpegHeader);
  const { samples, sampleRate } = scan.first;
  const info = readInfoFrame(await file.read(start, scan.first.bytes), scan.first);
  const table =
    info === undefined
      ? scan.table
      : { offsets: scan.table.offsets.subarray(1), sizes: scan.table.sizes.subarray(1) };
  const count = table.offsets.length;
  const { delay = 0, padding = 0, frameCount = count } = info ?? {};
  const promisedFrames = Math.max(0, frameCount * samples - delay - padding);
  const frames = Math.min(Math.max(0, count * samples - delay), Math.max(promisedFrames, 1));

  const decoder = sharedDecoder(decode.mp3);

  async function* blocks(from: number, to: number): AsyncGenerator<SoundBlock, void> {
    const first = Math.max(0, Math.floor((from + delay) / samples) - MP3_PREROLL);
    const end = Math.min(count, Math.ceil((to + delay) / samples) + 1);
    yield* decodeRun(decoder.open, packetBytes(file, table, first, end), first * samples - delay);
  }

  return {
    sampleRate,
    frames: info === undefined ? count * samples : frames,
    promisedFrames,
    warnings: gapWarnings(scan.gaps),
    blocks,
    close: () => decoder.close(),
  };
}

interface InfoFrame {
  readonly frameCount?: number;
  /** Samples before the song, decoder's share included; 0 when the file does not say. */
  readonly delay: number;
  /** Samples after the song. */
  readonly padding: number;
}

/** The Xing, Info or VBRI header in the place of a first frame, with LAME's extension. */
function readInfoFrame(frame: Buffer, header: FrameHeader): InfoFrame | undefined {
  const at = 4 + header.sideInfo;
  const name = frame.toString('latin1', at, at + 4);
  if (frame.toString('latin1', 36, 40) === 'VBRI' && frame.length >= 54) {
    return { frameCount: frame.readUInt32BE(50), delay: 0, padding: 0 };
  }
  if ((name !== 'Xing' && name !== 'Info') || frame.length < at + 12) {
    return undefined;
  }
  const flags = frame.readUInt32BE(at + 4);
  const has = (flag: number): number => ((flags & flag) === 0 ? 0 : 1);
  const lame = at + 8 + 4 * has(1) + 4 * has(2) + 100 * has(4) + 4 * has(8);
  const known = frame.length >= lame + 24 && frame[lame] !== 0;
  const bits = known ? frame.readUIntBE(lame + 21, 3) : 0;
  const delay = known ? (bits >> 12) + MP3_DECODER_DELAY : 0;
  const padding = known ? Math.max(0, (bits & 0xfff) - MP3_DECODER_DELAY) : 0;
  return has(1) === 1
    ? { frameCount: frame.readUInt32BE(at + 8), delay, padding }
    : { delay, padding };
}

/** Opens AAC in ADTS frames; `start` is the place of its first frame. */
export async function openAdts(file: FileBytes, start: number): Promise<Song> {
  const { first, table, gaps } = await scanFrames(file, start, adtsHeader);
  const count = table.offsets.length;
  const probe = await decodeSome(packetBytes(file, table, 0, Math.min(count, PROBE_FRAMES)));
  // With SBR the decoder gives twice the rate that the header says.
  const samples = first.samples * Math.max(1, Math.round(probe.sampleRate / first.sampleRate));
  const withheld = Math.min(count, PROBE_FRAMES) * samples - (probe.channelData[0]?.length ?? 0);
  const frames = Math.max(0, count * samples - withheld);

  async function* blocks(from: number, to: number): AsyncGenerator<SoundBlock, void> {
    const begin = Math.max(0, Math.floor((from + withheld) / samples) - AAC_PREROLL);
    const end = Math.min(count, Math.ceil((to + withheld) / samples) + 1);
    // Counted from the first sample that the decoder gives for the whole file.
    yield* decodeRun(decode.aac, packetBytes(file, table, begin, end), begin * samples);
  }

  return {
    sampleRate: probe.sampleRate,
    frames,
    promisedFrames: frames,
    warnings: gapWarnings(gaps),
    blocks,
  };
}

/** The first sound of the pieces. @throws MugleError with what the decoder says of them, or that nothing comes out. */
async function decodeSome(pieces: AsyncIterable<Uint8Array>): Promise<DecodedBytes> {
  const decoder = await decode.aac();
  try {
    for await (const piece of pieces) {
      const decoded = await decodeBytes(decoder, piece);
      if (decoded.channelData.length > 0) {
        return decoded;
      }
    }
  } finally {
    decoder.free();
  }
  throw damaged('the decoder makes no sound of its first frames');
}

function gapWarnings(gaps: number): readonly string[] {
  return gaps === 0 ? [] : [`${gaps} stretches inside the file are no sound and were skipped.`];
}
