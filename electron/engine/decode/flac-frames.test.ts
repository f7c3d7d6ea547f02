import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { decodeToWav } from './decode-passages';
import { FileBytes } from './file-bytes';
import type { FlacInfo } from './flac-frames';
import { nextFlacFrame, readFlacInfo, wholeFrames } from './flac-frames';
import { openSong } from './open-song';
import { FIXTURES, rmsDifference } from './testing/sounds';

const INFO: FlacInfo = {
  sampleRate: 48_000,
  channels: 2,
  bitsPerSample: 24,
  totalSamples: 0,
  blockSize: 4_608,
  soundAt: 0,
};

/** A frame's header as the format has it: sync, sizes and rates by code, number, CRC-8 (polynomial 0x07). */
function header(codes: { rate: number; bits: number; size: number; number: number[] }): number[] {
  const { rate, bits, size, number } = codes;
  const bytes = [0xff, 0xf8, (size << 4) | rate, (1 << 4) | (bits << 1), ...number];
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
    }
  }
  return [...bytes, crc];
}

describe('frames of a FLAC file', () => {
  it.each([
    ['another rate', header({ rate: 9, bits: 6, size: 5, number: [7] })],
    ['other bits', header({ rate: 10, bits: 4, size: 5, number: [7] })],
    ['a larger block', header({ rate: 10, bits: 6, size: 15, number: [7] })],
    ['a number that is none', header({ rate: 10, bits: 6, size: 5, number: [0xc3, 0x41] })],
  ])('are not taken for sound that looks like one by chance: %s', async (_, chance) => {
    const real = header({ rate: 10, bits: 6, size: 5, number: [0xc4, 0x80] });
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-flac-'));
    const file = path.join(folder, 'sound');
    await writeFile(
      file,
      Uint8Array.from([...chance, 0, 0, ...real, ...new Array<number>(40).fill(0)]),
    );
    const bytes = await FileBytes.open(file);
    try {
      expect(await nextFlacFrame(bytes, INFO, 0, bytes.size)).toEqual({
        at: chance.length + 2,
        firstSample: 256 * 4_608,
        samples: 4_608,
      });
    } finally {
      await bytes.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe('a FLAC file of which a piece is lost', () => {
  const rate = 44_100;
  /** All sound of the file, with NaN where nothing came. */
  async function sound(file: string): Promise<Float32Array> {
    const bytes = await FileBytes.open(file);
    const song = await openSong(bytes, 'playing');
    const out = new Float32Array(song.frames).fill(NaN);
    for await (const { start, channels } of song.blocks(0, song.frames)) {
      out.set(channels[0]!.subarray(0, out.length - start), start);
    }
    song.close?.();
    await bytes.close();
    return out;
  }

  it.each([
    ['damaged', (frame: Buffer) => Buffer.from(frame).fill(0x55, 40)],
    ['not there', () => Buffer.alloc(0)],
    ['another file', (frame: Buffer) => Buffer.alloc(3 * frame.length, 'no sound')],
    ['longer than any', (frame: Buffer) => Buffer.concat([frame, Buffer.alloc(64 * 1024 * 1024)])],
  ])('loses no more than the frame that is %s', async (_, replaced) => {
    const original = path.join(FIXTURES, 'battle-epic.flac');
    const file = await FileBytes.open(original);
    const info = await readFlacInfo(file, 0);
    const first = await nextFlacFrame(file, info, info.soundAt, file.size);
    const frames = [];
    for await (const some of wholeFrames(file, info, first!, file.size)) {
      frames.push(...some);
    }
    await file.close();
    expect(frames.map(({ firstSample }) => firstSample)).toEqual(
      frames.map((_, index) => index * info.blockSize),
    );
    const { at, bytes, firstSample, samples } = frames[20]!;
    const whole = await readFile(original);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-flac-'));
    try {
      const damaged = path.join(folder, 'damaged.flac');
      await writeFile(
        damaged,
        Buffer.concat([
          whole.subarray(0, at),
          replaced(Buffer.from(bytes)),
          whole.subarray(at + bytes.length),
        ]),
      );
      const expected = await sound(original);
      const written = vi.spyOn(console, 'error');
      const got = await sound(damaged);
      expect(written).not.toHaveBeenCalled();
      expect(expected.length).toBeGreaterThan(7 * rate);
      expect(got.length).toBe(expected.length);
      const lost = [...got.keys()].filter((index) => Number.isNaN(got[index]));
      expect(lost).toEqual(Array.from({ length: samples }, (__, index) => firstSample + index));
      got.set(expected.subarray(firstSample, firstSample + samples), firstSample);
      expect(rmsDifference(got, expected)).toBe(0);
      // Played, it keeps its time: silence stands where the frame was.
      const { signal } = new AbortController();
      const [good, bad] = await Promise.all(
        [original, damaged].map(async (from, index) => {
          const wav = path.join(folder, `${String(index)}.wav`);
          await decodeToWav(from, wav, { signal });
          return readFile(wav);
        }),
      );
      const bytesBefore = 44 + firstSample * 2 * info.channels;
      good!.fill(0, bytesBefore, bytesBefore + samples * 2 * info.channels);
      expect(bad!.equals(good!)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
