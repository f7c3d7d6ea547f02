import { MugleError } from '../../shared/errors';
import { FileBytes } from './file-bytes';
import { openSong } from './open-song';
import type { PassagePlan } from './passages';
import { hearPassages } from './passages';
import type { Song, SongUse } from './song';
import { damaged, decodeError } from './song';
import { writeWav } from './write-wav';

export type { PassagePlan } from './passages';

export interface DecodedSong {
  /** Mono at the plan's rate, full scale 1. */
  readonly passages: readonly Float32Array[];
  /** Likewise, the longer stretches that the plan asks for. */
  readonly windows: readonly Float32Array[];
  /** Where each of them begins, in seconds of the song. */
  readonly starts: { readonly passages: readonly number[]; readonly windows: readonly number[] };
  /** Of the whole song, as far as the file holds it. */
  readonly durationSeconds: number;
  /** What is wrong with the file but does not keep it from being heard. */
  readonly warnings: readonly string[];
}

interface Options {
  readonly signal: AbortSignal;
}

/** Less sound than this says nothing about a song. */
const SHORTEST_SECONDS = 0.5;
/** A file of which more is missing is damaged; of less, it is only said. */
const MOST_MISSING = 0.03;
/** Encoders and decoders disagree by as much about the length of a song that is whole. */
const LENGTH_TOLERANCE_SECONDS = 0.1;
/** A file with a larger share of values that are no numbers is damaged. */
const MOST_NOT_NUMBERS = 0.01;
/** In hertz; music has 8,000 to 384,000. */
const LOWEST_RATE = 1_000;
const HIGHEST_RATE = 1_000_000;
/** Half a step of 20-bit sound: what lossy codecs make of digital silence. */
const SILENCE = 2 ** -20;

/**
 * Decodes the passages of one song by what is in the file, not by its name. Only the passages are decoded and kept,
 * so time and memory hardly depend on the length of the song.
 * @throws MugleError of stage `decode`: `file-missing`, `file-unreadable`, `file-empty`, `not-a-regular-file`,
 *   `not-audio`, `unsupported-format`, `damaged-audio`, `no-audio-samples`, `too-short`, `silent`; `cancelled`
 *   within about a second of sound after `signal` is aborted
 */
export async function decodePassages(
  path: string,
  plan: PassagePlan,
  { signal }: Options,
): Promise<DecodedSong> {
  return withSong(path, 'listening', signal, async (song) => {
    const durationSeconds = song.frames / song.sampleRate;
    const warnings = [...song.warnings, ...checkLength(song)];
    if (durationSeconds < SHORTEST_SECONDS) {
      throw decodeError(
        'too-short',
        `The song lasts ${durationSeconds.toFixed(2)} s; at least ${SHORTEST_SECONDS} s are needed to compare it.`,
      );
    }
    const heard = await hearPassages(song, plan, signal);
    const { passages, windows, starts, wanted, missing, notNumbers } = heard;
    if (missing > wanted * MOST_MISSING || notNumbers > wanted * MOST_NOT_NUMBERS) {
      const share = Math.round((100 * Math.max(missing, notNumbers)) / wanted);
      throw decodeError(
        'damaged-audio',
        `${share} % of the sound that was looked at cannot be decoded. Copy the file again from where it came from.`,
      );
    }
    if (notNumbers > 0) {
      warnings.push(`${Math.ceil(notNumbers)} samples were no numbers and count as silence.`);
    }
    if ([...passages, ...windows].every(isSilent)) {
      throw decodeError('silent', 'The song is silent where it was listened to.');
    }
    return { passages, windows, starts, durationSeconds, warnings };
  });
}

/**
 * Writes the whole song as a 16-bit WAV at its own rate, with its first two channels, for players that do not know
 * its format. What is there already at `outPath` is replaced. `onProgress` is called whenever a little more is done.
 * @throws MugleError like `decodePassages`, and `disk-full`
 */
export async function decodeToWav(
  path: string,
  outPath: string,
  { signal, onProgress }: Options & { readonly onProgress?: () => void },
): Promise<void> {
  await withSong(path, 'playing', signal, async (song) => {
    checkLength(song);
    await writeWav(song, outPath, signal, onProgress);
  });
}

/** Opens, hands over and closes a song; every error gets the path, the stage and a kind. */
async function withSong<T>(
  path: string,
  purpose: SongUse,
  signal: AbortSignal,
  use: (song: Song) => Promise<T>,
): Promise<T> {
  let file: FileBytes | undefined;
  let song: Song | undefined;
  try {
    signal.throwIfAborted();
    file = await FileBytes.open(path);
    song = await openSong(file, purpose);
    signal.throwIfAborted();
    checkRate(song);
    if (song.frames === 0 && song.promisedFrames === 0) {
      throw decodeError('no-audio-samples', 'The file holds no sound at all. Remove it.');
    }
    return await use(song);
  } catch (thrown) {
    throw located(thrown, path, signal);
  } finally {
    song?.close?.();
    await file?.close();
  }
}

function isSilent(samples: Float32Array): boolean {
  return samples.every((sample) => Math.abs(sample) < SILENCE);
}

function located(thrown: unknown, path: string, signal: AbortSignal): MugleError {
  if (signal.aborted) {
    const where = { path, stage: 'decode', cause: thrown } as const;
    return new MugleError('cancelled', 'Decoding was cancelled.', where);
  }
  if (thrown instanceof MugleError) {
    const where = { path, stage: 'decode', cause: thrown.cause } as const;
    return new MugleError(thrown.kind, `${path}: ${thrown.message}`, where);
  }
  // A header full of nonsense leads a parser out of its buffer.
  if (thrown instanceof RangeError) {
    const message = `${path}: The file is damaged (${thrown.message}). Copy it again from where it came from.`;
    return new MugleError('damaged-audio', message, { path, stage: 'decode', cause: thrown });
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `${path}: Decoding failed: ${reason}. Please report this, with the file if you can.`;
  return new MugleError('internal', message, { path, stage: 'decode', cause: thrown });
}

/** A decoder believes its header: at a hundred million samples a second the resampler would take minutes and gigabytes. */
function checkRate({ sampleRate }: Song): void {
  if (!(sampleRate >= LOWEST_RATE && sampleRate <= HIGHEST_RATE)) {
    throw damaged(`it claims ${sampleRate} samples a second`);
  }
}

/** A warning when a little is missing. @throws MugleError `damaged-audio` when more is */
function checkLength(song: Song): readonly string[] {
  const seconds = song.frames / song.sampleRate;
  const promised = song.promisedFrames / song.sampleRate;
  const missing = promised - seconds;
  if (song.cutShort === true) {
    throw cutShort(`ends in the middle after ${seconds.toFixed(1)} s`);
  }
  if (missing <= LENGTH_TOLERANCE_SECONDS && song.frames > 0) {
    return [];
  }
  const ends = `ends after ${seconds.toFixed(1)} of ${promised.toFixed(1)} s`;
  if (missing > promised * MOST_MISSING) {
    throw cutShort(ends);
  }
  return [`The file ${ends}.`];
}

function cutShort(how: string): MugleError {
  return decodeError(
    'damaged-audio',
    `The file ${how}: it is cut off. Copy it again from where it came from.`,
  );
}
