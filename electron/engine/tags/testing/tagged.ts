/** Songs with tags made byte by byte, for what no tagger would write. */

/** Texts begin with their encoding: `\0` Latin-1, `\x03` UTF-8. */
export function id3Tag(
  version: 3 | 4,
  frames: readonly (readonly [string, string | Buffer])[],
): Buffer {
  const body = Buffer.concat(
    frames.flatMap(([name, content]) => {
      const bytes = typeof content === 'string' ? encodeText(content) : content;
      const head = Buffer.alloc(10);
      head.write(name, 0, 'latin1');
      head.set(version === 4 ? syncsafe(bytes.length) : uint32BE(bytes.length), 4);
      return [head, bytes];
    }),
  );
  const padding = Buffer.alloc(1_000);
  const sizes = syncsafe(body.length + padding.length);
  return Buffer.concat([Buffer.from([0x49, 0x44, 0x33, version, 0, 0, ...sizes]), body, padding]);
}

function encodeText(text: string): Buffer {
  return text.startsWith('\0') ? Buffer.from(text, 'latin1') : Buffer.from(text);
}

/** The song with this instead of its ID3v2 tag. */
export function replaceId3(mp3: Buffer, tag: Buffer): Buffer {
  const isTagged = mp3.toString('latin1', 0, 3) === 'ID3';
  const size = [...mp3.subarray(6, 10)].reduce((sum, byte) => sum * 128 + byte, 0);
  return Buffer.concat([tag, mp3.subarray(isTagged ? 10 + size : 0)]);
}

export function apeTag(items: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.concat(
    Object.entries(items).flatMap(([key, value]) => [
      uint32LE(Buffer.byteLength(value)),
      Buffer.alloc(4),
      Buffer.from(`${key}\0${value}`),
    ]),
  );
  const footer = Buffer.alloc(32);
  footer.write('APETAGEX', 0, 'latin1');
  footer.writeUInt32LE(2000, 8);
  footer.writeUInt32LE(body.length + 32, 12);
  footer.writeUInt32LE(Object.keys(items).length, 16);
  return Buffer.concat([body, footer]);
}

/** A WAV with a LIST INFO chunk whose texts are UTF-8, which the format does not foresee. */
export function riffInfo(wav: Buffer, items: Readonly<Record<string, string>>): Buffer {
  const chunk = (name: string, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from(name), uint32LE(body.length), body, Buffer.alloc(body.length % 2)]);
  const info = Object.entries(items).map(([name, text]) => chunk(name, Buffer.from(`${text}\0`)));
  const body = Buffer.concat([
    wav.subarray(8, 12),
    chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...info])),
    wav.subarray(12),
  ]);
  return chunk('RIFF', body);
}

/** Bytes that begin as a PNG does. */
export function picture(bytes: number, seed = 1): Buffer {
  const data = Buffer.alloc(bytes, seed);
  data.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  return data;
}

/** Segments of 255 bytes on a page: the most that a page holds, and what mutagen and the taggers built on it write. */
export const OGG_PAGES = { largest: 255, small: 16 } as const;

/** The song with this front cover, and no other; an MP3 loses its other tags. */
export function withCover(song: Buffer, data: Buffer, oggPage: number = OGG_PAGES.largest): Buffer {
  const magic = song.toString('latin1', 0, 4);
  if (magic === 'fLaC') {
    return flacPicture(song, data, 3);
  }
  if (magic === 'OggS') {
    return oggWithComment(
      song,
      `METADATA_BLOCK_PICTURE=${pictureBlock(data, 3).toString('base64')}`,
      oggPage,
    );
  }
  if (song.toString('latin1', 4, 8) === 'ftyp') {
    return mp4WithCover(song, data);
  }
  const apic = Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), data]);
  return replaceId3(song, id3Tag(4, [['APIC', apic]]));
}

/** A PICTURE block right behind STREAMINFO. */
function flacPicture(flac: Buffer, data: Buffer, type: number): Buffer {
  const body = pictureBlock(data, type);
  const head = uint32BE(body.length);
  head.writeUInt8(6, 0);
  return Buffer.concat([flac.subarray(0, 42), head, body, flac.subarray(42)]);
}

function pictureBlock(data: Buffer, type: number): Buffer {
  const mime = Buffer.from('image/png');
  return Buffer.concat([
    uint32BE(type),
    uint32BE(mime.length),
    mime,
    ...[0, 1, 1, 24, 0, data.length].map(uint32BE),
    data,
  ]);
}

