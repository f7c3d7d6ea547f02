/** Byte surgery as taggers do it: every function gives the file with other tags and the same sound. */

export function id3v2(payloadBytes: number, { footer = false } = {}): Buffer {
  const frame = Buffer.alloc(payloadBytes);
  if (payloadBytes > 20) {
    frame.write('TIT2', 0, 'latin1');
    frame.writeUInt32BE(6, 4);
    frame.write('\x03hello', 10, 'latin1');
  }
  const sizes = [21, 14, 7, 0].map((shift) => (payloadBytes >> shift) & 0x7f);
  const head = Buffer.from([0x49, 0x44, 0x33, 4, 0, footer ? 0x10 : 0, ...sizes]);
  const tail = Buffer.from(head);
  tail.write('3DI', 0, 'latin1');
  return Buffer.concat(footer ? [head, frame, tail] : [head, frame]);
}

export function id3v1(title: string): Buffer {
  const tag = Buffer.alloc(128);
  tag.write(`TAG${title}`, 0, 'latin1');
  return tag;
}

export function apeV2(text: string, { header = true } = {}): Buffer {
  const item = Buffer.concat([Buffer.alloc(8), Buffer.from(`Title\0${text}`)]);
  item.writeUInt32LE(text.length, 0);
  const edge = (isHeader: boolean): Buffer => {
    const bytes = Buffer.alloc(32);
    bytes.write('APETAGEX', 0, 'latin1');
    bytes.writeUInt32LE(2000, 8);
    bytes.writeUInt32LE(item.length + 32, 12);
    bytes.writeUInt32LE(1, 16);
    bytes.writeUInt32LE(((header ? 0x8000_0000 : 0) | (isHeader ? 0x2000_0000 : 0)) >>> 0, 20);
    return bytes;
  };
  return Buffer.concat([...(header ? [edge(true)] : []), item, edge(false)]);
}

export function lyrics3v2(text: string): Buffer {
  const body = `LYRICSBEGINLYR${String(text.length).padStart(5, '0')}${text}`;
  return Buffer.from(`${body}${String(body.length).padStart(6, '0')}LYRICS200`, 'latin1');
}

/** Other metadata blocks behind STREAMINFO: comments of this size, a picture, padding. */
export function retagFlac(file: Buffer, commentBytes: number): Buffer {
  let at = 4;
  let isLast = false;
  while (!isLast) {
    isLast = file.readUInt8(at) >= 0x80;
    at += 4 + file.readUIntBE(at + 1, 3);
  }
  const block = (type: number, body: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUIntBE(body.length, 1, 3);
    head.writeUInt8(type, 0);
    return Buffer.concat([head, body]);
  };
  return Buffer.concat([
    Buffer.from('fLaC'),
    block(0, file.subarray(8, 42)),
    block(4, vorbisComment(commentBytes)),
    block(6, Buffer.alloc(1000, 7)),
    block(0x81, Buffer.alloc(500)),
    file.subarray(at),
  ]);
}

function vorbisComment(textBytes: number): Buffer {
  const text = `TITLE=${'t'.repeat(textBytes)}`;
  const sizes = [4, 1, text.length].map((value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  });
  return Buffer.concat([
    sure(sizes[0]),
    Buffer.from('test'),
    sure(sizes[1]),
    sure(sizes[2]),
    Buffer.from(text),
  ]);
}

interface OggPage {
  readonly flags: number;
  readonly granule: bigint;
  readonly serial: number;
  readonly lacing: readonly number[];
  readonly payload: Buffer;
}

/** Another comment packet, on as many pages as it needs; every page numbered and checked anew. */
export function retagOgg(file: Buffer, commentBytes: number, serialChange = 0): Buffer {
  const pages = readPages(file);
  const isOpus = sure(pages[0]).payload.toString('latin1', 0, 8) === 'OpusHead';
  const headerPackets: Buffer[] = [];
  let packet: Buffer[] = [];
  let used = 0;
  for (const page of pages) {
    let at = 0;
    for (const size of page.lacing) {
      packet.push(page.payload.subarray(at, at + size));
      at += size;
      if (size < 255) {
        headerPackets.push(Buffer.concat(packet));
        packet = [];
      }
    }
    used++;
    if (headerPackets.length >= (isOpus ? 2 : 3)) {
      break;
    }
  }
  const comment = vorbisComment(commentBytes);
  headerPackets[1] = isOpus
    ? Buffer.concat([Buffer.from('OpusTags'), comment])
    : Buffer.concat([Buffer.from('\x03vorbis', 'latin1'), comment, Buffer.from([1])]);
  const serial = (sure(pages[0]).serial + serialChange) >>> 0;
  const header = [
    ...toPages([sure(headerPackets[0])], serial, 2),
    ...toPages(headerPackets.slice(1), serial, 0),
  ];
  const all = [...header, ...pages.slice(used).map((page) => ({ ...page, serial }))];
  return Buffer.concat(all.map((page, index) => writePage(page, index)));
}

