import type { FileBytes } from './file-bytes';
import type { Song, SoundBlock } from './song';

export type SampleKind = 'unsigned' | 'signed' | 'float' | 'a-law' | 'mu-law';

/** Where uncompressed sound lies in a file, and how. */
export interface PcmLayout {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bytesPerSample: number;
  readonly kind: SampleKind;
  readonly littleEndian: boolean;
  /** In bytes. */
  readonly dataStart: number;
  /** In samples of one channel; what the header promises. */
  readonly promisedFrames: number;
}

const BLOCK_FRAMES = 32_768;

/** A song of plain samples; only what is asked for is read. */
export function pcmSong(file: FileBytes, layout: PcmLayout): Song {
  const { channels, bytesPerSample, dataStart, promisedFrames, sampleRate } = layout;
  const frameBytes = channels * bytesPerSample;
  const there = Math.floor(Math.max(0, file.size - dataStart) / frameBytes);
  const frames = Math.min(there, promisedFrames);
  const readSample = sampleReader(layout);

  async function* blocks(from: number, to: number): AsyncGenerator<SoundBlock, void> {
    const end = Math.min(to, frames);
    for (let start = Math.max(0, from); start < end; start += BLOCK_FRAMES) {
      const bytes = await file.read(
        dataStart + start * frameBytes,
        Math.min(BLOCK_FRAMES, end - start) * frameBytes,
      );
      const count = Math.floor(bytes.length / frameBytes);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      yield {
        start,
        channels: Array.from({ length: channels }, (_, channel) => {
          const samples = new Float32Array(count);
          for (let index = 0, at = channel * bytesPerSample; index < count; index += 1) {
            samples[index] = readSample(view, at);
            at += frameBytes;
          }
          return samples;
        }),
      };
    }
  }

  return { sampleRate, frames, promisedFrames, warnings: [], blocks };
}

type SampleReader = (view: DataView, at: number) => number;

function sampleReader({ kind, bytesPerSample, littleEndian }: PcmLayout): SampleReader {
  switch (kind) {
    case 'a-law':
      return (view, at) => A_LAW[view.getUint8(at)]!;
    case 'mu-law':
      return (view, at) => MU_LAW[view.getUint8(at)]!;
    case 'float':
      return bytesPerSample === 8
        ? (view, at) => view.getFloat64(at, littleEndian)
        : (view, at) => view.getFloat32(at, littleEndian);
    case 'unsigned':
      return (view, at) => (view.getUint8(at) - 128) / 128;
    case 'signed':
      return integerReader(bytesPerSample, littleEndian);
  }
}

function integerReader(bytes: number, littleEndian: boolean): SampleReader {
  switch (bytes) {
    case 1:
      return (view, at) => view.getInt8(at) / 128;
    case 2:
      return (view, at) => view.getInt16(at, littleEndian) / 32_768;
    case 3: {
      const [top, rest] = littleEndian ? [2, 0] : [0, 1];
      return (view, at) =>
        (view.getInt8(at + top) * 65_536 + view.getUint16(at + rest, littleEndian)) / 8_388_608;
    }
    default:
      return (view, at) => view.getInt32(at, littleEndian) / 2_147_483_648;
  }
}

/** ITU-T G.711, every code. */
const A_LAW = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const size = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return ((bits & 0x80) === 0 ? -size : size) / 32_768;
});
const MU_LAW = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const size = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return ((bits & 0x80) === 0 ? size : -size) / 32_768;
});
