import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { decodeError } from './song';

/** Large enough that a song is read in a few dozen calls, small enough not to matter in memory. */
const WINDOW_BYTES = 256 * 1024;

/** A file for reading anywhere, with a window that makes walking through headers cheap. */
export class FileBytes {
  readonly size: number;
  readonly #file: FileHandle;
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;

  private constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  /** @throws MugleError `file-missing`, `file-unreadable`, `not-a-regular-file` or `file-empty` */
  static async open(path: string): Promise<FileBytes> {
    // Without O_NONBLOCK (which Windows lacks) the opening of a pipe waits for ever.
    const nonBlock = (constants.O_NONBLOCK as number | undefined) ?? 0;
    const file = await open(path, constants.O_RDONLY | nonBlock).catch((thrown: unknown) => {
      throw openError(thrown);
    });
    const stats = await file.stat();
    if (stats.isFile() && stats.size > 0) {
      return new FileBytes(file, stats.size);
    }
    await file.close();
    throw stats.isFile()
      ? decodeError('file-empty', 'The file is empty. Copy it again from where it came from.')
      : decodeError('not-a-regular-file', 'This is not a file with sound in it. Choose a file.');
  }

  /** `length` bytes from `at`, fewer at the end of the file; a buffer of its own. */
  async read(at: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.size - at));
    const buffer = Buffer.alloc(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.#file
        .read(buffer, filled, wanted - filled, at + filled)
        .catch((thrown: unknown) => {
          throw decodeError('file-unreadable', `Reading failed at byte ${at}.`, thrown);
        });
      if (bytesRead === 0) {
        return buffer.subarray(0, filled);
      }
      filled += bytesRead;
    }
    return buffer;
  }

  /** Like `read` for small lengths, without a system call each time; valid until the next `peek`. */
  async peek(at: number, length: number): Promise<Buffer> {
    const within = at >= this.#windowAt && at + length <= this.#windowAt + this.#window.length;
    if (!within) {
      this.#window = await this.read(at, Math.max(length, WINDOW_BYTES));
      this.#windowAt = at;
    }
    return this.#window.subarray(at - this.#windowAt, at - this.#windowAt + length);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function openError(thrown: unknown): Error {
  const code = (thrown as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? decodeError('file-missing', 'The file is not there any more. Rescan its folder.', thrown)
    : decodeError(
        'file-unreadable',
        `The file cannot be opened (${code ?? 'unknown reason'}). Check its permissions.`,
        thrown,
      );
}
