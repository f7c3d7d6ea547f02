import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGoldenSong } from '../../../native-models/front-end/golden-song';
import type { BundledModel } from '../../../native-models/registry';
import { readGraph, readModels } from '../../../native-models/registry';
import type { Embedder } from './embedder';
import { createEmbedder } from './embedder';
import type { Embedding, SongSound } from './hear-song';
import { hearSong } from './hear-song';
import { loadModels, readModelFiles } from './load-models';
import { openGraphs } from './open-graphs';
import { furthestApart } from './processor-trial';
import { repeatSamples } from './song-patches';

const modelsDir = fileURLToPath(new URL('../../../native-models', import.meta.url));
const { signal } = new AbortController();
const PATCH = 48_128;

let embedder: Embedder;
let song: Float32Array;

beforeAll(async () => {
  embedder = await createEmbedder({ modelsDir, threads: 1 });
  song = await readGoldenSong(modelsDir);
});
afterAll(() => embedder.close());

const cosine = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  a!.reduce((sum, value, at) => sum + value * b![at]!, 0);
const only = (...passages: Float32Array[]): SongSound => ({ passages, windows: [] });
const length = (vector: Float32Array | undefined): number => Math.sqrt(cosine(vector, vector));
const scoresOf = (embedding: Embedding, model: string): Float32Array =>
  embedding.tagScores.find((one) => one.model === model)!.scores;

async function golden(model: BundledModel, name: string): Promise<Float32Array> {
  const bytes = await readFile(path.join(model.folder, 'golden', `${name}.f32`));
  return new Float32Array(new Uint8Array(bytes).buffer);
}

describe('models against the original package', () => {
  it.each(['musicnn-msd', 'musicnn-mtt'])('%s gives its golden outputs', async (id) => {
    const model = (await readModels(modelsDir)).find((one) => one.id === id)!;
    const graphs = await openGraphs([{ name: id, bytes: await readGraph(model) }], { threads: 1 });
    const values = await golden(model, 'patches');
    const found = await graphs[0]!.run({ name: 'patches', values, shape: [4, 187, 96] }, [
      'tags',
      'penultimate',
    ]);
    for (const name of ['tags', 'penultimate']) {
      const expected = await golden(model, name);
      expect(found[name]!.values).toHaveLength(expected.length);
      const differences = expected.map((value, at) => Math.abs(value - found[name]!.values[at]!));
      expect(Math.max(...differences)).toBeLessThanOrEqual(1e-4);
    }
    await graphs[0]!.close();
  });
});

describe('the melody encoder', () => {
  const goldenWindow = (): Float32Array => repeatSamples(song, 204_800);

  it('gives its golden vector, front end and all', async () => {
    const model = (await readModels(modelsDir)).find((one) => one.kind === 'encoder')!;
    expect(model.windowSamples).toBe(204_800);
    const expected = await golden(model, 'melody');
    const { vectors } = await embedder.embed(
      { passages: [song], windows: [goldenWindow()] },
      { signal },
    );
    const differences = expected.map((value, at) => Math.abs(value - vectors.melody![at]!));
    expect(vectors.melody).toHaveLength(128);
    expect(Math.max(...differences)).toBeLessThanOrEqual(1e-4);
  });

  it('hears a song of any level, and leaves silent windows out', async () => {
    const windows = [goldenWindow()];
    const { vectors } = await embedder.embed({ passages: [song], windows }, { signal });
    const softer = {
      passages: [song],
      windows: [goldenWindow().map((value) => value / 8), new Float32Array(204_800)],
    };
    const other = await embedder.embed(softer, { signal });
    expect(cosine(vectors.melody, other.vectors.melody)).toBeGreaterThan(0.999);
  });

  it('hears the passages of a song whose windows are all silent', async () => {
    const sound = { passages: [song], windows: [new Float32Array(204_800)] };
    const { vectors } = await embedder.embed(sound, { signal });
    expect(vectors.melody).toEqual((await embedder.embed(only(song), { signal })).vectors.melody);
  });

  it('gives a short window the vector of its repetition', async () => {
    const half = song.subarray(0, 60_000);
    const short = { passages: [song], windows: [half] };
    const long = { passages: [song], windows: [repeatSamples(half, 204_800)] };
    const [one, other] = [
      await embedder.embed(short, { signal }),
      await embedder.embed(long, { signal }),
    ];
    expect(one.vectors.melody).toEqual(other.vectors.melody);
  });
});

