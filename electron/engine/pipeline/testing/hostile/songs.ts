import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FIXTURES } from '../engine-in-folder';

export interface Song {
  readonly name: string;
  readonly extension: string;
  readonly bytes: Buffer;
}

/** A real song of every format. */
export interface Songs {
  readonly all: readonly Song[];
  /** By its file name among the fixtures. */
  of(file: string): Buffer;
  /** The same with one other byte of sound each time: what the library knows already is not listened to again. */
  another(file: string): Buffer;
}

const FILES = [
  'frozen-mainzik.mp3',
  '새벽의 안개.flac',
  'starfall.ogg',
  'nuclear-heartbeat.opus',
  'vermocsar.m4a',
  // Apple Lossless.
  'coherence.m4a',
  'untagged-plinkeplanke.wav',
  'genesis.aiff',
];

export async function readSongs(): Promise<Songs> {
  const all = await Promise.all(
    FILES.map(async (file) => ({
      name: path.parse(file).name,
      extension: path.extname(file).slice(1),
      bytes: await readFile(path.join(FIXTURES, file)),
    })),
  );
  const byFile = new Map(all.map(({ name, extension, bytes }) => [`${name}.${extension}`, bytes]));
  const of = (file: string): Buffer => byFile.get(file) ?? Buffer.alloc(0);
  let count = 0;
  const another = (file: string): Buffer => {
    const copy = Buffer.from(of(file));
    const at = Math.floor(copy.length * 0.6) + 16 * count++;
    copy.writeUInt8(copy.readUInt8(at) ^ 0x55, at);
    return copy;
  };
  return { all, of, another };
}
