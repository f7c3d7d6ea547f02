import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const RATE = 16_000;
const SECONDS = 40;

/** Long tones, each another song: enough to listen to that a scan is still going on when a test has done its part. */
export async function writeTones(
  folder: string,
  count: number,
  name = 'Tone',
  loudness = 1,
  first = 1,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let number = first; number < first + count; number++) {
    const file = path.join(folder, `${name} ${String(number).padStart(3, '0')}.wav`);
    await writeFile(file, toneWav(110 * 2 ** (number / 24), SECONDS, loudness));
  }
}

/** Mono 16-bit WAV of one swelling tone. */
function toneWav(frequency: number, seconds: number, loudness: number): Buffer {
  const samples = RATE * seconds;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index++) {
    const swell = 0.5 + 0.4 * Math.sin((2 * Math.PI * index) / RATE / 3);
    const value = swell * Math.sin((2 * Math.PI * frequency * index) / RATE);
    wav.writeInt16LE(Math.round(value * loudness * 20_000), 44 + index * 2);
  }
  return wav;
}
