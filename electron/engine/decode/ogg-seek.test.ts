import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FileBytes } from './file-bytes';
import { headerPackets, oggPackets } from './ogg-packets';
import { listOggPages } from './ogg-pages';
import { openSong } from './open-song';
import { FIXTURES, rms, rmsDifference } from './testing/sounds';
import { vorbisCoding } from './vorbis-coding';
import { readVorbisBlocks, vorbisPacketSamples } from './vorbis-modes';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ogg-seek-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Page {
  readonly head: Buffer;
  readonly lacing: number[];
  data: Buffer;
}

function readPages(bytes: Buffer): Page[] {
  const pages: Page[] = [];
  for (let at = 0; at < bytes.length;) {
    const head = Buffer.from(bytes.subarray(at, at + 27));
    const lacing = [...bytes.subarray(at + 27, at + 27 + head[26]!)];
    const start = at + 27 + lacing.length;
    at = start + lacing.reduce((sum, length) => sum + length, 0);
    pages.push({ head, lacing, data: Buffer.from(bytes.subarray(start, at)) });
  }
  return pages;
}

function pageBytes({ head, lacing, data }: Page): Buffer {
  head[26] = lacing.length;
  return Buffer.concat([head, Buffer.from(lacing), data]);
}

/**
 * The same packets on pages each of which begins in the middle of a packet, with the byte 1, 3 or 5 there as the type
 * of a header has it. Check sums are left as they were: nothing here reads them.
 */
function withTails(bytes: Buffer, headerPages: number): { bytes: Buffer; tails: number } {
  const pages = readPages(bytes);
  let tails = 0;
  for (let index = headerPages; index + 1 < pages.length; index += 1) {
    const page = pages[index]!;
    const next = pages[index + 1]!;
    const fits = page.lacing.length < 255 && page.lacing.at(-1)! < 255;
    if (fits && next.lacing[0] === 255 && (next.head[5]! & 1) === 0) {
      page.lacing.push(next.lacing.shift()!);
      page.data = Buffer.concat([page.data, next.data.subarray(0, 255)]);
      next.data = next.data.subarray(255);
      next.data[0] = [1, 3, 5][tails % 3]!;
      next.head[5]! |= 1;
      tails += 1;
    }
  }
  return { bytes: Buffer.concat(pages.map(pageBytes)), tails };
}

async function sound(file: string, from: number, to: number): Promise<Float32Array> {
  const bytes = await FileBytes.open(file);
  const song = await openSong(bytes, 'playing');
  const out = new Float32Array(to - from).fill(NaN);
  for await (const { start, channels } of song.blocks(from, to)) {
    const part = channels[0]!.subarray(Math.max(0, from - start), Math.max(0, to - start));
    out.set(part, Math.max(0, start - from));
  }
  song.close?.();
  await bytes.close();
  return out;
}

// Three songs of the scan bench were called damaged: the end of a packet that their page begins with looked like a header.
test.each([
  ['casualties-of-war.ogg', 44_100],
  ['nuclear-heartbeat.opus', 48_000],
])('%s: a page that begins within a packet is a place to start from', async (name, rate) => {
  const { bytes, tails } = withTails(await readFile(path.join(FIXTURES, name)), 2);
  expect(tails).toBeGreaterThan(1);
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  const whole = await sound(file, 0, 9 * rate);
  for (let at = 0.2; at < 8.5; at += 0.4) {
    const from = Math.round(at * rate);
    const part = await sound(file, from, from + rate / 4);
    const expected = whole.subarray(from, from + rate / 4);
    expect(rmsDifference(part, expected)).toBeLessThan(0.01 * rms(expected) + 1e-4);
  }
});

test.each([
  ['casualties-of-war.ogg', 44_100, 0.2],
  ['nuclear-heartbeat.opus', 48_000, 0.3],
])(
  '%s: of the pages around a stretch only what the stretch needs is decoded, in its place',
  async (name, rate, spareSeconds) => {
    const bytes = await FileBytes.open(path.join(FIXTURES, name));
    const song = await openSong(bytes, 'playing');
    const whole = await sound(path.join(FIXTURES, name), 0, song.frames);
    // The first page has no page before it to count from, the last one may say less than it holds.
    for (let from = 2 * rate; from < song.frames - 2.5 * rate; from += Math.round(0.37 * rate)) {
      const to = from + Math.round(0.25 * rate);
      let decoded = 0;
      let end = from;
      for await (const { start, channels } of song.blocks(from, to)) {
        decoded += channels[0]!.length;
        if (start + channels[0]!.length <= from) {
          continue;
        }
        const part = channels[0]!.subarray(Math.max(0, from - start), Math.max(0, to - start));
        expect(Math.max(from, start)).toBe(end);
        end = Math.min(to, start + channels[0]!.length);
        const expected = whole.subarray(end - part.length, end);
        expect(rmsDifference(part, expected)).toBeLessThan(0.01 * rms(expected) + 1e-4);
      }
      expect(end).toBe(to);
      expect(decoded).toBeLessThan(to - from + spareSeconds * rate);
    }
    song.close?.();
    await bytes.close();
  },
);

test('packets of Vorbis add up to what their pages say', async () => {
  const file = await FileBytes.open(path.join(FIXTURES, 'casualties-of-war.ogg'));
  const pages = await listOggPages(file, '\x01vorbis', 3);
  const { packetSamples } = vorbisCoding(await headerPackets(file, pages));
  const last = pages.offsets.length - 1;
  let before: Uint8Array | undefined;
  let lengths = new Set<number>();
  for await (const { page, packets } of oggPackets(file, pages, pages.firstSound, last - 1)) {
    let sum = 0;
    for (const packet of packets) {
      sum += packetSamples(packet, before);
      lengths = lengths.add(packetSamples(packet, before));
      before = packet;
    }
    if (page > pages.firstSound) {
      expect(sum).toBe(pages.granules[page]! - pages.granules[page - 1]!);
    }
  }
  // Short blocks, long ones, and one after the other.
  expect(lengths.size).toBe(3);
  await file.close();
});

test('a header of Vorbis that does not end as it should says nothing about packets', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const blocks = readVorbisBlocks(new Uint8Array(30).fill(0xb8, 28, 29), bytes);
      expect(blocks?.sizes ?? [256, 2048]).toEqual([256, 2048]);
      for (const mode of [0, 2, 4, 126]) {
        const samples =
          blocks === undefined
            ? 0
            : vorbisPacketSamples(blocks, Uint8Array.of(mode), Uint8Array.of(0));
        expect([0, 64, 128, 512, 576, 1024]).toContain(samples);
      }
    }),
  );
  expect(readVorbisBlocks(new Uint8Array(30), new Uint8Array(40))).toBeUndefined();
});