function readPages(file: Buffer): OggPage[] {
  const pages: OggPage[] = [];
  for (let at = 0; at < file.length;) {
    const bodyAt = at + 27 + file.readUInt8(at + 26);
    const lacing = [...file.subarray(at + 27, bodyAt)];
    const end = lacing.reduce((sum, size) => sum + size, bodyAt);
    pages.push({
      flags: file.readUInt8(at + 5),
      granule: file.readBigUInt64LE(at + 6),
      serial: file.readUInt32LE(at + 14),
      lacing,
      payload: file.subarray(bodyAt, end),
    });
    at = end;
  }
  return pages;
}

function toPages(packets: readonly Buffer[], serial: number, firstFlags: number): OggPage[] {
  const lacing = packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  const bytes = Buffer.concat(packets);
  const pages: OggPage[] = [];
  let at = 0;
  for (let from = 0; from < lacing.length; from += 255) {
    const part = lacing.slice(from, from + 255);
    const size = part.reduce((sum, value) => sum + value, 0);
    pages.push({
      flags: from === 0 ? firstFlags : 1,
      granule: 0n,
      serial,
      lacing: part,
      payload: bytes.subarray(at, at + size),
    });
    at += size;
  }
  return pages;
}

function writePage(page: OggPage, index: number): Buffer {
  const head = Buffer.alloc(27);
  head.write('OggS', 0, 'latin1');
  head.writeUInt8(page.flags, 5);
  head.writeBigUInt64LE(page.granule, 6);
  head.writeUInt32LE(page.serial, 14);
  head.writeUInt32LE(index, 18);
  head.writeUInt8(page.lacing.length, 26);
  const bytes = Buffer.concat([head, Buffer.from(page.lacing), page.payload]);
  bytes.writeUInt32LE(oggChecksum(bytes), 22);
  return bytes;
}

function oggChecksum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      sum = (sum & 0x8000_0000) === 0 ? sum << 1 : (sum << 1) ^ 0x04c1_1db7;
    }
  }
  return sum >>> 0;
}

/** The boxes in another order, `moov` first or last, with a bigger `free` box between them. */
export function retagMp4(file: Buffer, moovFirst: boolean): Buffer {
  const boxes: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    const size = file.readUInt32BE(at);
    boxes.push(file.subarray(at, at + size));
    at += size;
  }
  const named = (name: string): Buffer[] =>
    boxes.filter((box) => box.toString('latin1', 4, 8) === name);
  const udta = chunkBE('udta', Buffer.alloc(3000, 3), true);
  const moov = chunkBE('moov', Buffer.concat([sure(named('moov')[0]).subarray(8), udta]), true);
  const free = chunkBE('free', Buffer.alloc(5000), true);
  return Buffer.concat([
    ...named('ftyp'),
    ...(moovFirst ? [moov, free, ...named('mdat')] : [...named('mdat'), free, moov]),
  ]);
}

/** A LIST INFO chunk before and an id3 chunk behind `data`. */
export function retagWav(file: Buffer): Buffer {
  const chunks = readChunks(file, (at) => file.readUInt32LE(at));
  const chunk = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name, 0, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const [fmt, data] = ['fmt ', 'data'].map((name) => chunk(name, sure(chunks.get(name))));
  const info = chunk(
    'LIST',
    Buffer.concat([Buffer.from('INFO'), chunk('INAM', Buffer.from('hello'))]),
  );
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    sure(fmt),
    info,
    sure(data),
    chunk('id3 ', id3v2(400)),
  ]);
  return chunk('RIFF', body);
}

/** A NAME chunk in front, an ID3 chunk behind. */
export function retagAiff(file: Buffer): Buffer {
  const chunks = readChunks(file, (at) => file.readUInt32BE(at));
  const body = Buffer.concat([
    file.subarray(8, 12),
    chunkBE('NAME', Buffer.from('hello')),
    chunkBE('COMM', sure(chunks.get('COMM'))),
    chunkBE('SSND', sure(chunks.get('SSND'))),
    chunkBE('ID3 ', id3v2(400)),
  ]);
  return chunkBE('FORM', body);
}

function readChunks(file: Buffer, sizeAt: (at: number) => number): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= file.length;) {
    const size = sizeAt(at + 4);
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + size));
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/** `isBox`: MP4, whose size counts the header and whose bodies are not padded. */
function chunkBE(name: string, body: Buffer, isBox = false): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + (isBox ? 8 : 0), 0);
  head.write(name, 4, 'latin1');
  if (!isBox) {
    head.write(name, 0, 'latin1');
    head.writeUInt32BE(body.length, 4);
  }
  return Buffer.concat([head, body, Buffer.alloc(isBox ? 0 : body.length % 2)]);
}

function sure<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error('The song lacks a part that every such song has.');
  }
  return value;
}
