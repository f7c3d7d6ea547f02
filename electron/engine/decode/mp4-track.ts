import type { FileBytes } from './file-bytes';
import { findBox, innerBoxes, tableBoxes } from './mp4-boxes';
import { addFragment, PacketList, tablePackets } from './mp4-packets';
import type { PacketTable } from './packet-run';
import { damaged, decodeError } from './song';

/** The first sound track of an MP4 file. */
export interface Mp4Track {
  /** Four characters: `mp4a`, `alac` … */
  readonly codec: string;
  /** The description of the sound, as it stands in the file. */
  readonly description: Buffer;
  /** Units of `packetUnits` and the like in a second. */
  readonly timescale: number;
  /** Length of a packet; the last one may be shorter. */
  readonly packetUnits: number;
  /** Length of all packets. */
  readonly totalUnits: number;
  /** What the edit list shows of the track; `length` is undefined when it is all that is left. */
  readonly shown: { readonly start: number; readonly length: number | undefined };
  readonly packets: PacketTable;
}

/** @throws MugleError `damaged-audio`, `no-audio-samples` or `unsupported-format` */
export async function readMp4Track(file: FileBytes): Promise<Mp4Track> {
  let movie: Buffer | undefined;
  let track: Buffer | undefined;
  const fragments = new PacketList();
  for await (const { type, at, data } of tableBoxes(file)) {
    if (type === 'moov' && movie === undefined) {
      movie = data;
      track = soundTrack(data);
    } else if (type === 'moof' && movie !== undefined && track !== undefined) {
      addFragment(data, at, { track, movie }, fragments);
    }
  }
  if (movie === undefined) {
    throw damaged('its table of contents is missing, as in a file that was not fully copied');
  }
  if (track === undefined) {
    throw decodeError('no-audio-samples', 'The file has no sound track, only others.');
  }
  return describeTrack(movie, track, fragments);
}

function soundTrack(movie: Buffer): Buffer | undefined {
  for (const { type, data } of innerBoxes(movie)) {
    const handler = type === 'trak' ? findBox(data, 'mdia', 'hdlr') : undefined;
    if (handler?.data.toString('latin1', 8, 12) === 'soun') {
      return data;
    }
  }
  return undefined;
}

function describeTrack(movie: Buffer, track: Buffer, fragments: PacketList): Mp4Track {
  const tables = findBox(track, 'mdia', 'minf', 'stbl')?.data ?? Buffer.alloc(0);
  const description = findBox(tables, 'stsd')?.whole;
  const codec = description?.toString('latin1', 20, 24) ?? '';
  const timescale = mediaTimescale(track);
  if (!isWhole(description) || timescale === 0) {
    throw damaged('it does not say how its sound is coded');
  }
  if (codec === 'drms' || codec === 'enca') {
    throw decodeError(
      'unsupported-format',
      'The song is copy-protected. Only the shop it is from can play it.',
    );
  }
  const list = fragments.length > 0 ? fragments : tablePackets(tables);
  const times = timesOf(tables, list);
  return {
    codec,
    description,
    timescale,
    ...times,
    shown: shownPart(movie, track, timescale),
    packets: list.table(),
  };
}

function isWhole(description: Buffer | undefined): description is Buffer {
  return description !== undefined && description.length >= 32 && endsItsDescriptors(description);
}

const DECODER_CONFIG = 5;
/** Bytes of its own that a descriptor has before those inside it, by its tag. */
const OWN_BYTES: Readonly<Record<number, number>> = { 3: 3, 4: 13 };

/** Whether the walk to the decoder's settings ends: a length that leads back would send audio-decode round for ever. */
function endsItsDescriptors(description: Buffer): boolean {
  const name = description.indexOf('esds');
  for (let at = name + 8; name >= 0 && at < description.length - 2;) {
    const tag = description[at]!;
    let length = 0;
    let byte: number;
    do {
      at += 1;
      byte = description[at] ?? 0;
      length = (length << 7) | (byte & 0x7f);
    } while (byte >= 0x80 && at < description.length);
    if (tag === DECODER_CONFIG || length < 0) {
      return length >= 0;
    }
    at += 1 + (OWN_BYTES[tag] ?? length);
  }
  return true;
}

function timesOf(
  tables: Buffer,
  list: PacketList,
): { readonly packetUnits: number; readonly totalUnits: number } {
  if (list.units > 0) {
    return { packetUnits: list.firstUnits, totalUnits: list.units };
  }
  const times = findBox(tables, 'stts')?.data;
  const rows = times === undefined || times.length < 8 ? 0 : times.readUInt32BE(4);
  let totalUnits = 0;
  let packetUnits = 0;
  for (let row = 0; row < rows && times !== undefined && 16 + row * 8 <= times.length; row += 1) {
    const units = times.readUInt32BE(12 + row * 8);
    totalUnits += times.readUInt32BE(8 + row * 8) * units;
    packetUnits = packetUnits === 0 ? units : packetUnits;
  }
  return { packetUnits, totalUnits };
}

function mediaTimescale(track: Buffer): number {
  const header = findBox(track, 'mdia', 'mdhd')?.data;
  return header === undefined || header.length < 24
    ? 0
    : header.readUInt32BE(header[0] === 1 ? 20 : 12);
}

function shownPart(movie: Buffer, track: Buffer, timescale: number): Mp4Track['shown'] {
  const list = findBox(track, 'edts', 'elst')?.data ?? Buffer.alloc(0);
  const header = findBox(movie, 'mvhd')?.data ?? Buffer.alloc(0);
  const movieScale = header.length < 24 ? 0 : header.readUInt32BE(header[0] === 1 ? 20 : 12);
  const row = list[0] === 1 ? 20 : 12;
  for (let at = 8; at + row <= list.length && movieScale > 0; at += row) {
    const { start, length } = readEdit(list, at);
    // −1 is a pause before the song.
    if (start >= 0) {
      return { start, length: length === 0 ? undefined : (length / movieScale) * timescale };
    }
  }
  return { start: 0, length: undefined };
}

function readEdit(list: Buffer, at: number): { readonly start: number; readonly length: number } {
  return list[0] === 1
    ? { length: Number(list.readBigUInt64BE(at)), start: Number(list.readBigInt64BE(at + 8)) }
    : { length: list.readUInt32BE(at), start: list.readInt32BE(at + 4) };
}
