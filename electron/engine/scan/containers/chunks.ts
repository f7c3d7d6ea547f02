import type { FileBytes } from '../file-bytes';
import type { AudioPart, Span } from './audio-part';

const MOST_CHUNKS = 10_000;
const MOST_FACTS = 256;
const FORM_HEADER = 12;
const CHUNK_HEADER = 8;
/** A size that says "unknown" (a recorder was cut off) or "see ds64" (RF64). */
const NO_SIZE = 0xffff_ffff;

interface Dialect {
  readonly format: string;
  readonly facts: string;
  readonly audio: string;
  readonly size: (head: Buffer) => number;
}

const WAV: Dialect = {
  format: 'wav',
  facts: 'fmt ',
  audio: 'data',
  size: (head) => head.readUInt32LE(4),
};
const AIFF: Dialect = {
  format: 'aiff',
  facts: 'COMM',
  audio: 'SSND',
  size: (head) => head.readUInt32BE(4),
};

/** The `data` chunk of a WAV, RF64 or BW64 file with its `fmt `. */
export async function findWavAudio(
  file: FileBytes,
  from: number,
  to: number,
): Promise<AudioPart | undefined> {
  return findChunks(file, from, to, WAV);
}

/** The `SSND` chunk of an AIFF or AIFF-C file with its `COMM`. */
export async function findAiffAudio(
  file: FileBytes,
  from: number,
  to: number,
): Promise<AudioPart | undefined> {
  return findChunks(file, from, to, AIFF);
}

async function findChunks(
  file: FileBytes,
  from: number,
  to: number,
  dialect: Dialect,
): Promise<AudioPart | undefined> {
  const facts: Buffer[] = [];
  const spans: Span[] = [];
  let longSize = NO_SIZE;
  let at = from + FORM_HEADER;
  for (let chunks = 0; chunks < MOST_CHUNKS; chunks++) {
    const head = await file.read(at, CHUNK_HEADER);
    if (at + CHUNK_HEADER > to || head.length < CHUNK_HEADER) {
      break;
    }
    const name = head.toString('latin1', 0, 4);
    const body = at + CHUNK_HEADER;
    const stated = dialect.size(head);
    const size = Math.min(
      name === dialect.audio && stated === NO_SIZE ? longSize : stated,
      to - body,
    );
    if (name === dialect.audio) {
      spans.push({ at: body, length: size });
    } else if (name === dialect.facts) {
      facts.push(await file.read(body, Math.min(size, MOST_FACTS)));
    } else if (name === 'ds64') {
      longSize = await dataSize64(file, body);
    }
    at = body + size + (size % 2);
  }
  return spans.some(({ length }) => length > 0)
    ? { format: dialect.format, facts, spans }
    : undefined;
}

/** ds64: 64 bits for the size of the file, then 64 for that of `data`. */
async function dataSize64(file: FileBytes, body: number): Promise<number> {
  const sizes = await file.read(body, 16);
  return sizes.length < 16 ? NO_SIZE : Number(sizes.readBigUInt64LE(8));
}