describe('a song', () => {
  it('becomes a unit vector in each space and the scores of both taggers', async () => {
    const embedding = await embedder.embed(only(song), { signal });
    expect(embedder.models).toEqual([
      'blend-2',
      'genre-1',
      'melody-1',
      'musicnn-msd',
      'musicnn-mtt',
    ]);
    expect(Object.keys(embedding.vectors).sort()).toEqual(['blend', 'genre', 'melody']);
    expect(embedding.vectors.blend).toHaveLength(128);
    expect(length(embedding.vectors.blend)).toBeCloseTo(1, 5);
    expect(embedding.vectors.melody).toHaveLength(128);
    expect(length(embedding.vectors.melody)).toBeCloseTo(1, 5);
    expect(embedding.vectors.genre).toHaveLength(200);
    expect(length(embedding.vectors.genre)).toBeCloseTo(1, 5);
    expect(embedding.tagScores.map((one) => one.model)).toEqual(['musicnn-msd', 'musicnn-mtt']);
    for (const { scores } of embedding.tagScores) {
      expect(scores).toHaveLength(50);
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    }
  });

  it('is heard for what it is: an instrumental electronic track', async () => {
    const embedding = await embedder.embed(only(song), { signal });
    const [model] = (await readModels(modelsDir)).filter((one) => one.kind === 'tagger');
    const scores = scoresOf(embedding, model!.id);
    const ranked = model!.tags
      .map((tag, at) => ({ tag, score: scores[at]! }))
      .sort((a, b) => b.score - a.score);
    expect(ranked.slice(0, 5).map((one) => one.tag)).toContain('electronic');
  });

  it('gives the same numbers again, whatever was heard in between', async () => {
    const first = await embedder.embed(only(song), { signal });
    await embedder.embed(only(song.subarray(0, 9000)), { signal });
    expect(await embedder.embed(only(song), { signal })).toEqual(first);
  });

  it('is the mean over its patches, however they are split into passages', async () => {
    const whole = await embedder.embed(
      only(song.subarray(0, PATCH), song.subarray(40_000, 40_000 + PATCH)),
      { signal },
    );
    const parts = [
      await embedder.embed(only(song.subarray(0, PATCH)), { signal }),
      await embedder.embed(only(song.subarray(40_000, 40_000 + PATCH)), { signal }),
    ];
    const scores = parts.map((part) => scoresOf(part, 'musicnn-mtt'));
    scoresOf(whole, 'musicnn-mtt').forEach((score, at) => {
      expect(score).toBeCloseTo((scores[0]![at]! + scores[1]![at]!) / 2, 5);
    });
  });

  it('leaves digital silence out of the mean', async () => {
    const passage = song.subarray(0, PATCH);
    const alone = await embedder.embed(only(passage), { signal });
    const beside = await embedder.embed(
      only(new Float32Array(PATCH), passage, new Float32Array(3)),
      {
        signal,
      },
    );
    const { stretches, ...means } = beside;
    expect(means).toEqual({ vectors: alone.vectors, tagScores: alone.tagScores });
    // It is known which stretch it was, and of one alone it is the song's own vector.
    const [first, ...others] = stretches.genre!;
    expect(others).toEqual([]);
    expect(first).toMatchObject({ of: 'passages', index: 1, centre: PATCH / 2 });
    expect(cosine(first!.vector, beside.vectors.genre)).toBeCloseTo(1, 5);
  });

  it('gives each stretch its own vector, and the song one near all of them', async () => {
    const passages = [0, 1, 2].map((at) => song.subarray(at * 20_000, at * 20_000 + PATCH));
    const windows = [song, song.subarray(8000)];
    const { vectors, stretches } = await embedder.embed({ passages, windows }, { signal });
    expect(stretches.genre!.map(({ of, index }) => [of, index])).toEqual([
      ['passages', 0],
      ['passages', 1],
      ['passages', 2],
    ]);
    expect(stretches.melody!.map(({ of, index }) => [of, index])).toEqual([
      ['windows', 0],
      ['windows', 1],
    ]);
    for (const space of ['genre', 'melody'] as const) {
      for (const { vector } of stretches[space]!) {
        expect(length(vector)).toBeCloseTo(1, 5);
        expect(cosine(vector, vectors[space])).toBeGreaterThan(0.5);
      }
    }
  });

  it('shorter than a patch is repeated', async () => {
    const second = song.subarray(0, 16_000);
    const embedding = await embedder.embed(only(second), { signal });
    const whole = await embedder.embed(only(song), { signal });
    expect(length(embedding.vectors.genre)).toBeCloseTo(1, 5);
    expect(cosine(embedding.vectors.genre, whole.vectors.genre)).toBeGreaterThan(0.3);
  });

  it('with a few samples that are no numbers is heard without them', async () => {
    const hurt = Float32Array.from(song);
    hurt[5] = NaN;
    hurt[6] = Infinity;
    const embedding = await embedder.embed(only(hurt), { signal });
    const whole = await embedder.embed(only(song), { signal });
    expect(cosine(embedding.vectors.genre, whole.vectors.genre)).toBeGreaterThan(0.99);
  });
});

