/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a Range header (RFC 9110).
 * @param sizeBytes of the whole file
 * @returns the one range asked for; `'whole'` when the header is absent, of another unit, malformed or asks for
 *   several ranges (a server may ignore such); `'unsatisfiable'` when nothing of the file is in it.
 */
export function parseRange(
  header: string | null,
  sizeBytes: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) {
    return 'whole';
  }
  const [, from = '', to = ''] = match;
  if (from === '') {
    return lastBytes(to, sizeBytes);
  }
  const start = Number(from);
  const end = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== '' && Number(to) < start) {
    return 'whole';
  }
  return start >= sizeBytes ? 'unsatisfiable' : { start, end };
}

function lastBytes(count: string, sizeBytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  if (count === '') {
    return 'whole';
  }
  const wanted = Math.min(Number(count), sizeBytes);
  return wanted === 0 ? 'unsatisfiable' : { start: sizeBytes - wanted, end: sizeBytes - 1 };
}
