import type { FileBytes } from './file-bytes';
import type { OggCoding, PacketDecoder } from './ogg-coding';
import { headerPackets, oggPackets } from './ogg-packets';
import type { OggPages } from './ogg-pages';
import { listOggPages } from './ogg-pages';
import type { Stretch } from './ogg-trim';
import { neededPackets } from './ogg-trim';
import { opusCoding } from './opus-coding';
import type { Song, SongUse, SoundBlock } from './song';
import { damaged } from './song';
import { vorbisCoding } from './vorbis-coding';

/** Opens Ogg Vorbis. */
export async function openVorbis(file: FileBytes): Promise<Song> {
  const pages = await listOggPages(file, '\x01vorbis', 3);
  return oggSong(file, pages, vorbisCoding(await headersOf(file, pages)));
}

/** Opens Ogg Opus. For listening it comes at half the rate, which is less work. */
export async function openOpus(file: FileBytes, use: SongUse): Promise<Song> {
  const pages = await listOggPages(file, 'OpusHead', 2);
  const head = Buffer.from((await headersOf(file, pages))[0] ?? []);
  if (head.length < 19) {
    throw damaged('it ends before its sound begins');
  }
  return oggSong(file, pages, opusCoding(head, use));
}

async function headersOf(file: FileBytes, pages: OggPages): Promise<readonly Uint8Array[]> {
  if (pages.firstSound >= pages.offsets.length) {
    throw damaged('it ends before its sound begins');
  }
  return headerPackets(file, pages);
}

async function oggSong(file: FileBytes, pages: OggPages, coding: OggCoding): Promise<Song> {
  const { sampleRate } = coding;
  const decoder = guarded(await coding.open().catch(refused));
  const stream: OggStream = { file, pages, coding, decoder, ends: pageEnds(pages, coding) };
  const origin = await firstSample(stream);
  const frames = Math.max(0, stream.ends[pages.offsets.length - 1]! - origin);

  async function* blocks(from: number, to: number): AsyncGenerator<SoundBlock, void> {
    const end = Math.min(to, frames) + origin;
    for await (const { start, channels } of soundFrom(stream, Math.max(0, from) + origin, end)) {
      yield { start: start - origin, channels };
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
    close: () => {
      decoder.free();
    },
  };
}

/** A decoder whose crash says that the file is damaged. */
function guarded(decoder: PacketDecoder): PacketDecoder {
  return {
    ...decoder,
    decode: (packets) => {
      try {
        return decoder.decode(packets);
      } catch (thrown) {
        return refused(thrown);
      }
    },
  };
}

function refused(thrown: unknown): never {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  throw damaged(`the decoder gave up (${reason})`);
}

interface OggStream {
  readonly file: FileBytes;
  readonly pages: OggPages;
  readonly coding: OggCoding;
  readonly decoder: PacketDecoder;
  /** For each page, the place of the end of its sound. A page on which no packet ends adds nothing. */
  readonly ends: Float64Array;
}

function pageEnds({ granules, firstSound }: OggPages, coding: OggCoding): Float64Array {
  const scale = coding.sampleRate / coding.granuleRate;
  const ends = new Float64Array(granules.length);
  for (let page = firstSound; page < granules.length; page += 1) {
    const before = page === firstSound ? -Infinity : ends[page - 1]!;
    const end = Math.round((granules[page]! - coding.preSkip) * scale);
    ends[page] = granules[page]! < 0 ? before : Math.max(before, end);
  }
  return ends;
}

/** Where the song begins: 0, or later in a recording of a running stream. */
async function firstSample(stream: OggStream): Promise<number> {
  const { pages, ends, coding } = stream;
  if (pages.firstSound === pages.offsets.length - 1) {
    return 0;
  }
  let origin = 0;
  for await (const { start } of decodePages(
    stream,
    pages.firstSound,
    pages.firstSound,
    EVERYTHING,
  )) {
    origin = start;
  }
  // Encoders leave out up to a block at the start; only a real offset counts.
  return Number.isFinite(ends[pages.firstSound]!) && origin > coding.sampleRate ? origin : 0;
}

/** The sound of the pages that cover [from, to), with what lies around it on them. */
async function* soundFrom(
  stream: OggStream,
  from: number,
  to: number,
): AsyncGenerator<SoundBlock, void> {
  const { pages, ends, coding } = stream;
  const early = from - coding.prerollSeconds * coding.sampleRate;
  const last = pages.offsets.length - 1;
  const first = pageBefore(ends, early, pages.firstSound, last);
  let end = first;
  while (end < last && ends[end]! < to) {
    end += 1;
  }
  yield* decodePages(stream, first, end, { from: early, to });
}

/** The last page that ends at or before `place`, but not the last of the song, whose granule may say less than it holds. */
function pageBefore(ends: Float64Array, place: number, firstSound: number, last: number): number {
  let low = firstSound;
  let high = Math.max(firstSound, last - 1);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (ends[middle]! <= place) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

const EVERYTHING: Stretch = { from: -Infinity, to: Infinity };

/** Sound page by page, as far as `wanted` needs it. */
async function* decodePages(
  stream: OggStream,
  first: number,
  end: number,
  wanted: Stretch,
): AsyncGenerator<SoundBlock, void> {
  const { file, pages, coding, decoder, ends } = stream;
  decoder.jump();
  let at = NaN;
  let before: Uint8Array | undefined;
  for await (const { page, packets } of oggPackets(file, pages, first, end)) {
    const needed = neededPackets({ page, packets, before }, wanted, ends, pages, coding);
    before = packets.at(-1) ?? before;
    const channels = decoder.decode(needed.packets);
    const length = channels[0]?.length ?? 0;
    const start = startOfSound(stream, page, length + needed.behind, at);
    if (length > 0 && Number.isFinite(start)) {
      yield { start, channels };
      at = start + length;
    }
  }
}

/** Granules of some files sway by a few hundred samples; a page that is lost is longer. */
const SWAY_SECONDS = 0.05;

/**
 * A page ends where its granule says; only the last one of a song may say less than it holds. Pages follow each other
 * without gaps, at `at`, where the sound before ended (NaN: there is none); only where something is lost there is one.
 */
function startOfSound(
  { pages, coding, ends }: OggStream,
  page: number,
  length: number,
  at: number,
): number {
  if (!pages.ended || page < pages.offsets.length - 1) {
    const start = ends[page]! - length;
    return start < at + SWAY_SECONDS * coding.sampleRate ? at : start;
  }
  if (!Number.isNaN(at)) {
    return at;
  }
  return page > pages.firstSound
    ? ends[page - 1]!
    : (-coding.preSkip * coding.sampleRate) / coding.granuleRate;
}
