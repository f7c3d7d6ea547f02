import decode from 'audio-decode';
import type { FileBytes } from './file-bytes';
import type { OggPages } from './ogg-pages';
import { listOggPages, withoutTail } from './ogg-pages';
import type { ByteDecoder } from './packet-run';
import { decodeRun, packetBytes } from './packet-run';
import type { Song, SoundBlock } from './song';
import { damaged } from './song';

/** Sound decoded before what is wanted: Opus asks for 80 ms, Vorbis for one block. */
const PREROLL_SECONDS = 0.1;
/** Decoded at once; a page of Opus often has one second. */
const RUN_SECONDS = 8;
const OPUS_RATE = 48_000;

interface OggCoding {
  readonly open: () => Promise<ByteDecoder>;
  readonly sampleRate: number;
  /** Samples that the decoder drops at its beginning. */
  readonly preSkip: number;
}

/** Opens Ogg Vorbis. */
export async function openVorbis(file: FileBytes): Promise<Song> {
  const pages = await listOggPages(file, '\x01vorbis', 3);
  const head = await firstPacket(file, pages, 30);
  const sampleRate = head.readUInt32LE(12);
  if (sampleRate === 0) {
    throw damaged('its header gives no sample rate');
  }
  return oggSong(file, pages, { open: decode.oga, sampleRate, preSkip: 0 });
}

/** Opens Ogg Opus. */
export async function openOpus(file: FileBytes): Promise<Song> {
  const pages = await listOggPages(file, 'OpusHead', 2);
  const head = await firstPacket(file, pages, 19);
  const preSkip = head.readUInt16LE(10);
  return oggSong(file, pages, { open: decode.opus, sampleRate: OPUS_RATE, preSkip });
}

/** The beginning of the first packet, which is the only one on its page. */
async function firstPacket(file: FileBytes, pages: OggPages, length: number): Promise<Buffer> {
  const bytes = await file.read((pages.offsets[0] ?? file.size) + 28, length);
  if (bytes.length < length || pages.firstSound >= pages.offsets.length) {
    throw damaged('it ends before its sound begins');
  }
  return bytes;
}

async function oggSong(file: FileBytes, pages: OggPages, coding: OggCoding): Promise<Song> {
  const { sampleRate, preSkip } = coding;
  const ends = pageEnds(pages, preSkip);
  const origin = await firstSample(file, pages, coding, ends);
  const frames = Math.max(0, ends[pages.offsets.length - 1]! - origin);

  async function* blocks(from: number, to: number): AsyncGenerator<SoundBlock, void> {
    for (let at = Math.max(0, from); at < Math.min(to, frames); at += RUN_SECONDS * sampleRate) {
      const until = Math.min(to, frames, at + RUN_SECONDS * sampleRate);
      const run = await decodePages(file, pages, coding, ends, at + origin, until + origin);
      for (const { start, channels } of run) {
        // Runs overlap by their pages; the blocks of a song must not.
        const skip = Math.max(0, at - (start - origin));
        const keep = Math.max(skip, until - (start - origin));
        const part = channels.map((samples) => samples.subarray(skip, keep));
        if (part[0]!.length > 0) {
          yield { start: start - origin + skip, channels: part };
        }
      }
    }
  }

  return {
    sampleRate,
    frames,
    promisedFrames: frames,
    cutShort: pages.cut,
    warnings: [
      ...(pages.chained ? ['The file holds several songs in a row; only the first counts.'] : []),
      ...(pages.ended || pages.cut ? [] : ['The file has no proper end.']),
    ],
    blocks,
  };
}

/** For each page, the place of the end of its sound. A page on which no packet ends adds nothing. */
function pageEnds({ granules, firstSound }: OggPages, preSkip: number): Float64Array {
  const ends = new Float64Array(granules.length);
  for (let page = firstSound; page < granules.length; page += 1) {
    const before = page === firstSound ? -Infinity : ends[page - 1]!;
    ends[page] = granules[page]! < 0 ? before : Math.max(before, granules[page]! - preSkip);
  }
  return ends;
}

/** Where the song begins: 0, or later in a recording of a running stream. */
async function firstSample(
  file: FileBytes,
  pages: OggPages,
  coding: OggCoding,
  ends: Float64Array,
): Promise<number> {
  if (pages.firstSound === pages.offsets.length - 1) {
    return 0;
  }
  const length = lengthOf(
    await decodeOnce(file, pages, coding, pages.firstSound, pages.firstSound),
  );
  const origin = ends[pages.firstSound]! - length;
  // Encoders leave out up to a block at the start; only a real offset counts.
  return Number.isFinite(origin) && origin > coding.sampleRate ? origin : 0;
}

/** The sound of the pages that cover [from, to), with what lies around it on them. */
async function decodePages(
  file: FileBytes,
  pages: OggPages,
  coding: OggCoding,
  ends: Float64Array,
  from: number,
  to: number,
): Promise<readonly SoundBlock[]> {
  const early = from - PREROLL_SECONDS * coding.sampleRate;
  const last = pages.offsets.length - 1;
  let first = pages.firstSound;
  while (first < last && ends[first + 1]! <= early) {
    first += 1;
  }
  first = first === last ? Math.max(pages.firstSound, last - 1) : first;
  let end = first;
  while (end < last && ends[end]! < to) {
    end += 1;
  }
  const blocks = await decodeOnce(file, pages, coding, first, end);
  const start = await startOfRun(file, pages, coding, ends, { first, end, blocks });
  return blocks.map((block) => ({ ...block, start: start + block.start }));
}

/** A run ends where its last page says; only the last page of a song may say less than it holds. */
async function startOfRun(
  file: FileBytes,
  pages: OggPages,
  coding: OggCoding,
  ends: Float64Array,
  run: { readonly first: number; readonly end: number; readonly blocks: readonly SoundBlock[] },
): Promise<number> {
  const { first, end, blocks } = run;
  const closing = pages.ended && end === pages.offsets.length - 1;
  if (closing && first > pages.firstSound) {
    return ends[end - 1]! - lengthOf(await decodeOnce(file, pages, coding, first, end - 1));
  }
  const start = ends[end]! - lengthOf(blocks);
  return closing ? Math.max(0, start) : start;
}

function lengthOf(blocks: readonly SoundBlock[]): number {
  return blocks.reduce((sum, { channels }) => sum + channels[0]!.length, 0);
}

async function decodeOnce(
  file: FileBytes,
  pages: OggPages,
  coding: OggCoding,
  first: number,
  end: number,
): Promise<readonly SoundBlock[]> {
  const blocks: SoundBlock[] = [];
  for await (const block of decodeRun(coding.open, pageBytes(file, pages, first, end), 0)) {
    blocks.push(block);
  }
  return blocks;
}

/** The header pages, then the pages first … end without what belongs to a packet that begins before them. */
async function* pageBytes(
  file: FileBytes,
  pages: OggPages,
  first: number,
  end: number,
): AsyncGenerator<Uint8Array, void> {
  yield* packetBytes(file, pages, 0, pages.firstSound);
  let at = first;
  for (let tail = first > pages.firstSound; tail && at <= end; at += 1) {
    const page = withoutTail(await file.read(pages.offsets[at]!, pages.sizes[at]!));
    tail = page.length === 0;
    yield page;
  }
  yield* packetBytes(file, pages, at, end + 1);
}
