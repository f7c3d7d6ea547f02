import { wavBytes } from '../../../decode/testing/sounds';
import type { CaseWriter } from './hostile-case';
import { be32, DAMAGE, le32, patched } from './hostile-case';
import type { Songs } from './songs';

const RATE = 16_000;
const SECONDS = 2;

/** A whole song, another one each time. */
type Make = () => Buffer;

/** Headers that promise what is not there, sizes without end, samples that are no numbers. */
export async function writeLyingHeaders(to: CaseWriter, songs: Songs): Promise<void> {
  await writeWavHeaders(to);
  await writeWavChunks(to);
  await writeSamples(to);
  const another = (file: string) => (): Buffer => songs.another(file);
  await writeAiff(to, another('genesis.aiff'));
  await writeFlac(to, another('새벽의 안개.flac'));
  await writeOgg(to, another('starfall.ogg'));
  await writeOpus(to, another('nuclear-heartbeat.opus'));
  await writeMp4(to, songs.of('vermocsar.m4a'));
  await writeMp4Tables(to, another('vermocsar.m4a'));
  await writeMpeg(to, another('frozen-mainzik.mp3'));
}

/** A chord; another one for every number, so that no two files are the same song. */
export function chord(number: number, seconds = SECONDS): Float32Array {
  const pitch = 110 * 2 ** ((number % 48) / 12);
  return Float32Array.from({ length: RATE * seconds }, (_, at) => {
    const phase = (2 * Math.PI * pitch * at) / RATE;
    return 0.2 * (Math.sin(phase) + Math.sin(1.25 * phase) + Math.sin(1.5 * phase));
  });
}

export function wavOf(number: number): Buffer {
  return wavBytes([chord(number)], { rate: RATE, bits: 16 });
}

function u16(value: number): Buffer {
  return le32(value).subarray(0, 2);
}

async function writeWavHeaders(to: CaseWriter): Promise<void> {
  let number = 0;
  const wav = (): Buffer => wavOf(number++);
  const put = (name: string, at: number, other: Uint8Array): readonly [string, Buffer] => [
    `headers/${name}.wav`,
    patched(wav(), at, other),
  ];
  await to.song(...put('data size unknown', 40, le32(0xffffffff)));
  await to.song(...put('data size zero', 40, le32(0)));
  await to.song(...put('riff size zero', 4, le32(0)));
  await to.song(...put('riff size lies', 4, le32(0xfffffff0)));
  await to.song(...put('block align zero', 32, u16(0)));
  await to.problem(...put('data size lies', 40, le32(0x7ffffff0)), 'damaged-audio');
  await to.problem(...put('no channels', 22, u16(0)), 'damaged-audio');
  await to.problem(...put('65535 channels', 22, u16(65_535)), 'damaged-audio');
  await to.problem(...put('rate zero', 24, le32(0)), 'damaged-audio');
  await to.problem(...put('rate 4 GHz', 24, le32(0xffffffff)), 'damaged-audio');
  await to.problem(...put('rate 1 Hz', 24, le32(1)), 'damaged-audio');
  await to.problem(...put('no bits', 34, u16(0)), 'unsupported-format', 'damaged-audio');
  await to.problem(...put('255 bits', 34, u16(255)), 'unsupported-format');
  await to.problem(...put('coding 0x1234', 20, u16(0x1234)), 'unsupported-format');
  await to.problem(...put('ADPCM', 20, u16(2)), 'unsupported-format');
  await to.problem(...put('no data chunk', 36, Buffer.from('atad')), ...DAMAGE);
  await to.problem(...put('no fmt chunk', 12, Buffer.from('tmf ')), 'damaged-audio');
  await to.problem(...put('fmt chunk endless', 16, le32(0xfffffff0)), 'damaged-audio');
}

