import type { FLACDecodedAudio } from '@wasm-audio-decoders/flac';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import type { FileBytes } from './file-bytes';
import type { FlacFrame, FlacInfo, WholeFrame } from './flac-frames';
import { lastFrame, nextFlacFrame, readFlacInfo, wholeFrames } from './flac-frames';
import type { Song, SongUse, SoundBlock } from './song';
import { damaged } from './song';

/** Halving ends where reading on costs no more. */
const PIECE_BYTES = 128 * 1024;
/** Halvings after which the rest is read through: 2⁻²⁴ of the largest file is less than one frame. */
const MOST_HALVINGS = 24;

/** Opens native FLAC; `start` is the place of its marker, after an ID3 tag where there is one. */
export async function openFlac(file: FileBytes, start: number, use: SongUse): Promise<Song> {
  const info = await readFlacInfo(file, start);
  const last = await lastFrame(file, info);
  if (last === undefined) {
    throw damaged('it has a FLAC header but no sound');
  }
  const frames = last.firstSample + last.samples;
  const promisedFrames = info.totalSamples === 0 ? frames : info.totalSamples;

  const { end } = last;
  const decoder = new FrameDecoder(use === 'playing' ? 1 - 2 ** (1 - info.bitsPerSample) : 1);

  async function* blocks(from: number, to: number): AsyncGenerator<SoundBlock, void> {
    const first = await frameBefore(file, info, from);
    if (first !== undefined) {
      for await (const whole of wholeFrames(file, info, first, end)) {
        const wanted = whole.filter(
          ({ firstSample, samples }) => firstSample < to && firstSample + samples > from,
        );
        yield* decoder.decode(wanted);
        if (whole.some(({ firstSample, samples }) => firstSample + samples >= to)) {
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
    close: () => {
      decoder.close();
    },
  };
}

/** libFLAC, given frames. One that meets a gap or nonsense is not of use any more, and made anew. */
class FrameDecoder {
  /** The library's full scale is the largest number; elsewhere it is one more. Where nobody plays the sound that is no matter. */
  readonly #scale: number;
  #decoder: FLACDecoder | undefined;
  /** The sample that the decoder is to go on with. */
  #next = NaN;

  constructor(scale: number) {
    this.#scale = scale;
  }

  /** All together when they follow each other and are sound, or else what there is of each. */
  async *decode(frames: readonly WholeFrame[]): AsyncGenerator<SoundBlock, void> {
    const [first] = frames;
    const last = frames.at(-1);
    if (first === undefined || last === undefined) {
      return;
    }
    const start = first.firstSample;
    const end = last.firstSample + last.samples;
    const samples = frames.reduce((sum, frame) => sum + frame.samples, 0);
    if (end - start === samples) {
      const channels = await this.#sound(start, frames);
      if (channels[0]?.length === samples) {
        this.#next = end;
        yield { start, channels };
        return;
      }
      this.close();
    }
    for (const frame of frames.length > 1 ? frames : []) {
      yield* this.decode([frame]);
    }
  }

  close(): void {
    this.#decoder?.free();
    this.#decoder = undefined;
  }

  async #sound(start: number, frames: readonly WholeFrame[]): Promise<readonly Float32Array[]> {
    if (this.#next !== start) {
      this.close();
    }
    if (this.#decoder === undefined) {
      this.#decoder = new FLACDecoder();
      await this.#decoder.ready;
    }
    const { channelData } = await quietly(this.#decoder, frames);
    for (const samples of this.#scale === 1 ? [] : channelData) {
      for (let at = 0; at < samples.length; at += 1) {
        samples[at] = samples[at]! * this.#scale;
      }
    }
    return channelData;
  }
}

/**
 * The library writes of each frame that it cannot decode to the console, where the command line has its answers; what is missing is
 * known without that. It decodes before it returns its promise.
 */
function quietly(decoder: FLACDecoder, frames: readonly WholeFrame[]): Promise<FLACDecodedAudio> {
  const { error } = console;
  // eslint-disable-next-line no-console -- nothing is written: on the contrary
  console.error = () => undefined;
  try {
    return decoder.decodeFrames(frames.map(({ bytes }) => bytes));
  } finally {
    // eslint-disable-next-line no-console -- as above
    console.error = error;
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
