import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { seededRandom } from '../../electron/shared/seeded-random';

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
    await writeFile(file, wav(toneOf(110 * 2 ** (number / 24), loudness)));
  }
}

/** A tone of 40 s whose middle, from 12.5 s to 27.5 s, is noise: what is most like the song is not there. */
export async function writeOddMiddle(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tone = toneOf(220, 1);
  const noise = seededRandom(1);
  const isMiddle = (second: number): boolean => second > 12.5 && second < 27.5;
  const sound: Sound = (index) => (isMiddle(index / RATE) ? 0.4 * (noise() - 0.5) : tone(index));
  await writeFile(path.join(folder, `${name}.wav`), wav(sound));
}

/** A sample, from -1 to 1. */
type Sound = (index: number) => number;

/** One swelling tone. */
function toneOf(frequency: number, loudness: number): Sound {
  return (index) => {
    const swell = 0.5 + 0.4 * Math.sin((2 * Math.PI * index) / RATE / 3);
    return swell * Math.sin((2 * Math.PI * frequency * index) / RATE) * loudness * 0.61;
  };
}

/** Mono 16-bit WAV of 40 s. */
function wav(sound: Sound): Buffer {
  const samples = RATE * SECONDS;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index++) {
    file.writeInt16LE(Math.round(sound(index) * 32_767), 44 + index * 2);
  }
  return file;
}