/** One more comment; the pages of the comment packet are made anew, one after another, unnumbered and unchecked. */
function oggWithComment(ogg: Buffer, comment: string, segments: number): Buffer {
  const firstEnd = pageEnd(ogg, 0);
  const lacing: number[] = [];
  const bodies: Buffer[] = [];
  let at = firstEnd;
  // The header packets end with the last page before one that has a time stamp.
  while (ogg.readBigInt64LE(at + 6) <= 0n) {
    const bodyAt = at + 27 + ogg.readUInt8(at + 26);
    lacing.push(...ogg.subarray(at + 27, bodyAt));
    bodies.push(ogg.subarray(bodyAt, pageEnd(ogg, at)));
    at = pageEnd(ogg, at);
  }
  const packets = splitPackets(lacing, Buffer.concat(bodies));
  const [comments = Buffer.alloc(0), ...others] = packets;
  const countAt = (comments.toString('latin1', 0, 4) === 'Opus' ? 8 : 7) + 4;
  const vendorEnd = countAt + comments.readUInt32LE(countAt - 4);
  const more = Buffer.concat([
    comments.subarray(0, vendorEnd),
    uint32LE(comments.readUInt32LE(vendorEnd) + 1),
    uint32LE(comment.length),
    Buffer.from(comment),
    comments.subarray(vendorEnd + 4),
  ]);
  const pages = toPages([more, ...others], ogg.subarray(14, 18), segments);
  return Buffer.concat([ogg.subarray(0, firstEnd), ...pages, ogg.subarray(at)]);
}

function pageEnd(ogg: Buffer, at: number): number {
  const bodyAt = at + 27 + ogg.readUInt8(at + 26);
  return ogg.subarray(at + 27, bodyAt).reduce((sum, size) => sum + size, bodyAt);
}

function splitPackets(lacing: readonly number[], bytes: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let from = 0;
  let to = 0;
  for (const size of lacing) {
    to += size;
    if (size < 255) {
      packets.push(bytes.subarray(from, to));
      from = to;
    }
  }
  return packets;
}

function toPages(packets: readonly Buffer[], serial: Buffer, segments: number): Buffer[] {
  const lacing = packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  const bytes = Buffer.concat(packets);
  const pages: Buffer[] = [];
  let at = 0;
  for (let from = 0; from < lacing.length; from += segments) {
    const part = lacing.slice(from, from + segments);
    const size = part.reduce((sum, value) => sum + value, 0);
    const head = Buffer.alloc(27);
    head.write('OggS', 0, 'latin1');
    head.writeUInt8(from === 0 ? 0 : 1, 5);
    head.set(serial, 14);
    head.writeUInt8(part.length, 26);
    pages.push(head, Buffer.from(part), bytes.subarray(at, at + size));
    at += size;
  }
  return pages;
}

/** A `covr` box in the `ilst` of a file whose `moov` is where it is; the chunk offsets are left wrong. */
function mp4WithCover(mp4: Buffer, data: Buffer): Buffer {
  const box = (name: string, ...body: Buffer[]): Buffer => {
    const bytes = Buffer.concat(body);
    return Buffer.concat([uint32BE(bytes.length + 8), Buffer.from(name, 'latin1'), bytes]);
  };
  const covr = box('covr', box('data', uint32BE(14), uint32BE(0), data));
  let insertAt = 0;
  let from = 0;
  let to = mp4.length;
  const grown: number[] = [];
  for (const name of ['moov', 'udta', 'meta', 'ilst']) {
    for (let at = from; at + 8 <= to; at += mp4.readUInt32BE(at)) {
      if (mp4.toString('latin1', at + 4, at + 8) === name) {
        grown.push(at);
        insertAt = at + mp4.readUInt32BE(at);
        from = at + (name === 'meta' ? 12 : 8);
        to = insertAt;
        break;
      }
    }
  }
  const copy = Buffer.from(mp4);
  for (const at of grown) {
    copy.writeUInt32BE(copy.readUInt32BE(at) + covr.length, at);
  }
  return Buffer.concat([copy.subarray(0, insertAt), covr, copy.subarray(insertAt)]);
}

function syncsafe(value: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (value >> shift) & 0x7f));
}

function uint32BE(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function uint32LE(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
