import type { FileBytes } from '../file-bytes';

export interface Span {
  readonly at: number;
  readonly length: number;
}

/** The sound in a file without what taggers change. */
export interface AudioPart {
  readonly format: string;
  /** What identifies the sound beside its bytes: stream parameters, a checksum the encoder left. */
  readonly facts: readonly Buffer[];
  /** Where its bytes lie, in playing order. */
  readonly spans: readonly Span[];
}

/** One container: `undefined` when the bytes make no sense as such. `from` to `to` is the file without outer tags. */
export type FindAudio = (
  file: FileBytes,
  from: number,
  to: number,
) => Promise<AudioPart | undefined>;
