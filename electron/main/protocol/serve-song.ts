import { MugleError } from '../../shared/errors';
import { MOST_SONG_BYTES } from '../../shared/ipc/library-contract';
import type { EngineClient } from '../engine/engine-client';
import type { ByteRange } from './byte-range';
import { serveRange } from './serve-file';

/** Small enough that a song begins to play at once, large enough that few questions are asked. */
const PIECE_BYTES = MOST_SONG_BYTES / 4;

/**
 * Streams a song, or the part of it that a Range header asks for. Its bytes come from the engine, piece by piece: the
 * drive a song is on may hang, and main's own threads must not hang with it.
 * @param onBroken is told why the song cannot be read any further.
 * @throws MugleError `timed-out` when its drive does not answer, and other reasons why it cannot be played.
 */
export async function serveSong(
  engine: Pick<EngineClient, 'request'>,
  id: string,
  rangeHeader: string | null,
  headers: Readonly<Record<string, string>>,
  onBroken: (thrown: unknown) => void,
): Promise<Response> {
  const { path, mimeType, sizeBytes } = await engine.request('library:playable', { id });
  const read = async (from: number, length: number): Promise<Uint8Array> => {
    const bytes = await engine.request('library:song-bytes', { id, from, length });
    if (bytes.length === 0) {
      throw new MugleError('damaged-audio', `${path} got shorter while it was played.`, {
        path,
        stage: 'decode',
      });
    }
    return bytes;
  };
  return serveRange(sizeBytes, rangeHeader, { ...headers, 'Content-Type': mimeType }, (range) =>
    piecesOf(range, read, onBroken),
  );
}

function piecesOf(
  { start, end }: ByteRange,
  read: (from: number, length: number) => Promise<Uint8Array>,
  onBroken: (thrown: unknown) => void,
): ReadableStream<Uint8Array> {
  let at = start;
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const bytes = await read(at, Math.min(PIECE_BYTES, end - at + 1));
        at += bytes.length;
        controller.enqueue(bytes);
        if (at > end) {
          controller.close();
        }
      } catch (thrown) {
        onBroken(thrown);
        controller.error(thrown);
      }
    },
  });
}
