import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileBytes } from './file-bytes';
import type { FlacInfo } from './flac-frames';
import { nextFlacFrame } from './flac-frames';

const INFO: FlacInfo = {
  sampleRate: 48_000,
  channels: 2,
  bitsPerSample: 24,
  totalSamples: 0,
  blockSize: 4_608,
  header: new Uint8Array(),
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
