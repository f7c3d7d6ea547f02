import type { FileBytes } from './file-bytes';
import type { PcmLayout, SampleKind } from './pcm-song';
import { pcmSong } from './pcm-song';
import type { Song } from './song';
import { damaged, decodeError } from './song';

interface Chunk {
  readonly id: string;
  /** Of the content, in bytes. */
  readonly at: number;
  readonly size: number;
}

/** More than any real file has; a damaged one could have millions of empty ones. */
const MOST_CHUNKS = 10_000;
/** Written into the size by programs that did not know it. */
const UNKNOWN_SIZES: ReadonlySet<number> = new Set([0, 0xffffffff, 0x7fffffff]);
const MOST_CHANNELS = 64;

const WAV_KINDS: Readonly<Record<number, SampleKind>> = { 3: 'float', 6: 'a-law', 7: 'mu-law' };
const WAV_EXTENSIBLE = 0xfffe;

/** Opens RIFF (and RF64) WAVE: integers of 8 to 32 bits, floats, A-law, µ-law. */
export async function openWav(file: FileBytes): Promise<Song> {
  let format: Buffer | undefined;
  let longSize: number | undefined;
  for await (const { id, at, size } of chunks(file, true)) {
    if (id === 'fmt ') {
      format = await file.read(at, Math.min(size, 64));
    } else if (id === 'ds64') {
      longSize = Number((await file.read(at, 28)).readBigUInt64LE(8));
    } else if (id === 'data') {
      if (format === undefined || format.length < 16) {
        throw damaged('its format chunk is missing');
      }
      const known = !UNKNOWN_SIZES.has(size);
      const bytes = known ? size : (longSize ?? file.size - at);
      return pcmSong(file, wavLayout(format, at, bytes));
    }
  }
  throw damaged('it has a WAV header but no sound');
}

function wavLayout(format: Buffer, dataStart: number, dataBytes: number): PcmLayout {
  const outer = format.readUInt16LE(0);
  const tag = outer === WAV_EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : outer;
  const channels = format.readUInt16LE(2);
  const frameBytes = format.readUInt16LE(12);
  const bytesPerSample = Math.ceil(format.readUInt16LE(14) / 8);
  if (tag !== 1 && WAV_KINDS[tag] === undefined) {
    throw unsupported(`WAV with coding 0x${tag.toString(16)}`);
  }
  const kind = WAV_KINDS[tag] ?? (bytesPerSample === 1 ? 'unsigned' : 'signed');
  return checked({
    sampleRate: format.readUInt32LE(4),
    channels,
    bytesPerSample,
    kind,
    littleEndian: true,
    dataStart,
    promisedFrames: Math.floor(dataBytes / (frameBytes || channels * bytesPerSample || 1)),
  });
}

const AIFF_CODINGS: Readonly<Record<string, readonly [SampleKind, littleEndian: boolean]>> = {
  NONE: ['signed', false],
  twos: ['signed', false],
  in24: ['signed', false],
  in32: ['signed', false],
  sowt: ['signed', true],
  fl32: ['float', false],
  FL32: ['float', false],
  fl64: ['float', false],
  FL64: ['float', false],
  alaw: ['a-law', false],
  ALAW: ['a-law', false],
  ulaw: ['mu-law', false],
  ULAW: ['mu-law', false],
};

/** Opens AIFF and AIFC: integers of 8 to 32 bits in both byte orders, floats, A-law, µ-law. */
export async function openAiff(file: FileBytes): Promise<Song> {
  let common: Buffer | undefined;
  let sound: Chunk | undefined;
  // Their order is free.
  for await (const chunk of chunks(file, false)) {
    if (chunk.id === 'COMM') {
      common = await file.read(chunk.at, Math.min(chunk.size, 32));
    } else if (chunk.id === 'SSND') {
      sound = chunk;
    }
  }
  if (common === undefined || common.length < 18 || sound === undefined) {
    throw damaged('it has an AIFF header but no sound');
  }
  const offset = (await file.read(sound.at, 4)).readUInt32BE(0);
  const coding = common.length >= 22 ? common.toString('latin1', 18, 22) : 'NONE';
  const how = AIFF_CODINGS[coding];
  if (how === undefined) {
    throw unsupported(`AIFF with coding ${coding}`);
  }
  const [kind, littleEndian] = how;
  const law = kind === 'a-law' || kind === 'mu-law';
  return pcmSong(
    file,
    checked({
      sampleRate: Math.round(readExtended(common, 8)),
      channels: common.readUInt16BE(0),
      bytesPerSample: law ? 1 : Math.ceil(common.readUInt16BE(6) / 8),
      kind,
      littleEndian,
      dataStart: sound.at + 8 + offset,
      promisedFrames: common.readUInt32BE(2),
    }),
  );
}

/** An 80-bit float, as the AIFF header gives the sample rate. */
function readExtended(bytes: Buffer, at: number): number {
  const exponent = (bytes.readUInt16BE(at) & 0x7fff) - 16_383 - 63;
  return Number(bytes.readBigUInt64BE(at + 2)) * 2 ** exponent;
}

function checked(layout: PcmLayout): PcmLayout {
  const { sampleRate, channels, bytesPerSample, kind } = layout;
  const widths = { float: [4, 8], signed: [1, 2, 3, 4], unsigned: [1] } as const;
  const fits =
    kind === 'a-law' || kind === 'mu-law'
      ? bytesPerSample === 1
      : (widths[kind] as readonly number[]).includes(bytesPerSample);
  if (!(channels > 0 && channels <= MOST_CHANNELS && sampleRate >= 1000 && sampleRate < 1e6)) {
    throw damaged(`its header says ${channels} channels at ${sampleRate} Hz`);
  }
  if (!fits) {
    throw unsupported(`${bytesPerSample * 8}-bit ${kind} samples`);
  }
  return layout;
}

function unsupported(what: string): Error {
  return decodeError('unsupported-format', `${what} cannot be decoded. Convert the file to FLAC.`);
}

async function* chunks(file: FileBytes, littleEndian: boolean): AsyncGenerator<Chunk, void> {
  for (let at = 12, seen = 0; at + 8 <= file.size && seen < MOST_CHUNKS; seen += 1) {
    const head = await file.read(at, 8);
    const size = littleEndian ? head.readUInt32LE(4) : head.readUInt32BE(4);
    yield { id: head.toString('latin1', 0, 4), at: at + 8, size };
    at += 8 + size + (size % 2);
  }
}