async function writeWavChunks(to: CaseWriter): Promise<void> {
  const wav = wavOf(40);
  const empty = Buffer.concat([Buffer.from('junk'), le32(0)]);
  const many = Buffer.concat(Array.from({ length: 200_000 }, () => empty));
  const front = wav.subarray(0, 12);
  const rest = wav.subarray(12);
  const crowded = Buffer.concat([front, many, rest]);
  await to.problem('headers/200000 empty chunks.wav', crowded, 'damaged-audio');
  const some = Buffer.concat([front, many.subarray(0, 8_000), rest]);
  await to.song('headers/1000 empty chunks.wav', some);
  const short = wavBytes([chord(41).subarray(0, 1_600)], { rate: RATE, bits: 16 });
  await to.problem('headers/a tenth of a second.wav', short, 'too-short');
  const one = wavBytes([Float32Array.of(0.5)], { rate: RATE, bits: 16 });
  await to.problem('headers/one sample.wav', one, 'too-short');
  const none = wavBytes([new Float32Array(0)], { rate: RATE, bits: 16 });
  await to.problem('headers/no sample.wav', none, 'no-audio-samples');
}

/** Floats that are no numbers, or far beyond full scale. */
async function writeSamples(to: CaseWriter): Promise<void> {
  const floats = (number: number, change: (value: number, at: number) => number): Buffer =>
    wavBytes([chord(number).map(change)], { rate: RATE, bits: 'float' });
  const put = (name: string): string => `samples/${name}.wav`;
  await to.problem(
    put('all NaN'),
    floats(50, () => Number.NaN),
    'damaged-audio',
  );
  await to.problem(
    put('all infinite'),
    floats(51, () => Number.POSITIVE_INFINITY),
    'damaged-audio',
  );
  await to.problem(
    put('half infinite'),
    floats(52, (value, at) => (at % 2 === 0 ? value : Number.NEGATIVE_INFINITY)),
    'damaged-audio',
  );
  await to.song(
    put('a few NaN'),
    floats(53, (value, at) => (at % 4_001 === 0 ? Number.NaN : value)),
  );
  await to.either(
    put('huge'),
    floats(54, (value) => value * 1e38),
  );
  await to.either(
    put('tiny'),
    floats(55, (value) => value * 1e-38),
  );
  await to.problem(
    put('denormal'),
    floats(56, () => 1e-44),
    'silent',
  );
  await to.problem(
    put('zeros'),
    floats(57, () => 0),
    'silent',
  );
  await to.either(
    put('constant'),
    floats(58, () => 1),
  );
  await to.song(
    put('clipped'),
    floats(59, (value) => Math.sign(value)),
  );
}

async function writeAiff(to: CaseWriter, song: Make): Promise<void> {
  const aiff = song();
  const comm = aiff.indexOf('COMM') + 8;
  const ssnd = aiff.indexOf('SSND') + 8;
  const put = (name: string, at: number, other: Uint8Array | string): readonly [string, Buffer] => [
    `headers/${name}.aiff`,
    patched(song(), at, other),
  ];
  const damage = ['damaged-audio', 'unsupported-format'] as const;
  await to.problem(...put('no channels', comm, Buffer.alloc(2)), ...damage);
  await to.problem(...put('frames lie', comm + 2, be32(0xffffffff)), 'damaged-audio');
  await to.problem(...put('no frames', comm + 2, be32(0)), ...DAMAGE);
  await to.problem(...put('rate is no number', comm + 8, Buffer.alloc(10, 0xff)), ...damage);
  await to.problem(...put('rate zero', comm + 8, Buffer.alloc(10)), ...damage);
  await to.problem(...put('sound offset lies', ssnd, be32(0xfffffff0)), ...DAMAGE);
  await to.problem(...put('no COMM', comm - 8, 'MMOC'), ...damage);
  await to.problem(...put('no SSND', ssnd - 8, 'DNSS'), ...damage);
  await to.either(...put('sound size lies', ssnd - 4, be32(0xfffffff0)));
}

