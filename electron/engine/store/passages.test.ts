import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryStore } from './library-store';
import { openLibraryStore } from './library-store';
import { packPassages, unpackPassages } from './passage-rows';
import type { PassageVector } from './stored-records';
import { id, silent as logger, track } from './testing/sample-rows';

describe('passages as bytes', () => {
  const vectors = fc
    .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 })
    .map((values) => Float32Array.from(values));

  it('are off by half a step at most: 1/254 of the largest value of their row', () => {
    fc.assert(
      fc.property(fc.array(vectors, { maxLength: 20 }), (rows) => {
        const passages = rows.map((vector, at) => ({ seconds: at * 1.5, vector }));
        const back = unpackPassages(packPassages(passages));
        expect(back.map(({ seconds }) => seconds)).toEqual(passages.map(({ seconds }) => seconds));
        back.forEach(({ vector }, row) => {
          const largest = Math.max(...rows[row]!.map(Math.abs));
          vector.forEach((value, at) => {
            expect(Math.abs(value - rows[row]![at]!)).toBeLessThanOrEqual(largest / 254 + 1e-7);
          });
        });
      }),
    );
  });

  it('cost a song of 28 patches and two windows less than 7 KB', () => {
    const rows = (count: number, dims: number): PassageVector[] =>
      Array.from({ length: count }, (_, at) => ({
        seconds: at,
        vector: new Float32Array(dims).fill(0.1),
      }));
    const bytes = [rows(28, 200), rows(2, 128)]
      .map(packPassages)
      .reduce((sum, { seconds, scales, codes }) => {
        return sum + seconds.byteLength + scales.byteLength + codes.byteLength;
      }, 0);
    expect(bytes).toBe(28 * 208 + 2 * 136);
  });
});

describe('passages in a library', () => {
  let folder = '';
  let store: LibraryStore;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-passages-'));
    store = await openLibraryStore(folder, { logger });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const put = (number: number, ...seconds: number[]): void => {
    const vector = Float32Array.of(0, 1);
    store.putTrack(track(number, { state: 'analysed', models: ['m'] }));
    store.putAnalysis({
      id: id(number),
      vectors: { genre: vector },
      tagScores: [],
      passages: { genre: seconds.map((each) => ({ seconds: each, vector })) },
    });
  };
  const places = async (...numbers: number[]): Promise<Record<string, number[]>> => {
    const found = await store.passages.of(numbers.map(id), 'genre');
    return Object.fromEntries(
      [...found].map(([of, rows]) => [Number(`0x${of}`), rows.map(({ seconds }) => seconds)]),
    );
  };

  it('are there at once and after the next start, are replaced by newer ones, and go with their song', async () => {
    put(1, 1, 2, 3);
    put(2, 5);
    put(3);
    const all = { 1: [1, 2, 3], 2: [5], 3: [] };
    expect(await places(1, 2, 3, 4)).toEqual(all);
    await store.flush();
    expect(await places(1, 2, 3, 4)).toEqual(all);
    expect((await store.passages.of([id(1)], 'melody')).size).toBe(0);
    put(1, 9);
    expect(await places(1)).toEqual({ 1: [9] });
    await store.close();
    store = await openLibraryStore(folder, { logger });
    expect(await places(1, 2)).toEqual({ 1: [9], 2: [5] });
    // None of them has a file.
    await store.forgetMissing(Date.now() + 1000);
    expect(await places(1, 2, 3)).toEqual({});
    await store.close();
    store = await openLibraryStore(folder, { logger });
    expect(await places(1, 2, 3)).toEqual({});
  });
});
