import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileBytes } from './file-bytes';
import { readMp4Track } from './mp4-track';
import { openSong } from './open-song';
import { packetBytes } from './packet-run';
import type { Song } from './song';
import { FIXTURES, rms, rmsDifference } from './testing/sounds';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'open-song-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function withSong<T>(file: string, use: (song: Song) => Promise<T>): Promise<T> {
  const bytes = await FileBytes.open(file);
  const song = await openSong(bytes, 'playing');
  try {
    return await use(song);
  } finally {
    song.close?.();
    await bytes.close();
  }
}

/** The first channel of [from, to); what is missing is NaN. */
async function sound(song: Song, from: number, to: number): Promise<Float32Array> {
  const out = new Float32Array(to - from).fill(NaN);
  for await (const { start, channels } of song.blocks(from, to)) {
    const first = Math.max(from, start);
    const part = channels[0]!.subarray(first - start, Math.max(first, to) - start);
    out.set(part.subarray(0, Math.max(0, to - first)), Math.min(out.length, first - from));
  }
  return out;
}

describe('a stretch from the middle is what decoding from the start gives there', () => {
  for (const [name, tolerance] of [
    ['a-new-journey.mp3', 1e-5],
    ['ezer-ev.mp3', 1e-5],
    ['frozen-mainzik.mp3', 1e-5],
    ['battle-epic.flac', 0],
    ['coherence.m4a', 0],
    ['casualties-of-war.ogg', 1e-5],
    ['nuclear-heartbeat.opus', 1e-3],
    // Its encoder replaced noise by a note to make noise up, which no two runs do alike.
    ['traveling-minstrels.m4a', 0.015],
    ['genesis.aiff', 0],
    ['untagged-plinkeplanke.wav', 0],
  ] as const) {
    test(`${name}, to ${tolerance}`, async () => {
      await withSong(path.join(FIXTURES, name), async (song) => {
        const second = song.sampleRate;
        const whole = await sound(song, 0, 7 * second);
        for (const from of [0.01, 1, 2.5, 5.9]) {
          const at = Math.round(from * second);
          const part = await sound(song, at, at + second);
          const difference = rmsDifference(part, whole.subarray(at, at + second));
          expect(difference).toBeLessThanOrEqual(tolerance);
        }
      });
    });
  }
});

/** Of a frame of AAC of this profile (0: Main, 1: LC, 2: SSR), 44.1 kHz, two channels, no check sum. */
function adtsHeader(contentBytes: number, profile: number): Buffer {
  const length = contentBytes + 7;
  const header = Buffer.from([0xff, 0xf1, (profile << 6) | 0x10, 0x80, 0, 0x1f, 0xfc]);
  header[3]! |= length >> 11;
  header[4] = (length >> 3) & 0xff;
  header[5]! |= (length & 7) << 5;
  return header;
}

test('AAC in ADTS frames is what it is in MP4', async () => {
  const source = path.join(FIXTURES, 'traveling-minstrels.m4a');
  const bytes = await FileBytes.open(source);
  const { packets } = await readMp4Track(bytes);
  const frames: Buffer[] = [];
  for (let packet = 0; packet < packets.sizes.length; packet += 1) {
    for await (const content of packetBytes(bytes, packets, packet, packet + 1)) {
      frames.push(adtsHeader(content.length, 1), content);
    }
  }
  await bytes.close();
  const file = path.join(folder, 'song.aac');
  await writeFile(file, Buffer.concat(frames));
  const adts = await withSong(file, async (song) => {
    expect(song.sampleRate).toBe(44_100);
    expect(song.frames / 44_100).toBeCloseTo(12, 1);
    return sound(song, 44_100, 88_200);
  });
  const mp4 = await withSong(source, (song) => sound(song, 44_100, 88_200));
  expect(rmsDifference(adts, mp4)).toBeLessThan(0.15 * rms(mp4));
});

test.each([
  { profile: 1, says: 'the decoder makes no sound of its first frames' },
  { profile: 2, says: 'ADTS init failed' },
])('AAC of profile $profile that holds no sound fails with what its decoder says', async (aac) => {
  const content = Buffer.alloc(200, 0x5a);
  const frames = Array.from({ length: 60 }, () => [adtsHeader(200, aac.profile), content]).flat();
  const file = path.join(folder, 'broken.aac');
  await writeFile(file, Buffer.concat(frames));
  await expect(withSong(file, () => Promise.resolve())).rejects.toMatchObject({
    name: 'MugleError',
    kind: 'damaged-audio',
    message: expect.stringContaining(aac.says) as string,
  });
});
