import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGoldenSong } from '../../../native-models/front-end/golden-song';
import { MugleError } from '../../shared/errors';
import type { ProcessorReport } from '../../shared/ipc/scan-contract';
import type { Embedder } from './embedder';
import { createEmbedder } from './embedder';
import type { Embedding, SongSound } from './hear-song';
import type { LoadedModels } from './load-models';
import { loadModels, readModelFiles } from './load-models';
import { beatsCpu, furthestApart, trialSong } from './processor-trial';

const modelsDir = fileURLToPath(new URL('../../../native-models', import.meta.url));
const { signal } = new AbortController();
const PATCH = 48_128;
const only = (...passages: Float32Array[]): SongSound => ({ passages, windows: [] });

let embedder: Embedder;
let song: Float32Array;

beforeAll(async () => {
  embedder = await createEmbedder({ modelsDir, threads: 1 });
  song = await readGoldenSong(modelsDir);
});
afterAll(() => embedder.close());

describe('the processor', () => {
  it('is the CPU, with a reason for every other this build knows', () => {
    expect(embedder.processor.provider).toBe('cpu');
    expect(embedder.processor.rejected.every((one) => one.reason !== '')).toBe(true);
  });

  it('that cannot be had is passed over for the CPU, with its reason told', async () => {
    const other = await createEmbedder({ modelsDir, threads: 1, provider: 'cuda' });
    expect(other.processor).toMatchObject({
      provider: 'cpu',
      rejected: expect.arrayContaining([
        expect.objectContaining({ provider: 'cuda', kind: 'failed' }),
      ]) as unknown,
    });
    await other.close();
    await other.close();
    await expect(other.embed(only(song), { signal })).rejects.toMatchObject({
      kind: 'engine-down',
    });
  });

  describe('on trial', () => {
    const files = readModelFiles(modelsDir);
    /** The CPU itself, its vectors and its speed made worse. */
    const candidate = async (louder: number, waitMs: number): Promise<LoadedModels> => {
      const loaded = await loadModels(await files, { threads: 1, provider: 'cpu' });
      const run: typeof loaded.mel.run = async (input, outputs) => {
        await setTimeout(waitMs);
        const found = await loaded.mel.run(input, outputs);
        return Object.fromEntries(
          Object.entries(found).map(([name, { values, shape }]) => [
            name,
            { values: values.map((value) => value * louder), shape },
          ]),
        );
      };
      return { ...loaded, mel: { ...loaded.mel, run } };
    };
    const judge = async (loaded: LoadedModels): ReturnType<typeof beatsCpu> => {
      try {
        return await beatsCpu(loaded, { files: await files, modelsDir, threads: 1 });
      } finally {
        await loaded.close();
      }
    };

    it('is told how long a song takes on it and on the CPU, or that it is not faster', async () => {
      const verdict = await judge(await candidate(1, 0));
      if ('kind' in verdict) {
        expect(verdict).toMatchObject({ kind: 'slower' });
        expect(verdict.reason).toMatch(/it takes \d+ ms for a song, the CPU \d+ ms/);
      } else {
        expect(verdict.songMs).toBeGreaterThan(0);
        expect(verdict.cpuSongMs).toBeGreaterThan(verdict.songMs);
      }
    });

    it('is turned down for other results, however fast', async () => {
      expect(await judge(await candidate(1.05, 0))).toMatchObject({ kind: 'differs' });
      expect(await judge(await candidate(NaN, 0))).toMatchObject({ kind: 'failed' });
    });

    it('is turned down for being slower', async () => {
      expect(await judge(await candidate(1, 40))).toMatchObject({ kind: 'slower' });
    });

    it('hears as much of the trial song as of one of some minutes', async () => {
      const { passages, windows } = await trialSong(modelsDir, await files);
      expect(passages.map(({ length }) => length)).toEqual(Array(28).fill(PATCH));
      expect(windows.map(({ length }) => length)).toEqual(Array(4).fill(204_800));
    });
  });

  it('that fails at a song leaves it and all others to the CPU, and says so', async () => {
    const reports: ProcessorReport[] = [];
    let runs = 0;
    const failing = await createEmbedder({
      modelsDir,
      threads: 1,
      provider: 'any-gpu',
      // A driver cannot be made to fail here: the models are the CPU's, and one of them fails at its third run.
      load: async (files, options) => {
        const loaded = await loadModels(files, { ...options, provider: 'cpu' });
        const run: typeof loaded.mel.run = (input, outputs) =>
          ++runs === 3
            ? Promise.reject(new MugleError('model-failed', 'the device was lost'))
            : loaded.mel.run(input, outputs);
        return options.provider === 'cpu'
          ? loaded
          : { ...loaded, provider: options.provider, mel: { ...loaded.mel, run } };
      },
      onProcessor: (report) => reports.push(report),
    });
    const expected = await embedder.embed(only(song), { signal });
    expect(failing.processor).toMatchObject({ provider: 'any-gpu' });
    for (let times = 0; times < 4; times++) {
      expect(furthestApart(await failing.embed(only(song), { signal }), expected)).toBeLessThan(
        1e-6,
      );
    }
    expect(runs).toBe(3);
    expect(reports).toEqual([failing.processor]);
    expect(failing.processor).toMatchObject({ provider: 'cpu' });
    expect(failing.processor.rejected[0]).toEqual({
      provider: 'any-gpu',
      kind: 'lost',
      reason: 'the device was lost',
    });
    await failing.close();
  });

  it('is compared with the CPU by the value that is furthest off', () => {
    const heard = (genre: Float32Array, scores: Float32Array): Embedding => ({
      vectors: { genre },
      tagScores: [{ model: 'any', scores }],
      stretches: {},
    });
    const [genre, scores] = [Float32Array.of(0, 1), Float32Array.of(0.5, 0.25)];
    const expected = heard(genre, scores);
    expect(furthestApart(expected, expected)).toBe(0);
    expect(furthestApart(heard(Float32Array.of(0, 0.75), scores), expected)).toBe(0.25);
    expect(furthestApart(heard(genre, Float32Array.of(0, 0.25)), expected)).toBe(0.5);
    expect(furthestApart(heard(Float32Array.of(NaN, 1), scores), expected)).toBeNaN();
    expect(furthestApart(heard(Float32Array.of(0), scores), expected)).toBeNaN();
    expect(furthestApart({ vectors: {}, tagScores: [], stretches: {} }, expected)).toBeNaN();
  });
});
