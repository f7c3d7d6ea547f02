import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { MugleError } from '../../shared/errors';
import { asFileError, throwIfCancelled } from './tag-errors';

const BLOCK = 16_384;
const MOST_BLOCKS = 8;
/** A song needs kilobytes; a file made to keep us busy is given up on. */
const MOST_BYTES = 256 * 1024 ** 2;
const MOST_READS = 3_000_000;

/** Reads parts of one file, with a small cache, as a parser asks for the same places a few bytes at a time. */
export class SongBytes {
  readonly size: number;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #signal: AbortSignal;
  readonly #blocks = new Map<number, Buffer>();
  #bytesLeft = MOST_BYTES;
  #readsLeft = MOST_READS;

  private constructor(path: string, handle: FileHandle, size: number, signal: AbortSignal) {
    this.#path = path;
    this.#handle = handle;
    this.size = size;
    this.#signal = signal;
  }

  /** @throws MugleError `file-missing`, `file-unreadable`, `not-a-regular-file` or `file-empty`. */
  static async open(path: string, signal: AbortSignal): Promise<SongBytes> {
    throwIfCancelled(signal);
    let handle: FileHandle | undefined;
    try {
      // Without O_NONBLOCK (which Windows lacks) the opening of a pipe waits for ever.
      const nonBlock = (constants.O_NONBLOCK as number | undefined) ?? 0;
      handle = await open(path, constants.O_RDONLY | nonBlock);
      const info = await handle.stat();
      if (!info.isFile()) {
        throw new MugleError(
          'not-a-regular-file',
          `${path} is not a file. Give the path of a song.`,
          {
            path,
            stage: 'tags',
          },
        );
      }
      if (info.size === 0) {
        throw new MugleError(
          'file-empty',
          `${path} is empty (0 bytes). Copy it again from its source.`,
          {
            path,
            stage: 'tags',
          },
        );
      }
      return new SongBytes(path, handle, info.size, signal);
    } catch (thrown) {
      await handle?.close();
      throw asFileError(path, thrown);
    }
  }

  /**
   * The bytes from `at`, fewer at the end of the file.
   * @throws MugleError `file-unreadable`, `cancelled`, or `damaged-audio` when far too much was asked for.
   */
  async read(at: number, length: number): Promise<Buffer> {
    throwIfCancelled(this.#signal);
    this.#readsLeft--;
    const to = Math.min(at + length, this.size);
    if (to <= at) {
      return Buffer.alloc(0);
    }
    if (to - at > BLOCK) {
      return this.#load(at, to - at);
    }
    const first = Math.floor(at / BLOCK);
    const start = await this.#block(first);
    const from = at - first * BLOCK;
    if (from + (to - at) <= BLOCK) {
      return start.subarray(from, from + (to - at));
    }
    const rest = to - (first + 1) * BLOCK;
    return Buffer.concat([start.subarray(from), (await this.#block(first + 1)).subarray(0, rest)]);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #block(index: number): Promise<Buffer> {
    let block = this.#blocks.get(index);
    if (block === undefined) {
      block = await this.#load(index * BLOCK, BLOCK);
      this.#blocks.set(index, block);
      const [oldest] = this.#blocks.keys();
      if (this.#blocks.size > MOST_BLOCKS && oldest !== undefined) {
        this.#blocks.delete(oldest);
      }
    }
    return block;
  }

  async #load(at: number, length: number): Promise<Buffer> {
    this.#bytesLeft -= length;
    if (this.#bytesLeft < 0 || this.#readsLeft < 0) {
      throw new MugleError(
        'damaged-audio',
        `${this.#path} asks for more reading than any song. Get it again from its source.`,
        { path: this.#path, stage: 'tags' },
      );
    }
    const buffer = Buffer.allocUnsafe(Math.min(length, this.size - at));
    let filled = 0;
    try {
      while (filled < buffer.length) {
        const { bytesRead } = await this.#handle.read(
          buffer,
          filled,
          buffer.length - filled,
          at + filled,
        );
        if (bytesRead === 0) {
          break;
        }
        filled += bytesRead;
      }
    } catch (thrown) {
      throw asFileError(this.#path, thrown);
    }
    return buffer.subarray(0, filled);
  }
}