async function writeFlac(to: CaseWriter, song: Make): Promise<void> {
  const flac = song();
  const put = (name: string, at: number, other: Uint8Array): readonly [string, Buffer] => [
    `headers/${name}.flac`,
    patched(song(), at, other),
  ];
  const rates = flac.readUIntBE(18, 3);
  await to.problem(...put('no rate', 18, Buffer.alloc(3)), ...DAMAGE);
  await to.problem(...put('samples lie', 21, Buffer.alloc(5, 0xff)), ...DAMAGE);
  await to.either(
    ...put(
      'samples unknown',
      21,
      patched(flac.subarray(21, 26), 0, [
        flac.readUInt8(21) & 0xf0,
        0,
        0,
        0,
        0,
      ] as unknown as Uint8Array),
    ),
  );
  await to.either(...put('block size zero', 8, Buffer.alloc(4)));
  await to.either(...put('block size most', 8, Buffer.alloc(4, 0xff)));
  await to.problem(...put('metadata endless', 42, Buffer.from([4, 0xff, 0xff, 0xff])), ...DAMAGE);
  await to.either(...put('no STREAMINFO', 4, Buffer.from([0x7f])));
  await to.problem(...put('STREAMINFO empty', 5, Buffer.alloc(3)), ...DAMAGE);
  const blocks = Buffer.concat(Array.from({ length: 300_000 }, () => Buffer.from([1, 0, 0, 0])));
  const padded = Buffer.concat([flac.subarray(0, 42), blocks, flac.subarray(42)]);
  await to.either('headers/300000 empty blocks.flac', padded);
  await to.problem('headers/blocks only.flac', padded.subarray(0, 42 + blocks.length), ...DAMAGE);
  const channels = patched(flac, 18, Buffer.from([rates >> 16, (rates >> 8) & 255, rates | 0x0e]));
  await to.either('headers/eight channels.flac', channels);
}

async function writeOgg(to: CaseWriter, song: Make): Promise<void> {
  const ogg = song();
  const put = (name: string, at: number, other: Uint8Array): readonly [string, Buffer] => [
    `headers/${name}.ogg`,
    patched(song(), at, other),
  ];
  await to.either(...put('no channels', 39, Buffer.from([0])));
  await to.either(...put('255 channels', 39, Buffer.from([255])));
  await to.either(...put('no rate', 40, le32(0)));
  await to.either(...put('rate 4 GHz', 40, le32(0xffffffff)));
  await to.either(...put('block sizes lie', 56, Buffer.from([0xff])));
  const last = ogg.lastIndexOf('OggS');
  await to.either(...put('last stamp lies', last + 6, Buffer.from('ffffffffffffff3f', 'hex')));
  await to.either(...put('last stamp negative', last + 6, Buffer.alloc(8, 0xff)));
  const first = ogg.subarray(0, 58);
  await to.problem('headers/first page only.ogg', first, ...DAMAGE);
  const again = Buffer.concat(Array.from({ length: 20_000 }, () => first));
  await to.problem('headers/20000 first pages.ogg', again, ...DAMAGE);
  const hollow = patched(Buffer.alloc(27), 0, 'OggS');
  const many = Buffer.concat(Array.from({ length: 100_000 }, () => hollow));
  await to.either('headers/100000 empty pages.ogg', Buffer.concat([song(), many]));
  await to.problem('headers/empty pages.opus', many, ...DAMAGE);
}

async function writeOpus(to: CaseWriter, song: Make): Promise<void> {
  const head = song().indexOf('OpusHead');
  for (const [name, at, ...bytes] of [
    ['version', 8, 255],
    ['no channels', 9, 0],
    ['255 channels', 9, 255],
    ['pre-skip lies', 10, 255, 255],
    ['gain lies', 16, 255, 127],
    ['mapping lies', 18, 255],
  ] as const) {
    await to.either(`headers/${name}.opus`, patched(song(), head + at, Buffer.from(bytes)));
  }
  await to.either('headers/two songs in one.opus', Buffer.concat([song(), song()]));
}

