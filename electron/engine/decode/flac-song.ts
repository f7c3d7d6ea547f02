import decode from 'audio-decode';
import type { FileBytes } from './file-bytes';
import type { FlacFrame, FlacInfo } from './flac-frames';
import { lastFrame, nextFlacFrame, readFlacInfo } from './flac-frames';
import { decodeRun } from './packet-run';
import type { Song, SoundBlock } from './song';
import { damaged } from './song';

const PIECE_BYTES = 128 * 1024;
/** Halvings after which the rest is read through: 2⁻²⁴ of the largest file is less than one frame. */
const MOST_HALVINGS = 24;

/** Opens native FLAC; `start` is the place of its marker, after an ID3 tag where there is one. */
export async function openFlac(file: FileBytes, start: number): Promise<Song> {
  const info = await readFlacInfo(file, start);
  const last = await lastFrame(file, info);
  if (last === undefined) {
    throw damaged('it has a FLAC header but no sound');
  }
  const frames = last.firstSample + last.samples;
  const promisedFrames = info.totalSamples === 0 ? frames : info.totalSamples;

  async function* blocks(from: number, to: number): AsyncGenerator<SoundBlock, void> {
    const first = await frameBefore(file, info, from);
    if (first !== undefined) {
      const pieces = flacPieces(file, info, first);
      for await (const block of decodeRun(decode.flac, pieces, first.firstSample)) {
        toFullScale(block, info.bitsPerSample);
        yield block;
        if (block.start + block.channels[0]!.length >= to) {
          return;
        }
      }
    }
  }

  return {
    sampleRate: info.sampleRate,
    frames: Math.min(frames, promisedFrames),
    promisedFrames,
    warnings: [],
    blocks,
  };
}

/** The library's full scale is the largest number; ours is one more, as everywhere else. */
function toFullScale({ channels }: SoundBlock, bits: number): void {
  const scale = 1 - 2 ** (1 - bits);
  for (const samples of channels) {
    for (let at = 0; at < samples.length; at += 1) {
      samples[at] = samples[at]! * scale;
    }
  }
}

async function* flacPieces(
  file: FileBytes,
  info: FlacInfo,
  first: FlacFrame,
): AsyncGenerator<Uint8Array, void> {
  yield info.header;
  for (let at = first.at; at < file.size; at += PIECE_BYTES) {
    yield await file.read(at, PIECE_BYTES);
  }
}

/** The last frame that starts at or before `sample`, or one not far before it. */
async function frameBefore(
  file: FileBytes,
  info: FlacInfo,
  sample: number,
): Promise<FlacFrame | undefined> {
  let best = await nextFlacFrame(file, info, info.soundAt, file.size);
  let low = info.soundAt;
  let high = file.size;
  for (let step = 0; step < MOST_HALVINGS && high - low > PIECE_BYTES; step += 1) {
    const middle = Math.floor((low + high) / 2);
    const frame = await nextFlacFrame(file, info, middle, high);
    if (frame !== undefined && frame.firstSample <= sample) {
      best = frame;
      low = frame.at + 1;
    } else {
      high = middle;
    }
  }
  return best;
}
