import { findBox, innerBoxes } from './mp4-boxes';
import type { PacketTable } from './packet-run';
import { decodeError } from './song';

/** More packets than a day of sound has. */
const MOST_PACKETS = 4_000_000;

/** Packets in the making. */
export class PacketList {
  readonly #offsets: number[] = [];
  readonly #sizes: number[] = [];
  /** Length of all packets, where it is said packet by packet. */
  units = 0;
  firstUnits = 0;

  get length(): number {
    return this.#offsets.length;
  }

  /** @throws MugleError `unsupported-format` when there are more than a day has */
  add(offset: number, size: number, units = 0): void {
    if (this.length >= MOST_PACKETS) {
      throw decodeError(
        'unsupported-format',
        `The file is cut into more than ${MOST_PACKETS} packets. Convert it to FLAC.`,
      );
    }
    this.firstUnits = this.length === 0 ? units : this.firstUnits;
    this.units += units;
    this.#offsets.push(offset);
    this.#sizes.push(size);
  }

  table(): PacketTable {
    return { offsets: Float64Array.from(this.#offsets), sizes: Float64Array.from(this.#sizes) };
  }
}

/** Packets of a file with tables: their sizes, how many a chunk has, and where the chunks lie. */
export function tablePackets(tables: Buffer): PacketList {
  const list = new PacketList();
  const sizes = packetSizes(tables);
  const perChunk = packetsPerChunk(findBox(tables, 'stsc')?.data ?? Buffer.alloc(8));
  chunkPlaces(tables).forEach((place, chunk) => {
    let offset = place;
    const end = Math.min(sizes.count, list.length + perChunk(chunk));
    for (let packet = list.length; packet < end; packet += 1) {
      const size = sizes.of(packet);
      list.add(offset, size);
      offset += size;
    }
  });
  return list;
}

function packetSizes(tables: Buffer): { readonly count: number; of(packet: number): number } {
  const data = findBox(tables, 'stsz')?.data;
  if (data === undefined || data.length < 12) {
    return { count: 0, of: () => 0 };
  }
  const one = data.readUInt32BE(4);
  const count = data.readUInt32BE(8);
  return one > 0
    ? { count, of: () => one }
    : {
        count: Math.min(count, Math.floor((data.length - 12) / 4)),
        of: (packet) => data.readUInt32BE(12 + packet * 4),
      };
}

/** Chunks must be asked for in order. */
function packetsPerChunk(data: Buffer): (chunk: number) => number {
  const rows = Math.floor((data.length - 8) / 12);
  let row = 0;
  return (chunk) => {
    while (row + 1 < rows && data.readUInt32BE(8 + (row + 1) * 12) <= chunk + 1) {
      row += 1;
    }
    return rows > 0 ? data.readUInt32BE(12 + row * 12) : 0;
  };
}

function chunkPlaces(tables: Buffer): readonly number[] {
  const short = findBox(tables, 'stco')?.data;
  const data = short ?? findBox(tables, 'co64')?.data ?? Buffer.alloc(8);
  const width = short === undefined ? 8 : 4;
  const fits = Math.floor((data.length - 8) / width);
  const count = fits < 0 ? 0 : Math.min(data.readUInt32BE(4), fits);
  return Array.from({ length: count }, (_, index) =>
    short === undefined
      ? Number(data.readBigUInt64BE(8 + index * 8))
      : data.readUInt32BE(8 + index * 4),
  );
}

/** What holds for packets of a fragment that do not say otherwise. */
interface Preset {
  readonly base: number;
  readonly units: number;
  readonly size: number;
}

/** Adds the packets of one movie fragment, a `moof` box that lies at `at` in the file. */
export function addFragment(
  data: Buffer,
  at: number,
  { track, movie }: { readonly track: Buffer; readonly movie: Buffer },
  list: PacketList,
): void {
  const id = trackId(track);
  const defaults = findBox(movie, 'mvex', 'trex')?.data ?? Buffer.alloc(0);
  const [units, size] =
    defaults.length < 20 ? [0, 0] : [12, 16].map((place) => defaults.readUInt32BE(place));
  for (const { type, data: part } of innerBoxes(data)) {
    const header = type === 'traf' ? findBox(part, 'tfhd')?.data : undefined;
    if (header !== undefined && header.length >= 8 && header.readUInt32BE(4) === id) {
      const preset = { base: at, units: units ?? 0, size: size ?? 0, ...ownPreset(header) };
      addRuns(part, preset, list);
    }
  }
}

function trackId(track: Buffer): number {
  const header = findBox(track, 'tkhd')?.data ?? Buffer.alloc(0);
  const at = header[0] === 1 ? 20 : 12;
  return header.length >= at + 4 ? header.readUInt32BE(at) : 0;
}

/** The fields of a fragment's header that are there; each has a flag, and they follow in this order. */
function ownPreset(header: Buffer): Partial<Preset> {
  const flags = header.readUIntBE(1, 3);
  const preset: { base?: number; units?: number; size?: number } = {};
  let at = 8;
  for (const [flag, bytes, name] of [
    [1, 8, 'base'],
    [2, 4, undefined],
    [8, 4, 'units'],
    [16, 4, 'size'],
  ] as const) {
    if ((flags & flag) !== 0 && at + bytes <= header.length) {
      if (name !== undefined) {
        preset[name] = bytes === 8 ? Number(header.readBigUInt64BE(at)) : header.readUInt32BE(at);
      }
      at += bytes;
    }
  }
  return preset;
}

function addRuns(part: Buffer, preset: Preset, list: PacketList): void {
  let offset = preset.base;
  for (const { type, data } of innerBoxes(part)) {
    if (type === 'trun' && data.length >= 12) {
      const flags = data.readUIntBE(1, 3);
      offset = (flags & 1) === 0 ? offset : preset.base + data.readInt32BE(8);
      offset = addRun(data, flags, offset, preset, list);
    }
  }
}

/** Gives the place after the last packet of the run. */
function addRun(
  run: Buffer,
  flags: number,
  start: number,
  preset: Preset,
  list: PacketList,
): number {
  const has = (flag: number): number => ((flags & flag) === 0 ? 0 : 4);
  const row = has(0x100) + has(0x200) + has(0x400) + has(0x800);
  let at = 8 + has(1) + has(4);
  let offset = start;
  for (let left = run.readUInt32BE(4); left > 0 && at + row <= run.length; left -= 1) {
    const units = has(0x100) === 0 ? preset.units : run.readUInt32BE(at);
    const size = has(0x200) === 0 ? preset.size : run.readUInt32BE(at + has(0x100));
    list.add(offset, size, units);
    offset += size;
    at += row;
  }
  return offset;
}
