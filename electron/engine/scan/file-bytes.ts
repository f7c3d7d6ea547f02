import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { MugleError } from '../../shared/errors';
import { errorCode, throwIfCancelled } from './scan-problems';

/** Reads parts of one file. Past its end there is nothing: answers get shorter, never an error. */
export class FileBytes {
  readonly size: number;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #signal: AbortSignal;

  private constructor(path: string, handle: FileHandle, size: number, signal: AbortSignal) {
    this.#path = path;
    this.#handle = handle;
    this.size = size;
    this.#signal = signal;
  }

  /** @throws MugleError `file-missing`, `file-unreadable` or `not-a-regular-file`. */
  static async open(path: string, signal: AbortSignal): Promise<FileBytes> {
    throwIfCancelled(signal);
    try {
      // Without O_NONBLOCK (which Windows lacks) the opening of a pipe waits for ever.
      const nonBlock = (constants.O_NONBLOCK as number | undefined) ?? 0;
      const handle = await open(path, constants.O_RDONLY | nonBlock);
      const info = await handle.stat().catch(async (thrown: unknown) => {
        await handle.close();
        throw thrown;
      });
      if (!info.isFile()) {
        await handle.close();
        throw new MugleError(
          'not-a-regular-file',
          `${path} is not a file. Give the path of a song.`,
          { path, stage: 'scan' },
        );
      }
      return new FileBytes(path, handle, info.size, signal);
    } catch (thrown) {
      throw asFileError(path, thrown);
    }
  }

  /** Up to `length` bytes from `at`. @throws MugleError `file-unreadable` or `cancelled`. */
  async read(at: number, length: number): Promise<Buffer> {
    throwIfCancelled(this.#signal);
    const wanted = Math.max(0, Math.min(length, this.size - at));
    const buffer = Buffer.allocUnsafe(wanted);
    let filled = 0;
    try {
      while (filled < wanted) {
        const { bytesRead } = await this.#handle.read(buffer, filled, wanted - filled, at + filled);
        if (bytesRead === 0) {
          // It got shorter while it was read.
          break;
        }
        filled += bytesRead;
      }
    } catch (thrown) {
      throw asFileError(this.#path, thrown);
    }
    return buffer.subarray(0, filled);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

function asFileError(path: string, cause: unknown): MugleError {
  if (cause instanceof MugleError) {
    return cause;
  }
  const code = errorCode(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new MugleError(
      'file-missing',
      `${path} is not there any more. Connect its drive or put it back, then scan again.`,
      { path, stage: 'scan', cause },
    );
  }
  return new MugleError(
    'file-unreadable',
    `${path} cannot be read: the system says ${code || String(cause)}. Check its permissions and its drive.`,
    { path, stage: 'scan', cause },
  );
}
