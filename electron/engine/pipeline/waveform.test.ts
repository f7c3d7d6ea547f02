import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sine, wavBytes } from '../decode/testing/sounds';
import { readWaveform } from './waveform';

const RATE = 44_100;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-waveform-'));
});
afterAll(() => rm(folder, { recursive: true }));

const written = async (seconds: number, level: (time: number) => number): Promise<string> => {
  const file = path.join(folder, `${String(seconds)}.wav`);
  const sound = sine(440, RATE, seconds).map((sample, at) => sample * level(at / RATE));
  await writeFile(file, wavBytes([sound], { rate: RATE, bits: 16 }));
  return file;
};

describe('the waveform of a song', () => {
  it('follows its level, the loudest piece being 1', async () => {
    const file = await written(64, (time) => (time < 32 ? 0.1 : 0.4));
    const { durationSeconds, heights } = await readWaveform(file);
    expect(durationSeconds).toBeCloseTo(64, 2);
    expect(heights).toHaveLength(160);
    heights.forEach((height, at) => {
      expect(Math.abs(height - (at < 80 ? 0.25 : 1))).toBeLessThan(0.02);
    });
  });

  it('of a short song has as many pieces as it has tenths of a second', async () => {
    const { heights } = await readWaveform(await written(2, (time) => 0.2 + time / 4));
    expect(heights).toHaveLength(20);
    expect([...heights].sort((a, b) => a - b)).toEqual(heights);
  });

  it('tells why there is none', async () => {
    const gone = path.join(folder, 'gone.mp3');
    await expect(readWaveform(gone)).rejects.toMatchObject({ kind: 'file-missing', path: gone });
  });
});