async function writeMp4(to: CaseWriter, mp4: Buffer): Promise<void> {
  const box = (name: string, body: Uint8Array): Buffer =>
    Buffer.concat([be32(body.length + 8), Buffer.from(name), body]);
  const ftyp = mp4.subarray(0, mp4.readUInt32BE(0));
  const put = async (name: string, ...parts: readonly Uint8Array[]): Promise<void> => {
    await to.problem(`headers/${name}.m4a`, Buffer.concat([ftyp, ...parts]), ...DAMAGE);
  };
  let nested = box('moov', Buffer.alloc(0));
  for (let depth = 1; depth < 3_000; depth += 1) {
    nested = box('moov', nested);
  }
  await put('3000 boxes in each other', nested);
  await put(
    '200000 empty boxes',
    Buffer.concat(Array.from({ length: 200_000 }, () => box('free', Buffer.alloc(0)))),
  );
  await put('nothing but ftyp');
  await put('box of size 7', be32(7), Buffer.from('moov'));
  await put('box of size 0', be32(0), Buffer.from('moov'));
  await put('box of 2^63', be32(1), Buffer.from('moov'), be32(0x7fffffff, 0xffffffff));
  await put('box of 2^64', be32(1), Buffer.from('mdat'), be32(0xffffffff, 0xffffffff));
}

/** The tables that say where the sound is, with other numbers in them. */
async function writeMp4Tables(to: CaseWriter, song: Make): Promise<void> {
  const mp4 = song();
  for (const table of ['stsz', 'stco', 'stsc', 'stts', 'mdhd', 'stsd', 'esds', 'mdat', 'trak']) {
    const at = mp4.indexOf(table) + 4;
    const lies = [
      ['count endless', 4 + (table === 'stsz' ? 4 : 0), be32(0xffffffff)],
      ['all ones', 0, Buffer.alloc(24, 0xff)],
      ['all zeros', 0, Buffer.alloc(24)],
    ] as const;
    for (const [lie, offset, other] of lies) {
      await to.either(`tables/${table} ${lie}.m4a`, patched(song(), at + offset, other));
    }
    await to.either(`tables/${table} size lies.m4a`, patched(song(), at - 8, be32(0x7fffffff)));
  }
}

async function writeMpeg(to: CaseWriter, song: Make): Promise<void> {
  const mp3 = song();
  const id3 = mp3.toString('latin1', 0, 3) === 'ID3';
  const size = id3 ? [...mp3.subarray(6, 10)].reduce((sum, byte) => sum * 128 + byte, 0) + 10 : 0;
  const bare = (): Buffer => song().subarray(size);
  const head = (bytes: readonly number[]): Buffer =>
    Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), Buffer.from(bytes)]);
  await to.either(
    'headers/tag longer than the file.mp3',
    Buffer.concat([head([127, 127, 127, 127]), bare()]),
  );
  await to.either(
    'headers/tag size no size.mp3',
    Buffer.concat([head([255, 255, 255, 255]), bare()]),
  );
  const tags = Buffer.concat(Array.from({ length: 50_000 }, () => head([0, 0, 0, 0])));
  await to.either('headers/50000 empty tags.mp3', Buffer.concat([tags, bare()]));
  await to.problem('headers/tags only.mp3', tags, ...DAMAGE);
  const xing = mp3.indexOf('Xing') === -1 ? mp3.indexOf('Info') : mp3.indexOf('Xing');
  await to.either(
    'headers/Xing lies.mp3',
    patched(bare(), xing === -1 ? 36 : xing - size + 8, be32(0xffffffff, 0xffffffff)),
  );
  await to.either('headers/one frame.mp3', bare().subarray(0, 417));
  const free = Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from('fffb0064', 'hex')));
  await to.problem('headers/free bit rate.mp3', free, ...DAMAGE);
  const hollow = Buffer.alloc(417);
  hollow.set(Buffer.from('fffb9064', 'hex'));
  const silent = Buffer.concat(Array.from({ length: 200 }, () => hollow));
  await to.either('headers/hollow frames.mp3', silent);
  const junk = Buffer.alloc(900_000, 0x55);
  await to.either('headers/junk in front.mp3', Buffer.concat([junk, bare()]));
  await to.either(
    'headers/junk between.mp3',
    Buffer.concat([bare().subarray(0, 30_000), junk, bare().subarray(30_000)]),
  );
}
