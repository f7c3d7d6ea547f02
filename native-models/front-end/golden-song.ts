import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** ffmpeg writes this much before the samples of a `-bitexact` 16-bit file without tags. */
const HEADER_BYTES = 44;

/** Six seconds of real music, mono at 16 kHz, full scale 1 (front-end/README.md names it). */
export async function readGoldenSong(modelsDir: string): Promise<Float32Array> {
  const wav = await readFile(path.join(modelsDir, 'front-end', 'golden', 'nebula-6s.wav'));
  return Float32Array.from(
    { length: (wav.length - HEADER_BYTES) / 2 },
    (_, at) => wav.readInt16LE(HEADER_BYTES + at * 2) / 32_768,
  );
}
