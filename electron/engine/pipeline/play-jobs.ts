import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { MugleError } from '../../shared/errors';
import { decodeToWav } from '../decode/decode-passages';
import { isAppleLossless } from './apple-lossless';

/** What is read of a song so that it can be played; by the reader, since its drive may hang. */
export type PlayJob =
  | { readonly what: 'look-to-play'; readonly path: string }
  /** At most `length` bytes from `from`; fewer at the end of the file. */
  | {
      readonly what: 'bytes';
      readonly path: string;
      readonly from: number;
      readonly length: number;
    }
  /** Decodes the song into a WAV at `out`. */
  | { readonly what: 'wav'; readonly path: string; readonly out: string };

export interface PlayAnswers {
  readonly 'look-to-play': { readonly sizeBytes: number; readonly isAppleLossless: boolean };
  readonly bytes: Uint8Array;
  readonly wav: true;
}

const MAYBE_APPLE_LOSSLESS: ReadonlySet<string> = new Set(['.m4a', '.mp4']);
/** Decoding gives a sign of life so often. */
const SIGN_OF_LIFE_MS = 1_000;

/** @throws MugleError `file-missing`, `file-unreadable`, `not-a-regular-file`. */
export function lookToPlay(file: string): Promise<PlayAnswers['look-to-play']> {
  return withFile(file, async (handle, sizeBytes) => {
    const mayBe = MAYBE_APPLE_LOSSLESS.has(path.extname(file).toLowerCase());
    return { sizeBytes, isAppleLossless: mayBe && (await isAppleLossless(handle, sizeBytes)) };
  });
}

/** @throws MugleError as above. */
export function readBytes(file: string, from: number, length: number): Promise<Uint8Array> {
  return withFile(file, async (handle, sizeBytes) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, sizeBytes - from)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
      if (bytesRead === 0) {
        break;
      }
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  });
}

/** @throws MugleError from decode. */
export async function writeWav(file: string, out: string, onAlive: () => void): Promise<true> {
  let toldAt = performance.now();
  const onProgress = (): void => {
    if (performance.now() - toldAt >= SIGN_OF_LIFE_MS) {
      toldAt = performance.now();
      onAlive();
    }
  };
  await decodeToWav(file, out, { signal: new AbortController().signal, onProgress });
  return true;
}

async function withFile<T>(
  file: string,
  use: (handle: FileHandle, sizeBytes: number) => Promise<T>,
): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK (which Windows lacks) the opening of a pipe waits for ever.
    const nonBlock = (constants.O_NONBLOCK as number | undefined) ?? 0;
    handle = await open(file, constants.O_RDONLY | nonBlock);
    const info = await handle.stat();
    if (!info.isFile()) {
      throw new MugleError('not-a-regular-file', `${file} is not a file that can be played.`, {
        path: file,
        stage: 'decode',
      });
    }
    return await use(handle, info.size);
  } catch (thrown) {
    throw asPlayError(file, thrown);
  } finally {
    await handle?.close();
  }
}

function asPlayError(file: string, cause: unknown): MugleError {
  if (cause instanceof MugleError) {
    return cause;
  }
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  const where = { path: file, stage: 'decode', cause } as const;
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new MugleError(
        'file-missing',
        `${file} is not there any more. Connect its drive or put it back, then try again.`,
        where,
      )
    : new MugleError(
        'file-unreadable',
        `${file} cannot be read: the system says ${code}. Check its permissions and its drive.`,
        where,
      );
}
