import { writeFile } from 'node:fs/promises';

const RATE = 16_000;

/** Writes a real song of sorts: a chord over a beat, different for every seed. 16-bit mono WAV. */
export async function writeWav(path: string, seed: number, seconds = 8): Promise<void> {
  const frames = RATE * seconds;
  const file = Buffer.alloc(44 + frames * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + frames * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(frames * 2, 40);
  const root = 110 * 2 ** ((seed % 24) / 12);
  for (let frame = 0; frame < frames; frame++) {
    const time = frame / RATE;
    const chord = [1, 1.25, 1.5].reduce(
      (sum, ratio) => sum + Math.sin(2 * Math.PI * root * ratio * time),
      0,
    );
    const beat = Math.exp(-((time * (1 + (seed % 5))) % 1) * 8);
    file.writeInt16LE(
      Math.round(8000 * (chord / 3) * beat + 500 * Math.sin(seed * frame)),
      44 + frame * 2,
    );
  }
  await writeFile(path, file);
}
