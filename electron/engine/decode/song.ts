import { MugleError, type ErrorKind } from '../../shared/errors';

/** A stretch of decoded sound. */
export interface SoundBlock {
  /** Place of the first sample in the song, in samples of one channel; may be negative before the song's first. */
  readonly start: number;
  /** One array per channel, equally long, full scale 1; they hold until the next block is asked for. */
  readonly channels: readonly Float32Array[];
}

/** Listening ends at 8 kHz, up to where some codecs can decode with less work; playing needs all there is. */
export type SongUse = 'listening' | 'playing';

/** A song that is open for decoding. Places and lengths are in samples of one channel at `sampleRate`. */
export interface Song {
  readonly sampleRate: number;
  /** How much sound the file holds. */
  readonly frames: number;
  /** How much its header says it holds; the same as `frames` where nothing is said. */
  readonly promisedFrames: number;
  /** The file ends in the middle of something and does not say how much is missing. */
  readonly cutShort?: boolean;
  readonly warnings: readonly string[];
  /**
   * The sound of [from, to) in order; what comes before and after may come too. What cannot be decoded is left out: a gap, or
   * an early end. At most a few seconds are in memory at a time.
   */
  blocks(from: number, to: number): AsyncGenerator<SoundBlock, void>;
  /** Frees what the song holds between calls of `blocks`. */
  close?(): void;
}

/** A MugleError of this stage; the path is added by `decode-passages.ts`. */
export function decodeError(kind: ErrorKind, message: string, cause?: unknown): MugleError {
  return new MugleError(kind, message, { stage: 'decode', cause });
}

/** The error for a file whose header makes no sense. */
export function damaged(what: string): MugleError {
  return decodeError(
    'damaged-audio',
    `The file is damaged: ${what}. Copy it again from where it came from.`,
  );
}