describe('many patches in one run, as on a GPU', () => {
  it.each([
    ['of one length', [PATCH, PATCH, PATCH]],
    ['of several lengths', [PATCH, 20_000, PATCH]],
    ['shorter than a frame', [256, 256, 512]],
  ])('give what one at a time gives: passages %s', async (_, lengths) => {
    const files = await readModelFiles(modelsDir);
    const loaded = await loadModels(files, { threads: 1, provider: 'cpu' });
    try {
      const passages = lengths.map((size, at) => song.subarray(at * 20_000, at * 20_000 + size));
      const sound = { passages, windows: [song, song.subarray(9000), song.subarray(50_000)] };
      const one = await hearSong(loaded, sound, signal);
      const all = await hearSong({ ...loaded, batch: 16 }, sound, signal);
      expect(loaded.batch).toBe(1);
      expect(furthestApart(all, one)).toBeLessThan(1e-4);
      expect(all.stretches.genre).toHaveLength(lengths.length);
      expect(all.stretches.melody).toHaveLength(3);
    } finally {
      await loaded.close();
    }
  });
});

describe('what cannot be heard', () => {
  it.each([
    ['nothing', [], 'no-audio-samples'],
    ['empty passages', [new Float32Array(0)], 'no-audio-samples'],
    ['under a frame', [new Float32Array(511).fill(0.1)], 'too-short'],
    ['digital silence', [new Float32Array(100_000)], 'silent'],
    ['no numbers at all', [new Float32Array(100_000).fill(NaN)], 'damaged-audio'],
    ['numbers far too large', [new Float32Array(100_000).fill(1e30)], 'damaged-audio'],
  ])('%s', async (_, passages, kind) => {
    await expect(embedder.embed({ passages, windows: [] }, { signal })).rejects.toMatchObject({
      name: 'MugleError',
      kind,
      stage: 'embed',
    });
  });

  it('never gives NaN for any sound at all', async () => {
    const sample = fc.oneof(
      fc.float({ min: -1, max: 1, noNaN: true }),
      fc.constantFrom(0, 1e-38, -32_768, 65_536),
    );
    const sound = fc.array(sample, { minLength: 512, maxLength: 2000 });
    await fc.assert(
      fc.asyncProperty(sound, async (samples) => {
        const passage = Float32Array.from(samples);
        fc.pre(passage.some((value) => value !== 0));
        const embedding = await embedder.embed(only(passage), { signal });
        expect(length(embedding.vectors.genre)).toBeCloseTo(1, 4);
        expect(length(embedding.vectors.melody)).toBeCloseTo(1, 4);
        expect(embedding.tagScores.every((one) => one.scores.every(Number.isFinite))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('cancelling', () => {
  it('before the start and between patches', async () => {
    const controller = new AbortController();
    const many = Array.from({ length: 50 }, () => song);
    const started = embedder.embed({ passages: many, windows: [] }, { signal: controller.signal });
    setImmediate(() => {
      controller.abort();
    });
    await expect(started).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(embedder.embed(only(song), { signal: controller.signal })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });
});

describe('the models folder', () => {
  it('missing is model-missing', async () => {
    const nowhere = path.join(os.tmpdir(), 'mugle-no-such-models');
    await expect(createEmbedder({ modelsDir: nowhere, threads: 1 })).rejects.toMatchObject({
      kind: 'model-missing',
      path: nowhere,
    });
  });

  it('with a changed file is refused by its sha256', async () => {
    const copy = await mkdtemp(path.join(os.tmpdir(), 'mugle-models-'));
    try {
      for (const name of ['front-end', 'musicnn-msd']) {
        await cp(path.join(modelsDir, name), path.join(copy, name), { recursive: true });
      }
      const graph = path.join(copy, 'musicnn-msd', 'model.onnx');
      const bytes = await readFile(graph);
      bytes[bytes.length - 1000]! ^= 1;
      await writeFile(graph, bytes);
      await expect(createEmbedder({ modelsDir: copy, threads: 1 })).rejects.toMatchObject({
        kind: 'model-failed',
        path: graph,
      });
      await rm(graph);
      await expect(createEmbedder({ modelsDir: copy, threads: 1 })).rejects.toMatchObject({
        kind: 'model-missing',
      });
      await writeFile(path.join(copy, 'musicnn-msd', 'model.json'), '{}');
      await expect(createEmbedder({ modelsDir: copy, threads: 1 })).rejects.toMatchObject({
        kind: 'model-failed',
      });
    } finally {
      await rm(copy, { recursive: true });
    }
  });
});
