import type { ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ByteRange } from './byte-range';
import { parseRange } from './byte-range';

/**
 * Streams a file as an HTTP response, or the part of it that a Range header asks for.
 * @returns 200, 206, 404 (gone or not a regular file) or 416. The file is closed when the body ends or is dropped.
 */
export async function serveFile(
  file: string,
  rangeHeader: string | null,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const handle = await open(file, 'r').catch((thrown: unknown) => {
    if (isAbsent(thrown)) {
      return undefined;
    }
    throw thrown;
  });
  if (handle === undefined) {
    return plain(404, 'There is no such file.');
  }
  const stat = await handle.stat();
  const served = stat.isFile()
    ? serveRange(stat.size, rangeHeader, headers, (range) => toWeb(handle.createReadStream(range)))
    : plain(404, 'This is not a file.');
  if (served.body === null || !stat.isFile()) {
    await handle.close();
  }
  return served;
}

/**
 * Bytes as an HTTP response, or the part of them that a Range header asks for.
 * @param open gives the bytes of a range that is not empty.
 * @returns 200, 206 or 416.
 */
export function serveRange(
  sizeBytes: number,
  rangeHeader: string | null,
  headers: Readonly<Record<string, string>>,
  open: (range: ByteRange) => ReadableStream<Uint8Array>,
): Response {
  const range = parseRange(rangeHeader, sizeBytes);
  if (range === 'unsatisfiable') {
    return new Response(null, {
      status: 416,
      headers: { 'Content-Range': `bytes */${sizeBytes}` },
    });
  }
  const { start, end } = range === 'whole' ? { start: 0, end: sizeBytes - 1 } : range;
  const all: Record<string, string> = {
    ...headers,
    'Accept-Ranges': 'bytes',
    'Content-Length': String(end - start + 1),
    ...(range === 'whole' ? {} : { 'Content-Range': `bytes ${start}-${end}/${sizeBytes}` }),
  };
  return new Response(sizeBytes === 0 ? null : open({ start, end }), {
    status: range === 'whole' ? 200 : 206,
    headers: all,
  });
}

/** A response without a file. */
export function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

function isAbsent(thrown: unknown): boolean {
  const code = (thrown as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES';
}

function toWeb(stream: ReadStream): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
