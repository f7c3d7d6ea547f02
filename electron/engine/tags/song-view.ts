import type { SongBytes } from './song-bytes';

/** `remove` bytes of the file at `at` give way to `insert`. */
export interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: Buffer;
}

/** What to leave out of a song, so that its tags can be read without its pictures. */
export interface Dropped {
  readonly edits: readonly Edit[];
  /** A picture is among what was left out. */
  readonly hasPicture: boolean;
}

interface Piece {
  readonly at: number;
  readonly length: number;
  /** Where the bytes come from: a place in the file, or these. */
  readonly from: number | Buffer;
}

/** A file as it would be after some edits, made while it is read. */
export class SongView {
  readonly size: number;
  readonly #bytes: SongBytes;
  readonly #pieces: readonly Piece[];

  /** The edits must not overlap. */
  constructor(bytes: SongBytes, edits: readonly Edit[]) {
    this.#bytes = bytes;
    const pieces: Piece[] = [];
    let size = 0;
    const add = (length: number, from: number | Buffer): void => {
      if (length > 0) {
        pieces.push({ at: size, length, from });
        size += length;
      }
    };
    let at = 0;
    for (const edit of [...edits].sort((a, b) => a.at - b.at)) {
      add(edit.at - at, at);
      add(edit.insert.length, edit.insert);
      at = edit.at + edit.remove;
    }
    add(bytes.size - at, at);
    this.#pieces = pieces;
    this.size = size;
  }

  async read(at: number, to: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (const piece of this.#pieces) {
      const from = Math.max(at, piece.at) - piece.at;
      const length = Math.min(to, piece.at + piece.length) - piece.at - from;
      if (length > 0) {
        parts.push(
          typeof piece.from === 'number'
            ? await this.#bytes.read(piece.from + from, length)
            : piece.from.subarray(from, from + length),
        );
      }
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /**
   * For music-metadata, which can read a Blob here and there and asks it for no more than this. The type of a
   * Blob decides how it is parsed; the parser of a path would go by the file's extension.
   */
  asBlob(type: string): Blob {
    const blob = {
      size: this.size,
      type,
      slice: (from: number, to: number) => ({
        // A copy: the parser keeps what it gets.
        arrayBuffer: async () => new Uint8Array(await this.read(from, to)).buffer,
      }),
    };
    return blob as unknown as Blob;
  }
}
