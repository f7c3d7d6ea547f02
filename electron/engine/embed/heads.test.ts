import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Heads, SpaceVectors } from './heads';
import { openHeads } from './heads';

const modelsDir = fileURLToPath(new URL('../../../native-models', import.meta.url));
const [GENRE, MELODY, BLEND] = [200, 128, 128];

let heads: Heads;
let rows: readonly SpaceVectors[];
let expected: Float32Array;

async function golden(name: string, model = 'blend'): Promise<Float32Array> {
  const bytes = await readFile(path.join(modelsDir, model, 'golden', `${name}.f32`));
  return new Float32Array(new Uint8Array(bytes).buffer);
}

beforeAll(async () => {
  heads = await openHeads(modelsDir, { threads: 1 });
  const values = await golden('vectors');
  expected = await golden('blend');
  // The rows have a genre that is even already, as their last values say.
  rows = Array.from({ length: values.length / (GENRE + MELODY) }, (_, row) => {
    const from = row * (GENRE + MELODY);
    return {
      genre: values.slice(from, from + GENRE),
      melody: values.slice(from + GENRE, from + GENRE + MELODY),
    };
  });
});
afterAll(() => heads.close());

describe('the genre head', () => {
  it('gives what PyTorch gave, and rows that are even already as they are', async () => {
    const heard = await golden('penultimate', 'genre');
    const wanted = await golden('genre', 'genre');
    const songs = Array.from({ length: 4 }, (_, row) =>
      heard.slice(row * GENRE, (row + 1) * GENRE),
    );
    expect(heads.evens).toEqual(['genre']);
    const evened = await heads.even('genre', songs);
    for (const [row, vector] of evened.entries()) {
      const apart = vector.map((value, at) => Math.abs(value - wanted[row * GENRE + at]!));
      expect(Math.max(...apart)).toBeLessThanOrEqual(1e-5);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }
    const [alone] = await heads.fill([{ genre: songs[0]! }]);
    expect(alone).toEqual({ genre: evened[0] });
    const again = await heads.even('genre', evened);
    const moved = again.flatMap((vector, row) => [...vector.map((v, at) => v - evened[row]![at]!)]);
    expect(Math.max(...moved.map(Math.abs))).toBeLessThan(1e-6);
    expect(await heads.even('melody', songs)).toBe(songs);
  });
});

describe('the blend head', () => {
  it('gives what PyTorch gave, one song or many at a time', async () => {
    expect(heads.models).toEqual(['blend-2', 'genre-1']);
    const together = await heads.fill(rows);
    for (const [row, song] of rows.entries()) {
      const [alone] = await heads.fill([song]);
      const wanted = expected.subarray(row * BLEND, (row + 1) * BLEND);
      for (const { blend } of [alone!, together[row]!]) {
        const apart = wanted.map((value, at) => Math.abs(value - blend![at]!));
        expect(Math.max(...apart)).toBeLessThanOrEqual(1e-5);
        expect(Math.hypot(...blend!)).toBeCloseTo(1, 5);
      }
    }
  });

  it('gives nothing to a song that lacks what it needs, and the others theirs', async () => {
    const [whole] = rows;
    const filled = await heads.fill([
      { genre: whole!.genre! },
      whole!,
      { ...whole, melody: Float32Array.of(1, 0) },
      {},
    ]);
    expect(filled.map(({ blend }) => blend !== undefined)).toEqual([false, true, false, false]);
    expect(filled.map(({ genre }) => genre !== undefined)).toEqual([true, true, true, false]);
    expect(await heads.fill([])).toEqual([]);
  });

  it('says so when what it is given is no number', async () => {
    const broken = { ...rows[0], genre: new Float32Array(GENRE).fill(NaN) };
    await expect(heads.fill([broken])).rejects.toMatchObject({ kind: 'model-failed' });
  });
});
