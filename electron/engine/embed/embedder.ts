import type {
  BundledModel,
  EncoderModel,
  FrontEnd,
  TaggerModel,
} from '../../../native-models/registry';
import {
  ModelFileError,
  readFrontEnd,
  readGraph,
  readModels,
} from '../../../native-models/registry';
import { MugleError } from '../../shared/errors';
import type { ProcessorReport } from '../../shared/ipc/scan-contract';
import type { SpaceName } from '../../shared/records';
import { spaceName } from '../../shared/records';
import type { LoadedHead } from './heads';
import { headSource, loadedHead, runHeads } from './heads';
import type { LoadedEncoder } from './hear-windows';
import { hearWindows } from './hear-windows';
import { melSource } from './mel-extractor';
import type { Graph, GraphSource } from './open-graphs';
import { openGraphs } from './open-graphs';
import type { PatchWindow } from './song-patches';
import type { StretchVector } from './stretch-vector';
import { cutPatches, meanOf, repeatFrames, spread, unitVector, withoutNoise } from './song-patches';

/** A model without a space only gives words, which settle sooner than a vector (docs/decisions/001-passages.md). */
const TAGGER_PATCHES = 6;

/** A decoder that gives more than this share of samples that are no sound did not decode the song. */
const MOST_REPLACED = 0.01;

export interface EmbedderOptions {
  /** The folder with one folder per bundled model. */
  readonly modelsDir: string;
  /** Threads of one inference. */
  readonly threads: number;
  /** onnxruntime's execution providers in the order in which they are tried; only the CPU when left out. */
  readonly providers?: readonly string[];
  readonly logger?: { warn(message: string): void };
}

/** What the models make of one song. */
export interface Embedding {
  /** L2-normalised, one for each space that has a bundled model. */
  readonly vectors: Partial<Record<SpaceName, Float32Array>>;
  /** Scores in 0..1, in the order of the model's `tags`. */
  readonly tagScores: readonly { readonly model: string; readonly scores: Float32Array }[];
  /** What the vectors are the means of, in the order of the song; a stretch without a direction is left out. */
  readonly stretches: Readonly<Partial<Record<SpaceName, readonly StretchVector[]>>>;
}

/** The sound of one song: mono at 16 kHz, full scale 1, any length. */
export interface SongSound {
  readonly passages: readonly Float32Array[];
  /** Longer stretches, for models that need many seconds at once. */
  readonly windows: readonly Float32Array[];
}

export interface Embedder {
  /** Ids, sorted. */
  readonly models: readonly string[];
  readonly processor: ProcessorReport;
  /**
   * Stretches of digital silence are left out of the means; a passage under 3 s is repeated until it fills one patch, and a
   * window until it fills the model's. A song without windows is heard by its passages, one after another.
   * @throws MugleError `no-audio-samples`, `too-short` (under one frame of 32 ms), `silent`, `damaged-audio`,
   *   `model-failed`, and `cancelled` when `signal` is aborted, at the latest one patch (about 10 ms) later.
   */
  embed(sound: SongSound, options: { readonly signal: AbortSignal }): Promise<Embedding>;
  /** Frees the models; `embed` then fails. Safe to call twice. */
  close(): Promise<void>;
}

interface LoadedTagger {
  readonly model: TaggerModel;
  readonly space: SpaceName | null;
  readonly graph: Graph;
}

interface LoadedModels {
  readonly frontEnd: FrontEnd;
  readonly mel: Graph;
  readonly taggers: readonly LoadedTagger[];
  readonly encoders: readonly (LoadedEncoder & { readonly space: SpaceName })[];
  readonly heads: readonly LoadedHead[];
}

/**
 * Loads every bundled model and the mel graph they share.
 * @throws MugleError `model-missing` or `model-failed`
 */
export async function createEmbedder(options: EmbedderOptions): Promise<Embedder> {
  const { modelsDir, threads, providers = ['cpu'], logger } = options;
  const { frontEnd, models, sources } = await readAll(modelsDir);
  const { graphs, processor } = await openGraphs(sources, { threads, providers });
  for (const { provider, reason } of processor.rejected.filter((one) =>
    providers.includes(one.provider),
  )) {
    logger?.warn(`${provider} cannot run the models, ${processor.provider} does: ${reason}`);
  }
  const [mel, ...rest] = graphs;
  const loaded: LoadedModels = {
    frontEnd,
    mel: mel!,
    ...loadedModels(models, rest),
  };
  let closing: Promise<void> | undefined;
  return {
    models: models.map(({ model }) => model.id),
    processor,
    embed: async (sound, { signal }) => {
      if (closing !== undefined) {
        throw new MugleError('engine-down', 'The models are closed.', { stage: 'embed' });
      }
      return embedSong(loaded, sound, signal);
    },
    close: () => {
      closing ??= Promise.all(graphs.map((graph) => graph.close())).then(() => undefined);
      return closing;
    },
  };
}

interface ReadModel {
  readonly model: BundledModel;
  readonly space: SpaceName | null;
}

function loadedModels(
  models: readonly ReadModel[],
  graphs: readonly Graph[],
): Pick<LoadedModels, 'taggers' | 'encoders' | 'heads'> {
  const taggers: LoadedModels['taggers'][number][] = [];
  const encoders: LoadedModels['encoders'][number][] = [];
  const heads: LoadedHead[] = [];
  models.forEach(({ model, space }, index) => {
    const graph = graphs[index]!;
    if (model.kind === 'tagger') {
      taggers.push({ model, space, graph });
    } else if (model.kind === 'head') {
      heads.push(loadedHead(model, graph));
    } else if (space !== null) {
      encoders.push({ model, space, graph });
    }
  });
  return { taggers, encoders, heads };
}

async function readAll(modelsDir: string): Promise<{
  readonly frontEnd: FrontEnd;
  readonly models: readonly ReadModel[];
  readonly sources: readonly GraphSource[];
}> {
  try {
    const described = await readModels(modelsDir);
    const frontEnd = await readFrontEnd(modelsDir, frontEndOf(described, modelsDir));
    const models = described.map((model) => ({ model, space: checkModel(model, frontEnd) }));
    const sources = [await melSource(frontEnd)];
    for (const model of described) {
      sources.push(
        model.kind === 'head' ? await headSource(model) : await hearingSource(model, frontEnd),
      );
    }
    return { frontEnd, models, sources };
  } catch (thrown) {
    if (thrown instanceof ModelFileError) {
      const { kind, message, path } = thrown;
      throw new MugleError(kind, message, { path, stage: 'embed', cause: thrown });
    }
    throw thrown;
  }
}

/** Taggers share one mel graph. @throws ModelFileError when there is no tagger, for then no song has words */
function frontEndOf(models: readonly BundledModel[], modelsDir: string): string {
  const tagger = models.find((model) => model.kind === 'tagger');
  if (tagger === undefined) {
    throw new ModelFileError(
      'model-missing',
      `${modelsDir}: no tagger there. Install OK Mugle again, or name the folder that holds native-models.`,
      modelsDir,
    );
  }
  return tagger.frontEnd;
}

async function hearingSource(
  model: TaggerModel | EncoderModel,
  { mel }: FrontEnd,
): Promise<GraphSource> {
  const input = model.input.name;
  const probe =
    model.kind === 'encoder'
      ? { input, shape: [1, model.windowSamples], outputs: [model.outputs.embedding.name] }
      : {
          input,
          shape: [1, model.patchFrames, mel.bands],
          outputs: [model.outputs.tags.name, model.outputs.embedding.name],
        };
  return { name: model.id, path: model.folder, bytes: await readGraph(model), probe };
}

/** The space a model fills. One mel graph serves all taggers, and one decoder all models, so they must want the same. */
function checkModel(model: BundledModel, frontEnd: FrontEnd): SpaceName | null {
  const space = spaceName.nullable().safeParse(model.space);
  const hearsAlike =
    model.kind === 'head' ||
    (model.sampleRate === frontEnd.mel.sampleRate &&
      (model.kind === 'encoder' || model.frontEnd === frontEnd.id));
  if (!space.success || !hearsAlike) {
    throw new MugleError(
      'model-failed',
      `${model.id}: its model.json asks for a space or an input that this version does not have. Install OK Mugle again.`,
      { path: model.folder, stage: 'embed' },
    );
  }
  return space.data;
}

async function embedSong(
  loaded: LoadedModels,
  sound: SongSound,
  signal: AbortSignal,
): Promise<Embedding> {
  const { frameSize, hopSize } = loaded.frontEnd.mel;
  const clean = cleanSound(sound, frameSize);
  const { passages } = clean;
  const vectors: Partial<Record<SpaceName, Float32Array>> = {};
  const tagScores: { model: string; scores: Float32Array }[] = [];
  const stretches: Partial<Record<SpaceName, readonly StretchVector[]>> = {};
  const frames = loaded.taggers[0]!.model.patchFrames;
  const patches = cutPatches(
    passages.map((passage) => passage.length),
    frameSize + (frames - 1) * hopSize,
  ).filter((window) => samplesOf(passages, window).some((sample) => sample !== 0));
  if (patches.length === 0) {
    throw new MugleError('silent', 'The song is digital silence: there is nothing to compare.', {
      stage: 'embed',
    });
  }
  const heard = await hearPatches(loaded, passages, patches, signal);
  loaded.taggers.forEach(({ model, space }, index) => {
    const { tags, embeddings } = heard[index]!;
    tagScores.push({ model: model.id, scores: finite(meanOf(tags), model.id) });
    if (space !== null) {
      const vector = unitVector(meanOf(embeddings));
      vectors[space] = finite(vector ?? Float32Array.of(NaN), model.id);
      stretches[space] = patches.flatMap((patch, at) => patchVector(patch, embeddings[at]!));
    }
  });
  for (const encoder of loaded.encoders) {
    const { vector, heard } = await hearWindows(encoder, clean, () => {
      throwIfCancelled(signal);
    });
    vectors[encoder.space] = finite(vector, encoder.model.id);
    stretches[encoder.space] = heard;
  }
  const [fromHeads] = await runHeads(loaded.heads, [vectors]);
  return { vectors: { ...vectors, ...fromHeads }, tagScores, stretches };
}

/** None for a patch that the model has nothing to say about. */
function patchVector(
  { passage, start, length }: PatchWindow,
  embedding: Float32Array,
): readonly StretchVector[] {
  const vector = unitVector(embedding);
  return vector === undefined
    ? []
    : [{ of: 'passages', index: passage, centre: start + length / 2, vector }];
}

/** One patch at a time: its 40 MB of activations stay in cache, which is faster than a batch, and cancelling is quick. */
async function hearPatches(
  { frontEnd, mel, taggers }: LoadedModels,
  passages: readonly Float32Array[],
  windows: readonly PatchWindow[],
  signal: AbortSignal,
): Promise<readonly { readonly tags: Float32Array[]; readonly embeddings: Float32Array[] }[]> {
  const heard = taggers.map(() => ({
    tags: [] as Float32Array[],
    embeddings: [] as Float32Array[],
  }));
  const chosen = taggers.map(
    ({ space }) => new Set(space === null ? spread(windows, TAGGER_PATCHES) : windows),
  );
  for (const window of windows) {
    const patch = await melOf(mel, frontEnd, samplesOf(passages, window));
    for (const [index, { model, graph }] of taggers.entries()) {
      if (!chosen[index]!.has(window)) {
        continue;
      }
      throwIfCancelled(signal);
      const { bands } = frontEnd.mel;
      const values = repeatFrames(patch, model.patchFrames, bands);
      const { input, outputs } = model;
      const names = [outputs.tags.name, outputs.embedding.name];
      const shape = [1, model.patchFrames, bands];
      const result = await graph.run({ name: input.name, values, shape }, names);
      heard[index]!.tags.push(result[outputs.tags.name]!.values);
      heard[index]!.embeddings.push(result[outputs.embedding.name]!.values);
    }
  }
  throwIfCancelled(signal);
  return heard;
}

/** Log-mel frames of `samples`, row by row; less than one frame is filled up with silence. */
async function melOf(mel: Graph, frontEnd: FrontEnd, samples: Float32Array): Promise<Float32Array> {
  const values = new Float32Array(Math.max(samples.length, frontEnd.mel.frameSize));
  values.set(samples);
  const { name } = frontEnd.input;
  const result = await mel.run({ name, values, shape: [1, values.length] }, [frontEnd.output.name]);
  return result[frontEnd.output.name]!.values;
}

function samplesOf(passages: readonly Float32Array[], window: PatchWindow): Float32Array {
  return passages[window.passage]!.subarray(window.start, window.start + window.length);
}

function cleanSound({ passages, windows }: SongSound, shortest: number): SongSound {
  const samples = passages.reduce((sum, passage) => sum + passage.length, 0);
  if (samples === 0) {
    throw new MugleError('no-audio-samples', 'The file decoded to no sound at all.', {
      stage: 'embed',
    });
  }
  if (samples < shortest) {
    throw new MugleError(
      'too-short',
      `Only ${samples} samples of sound: at least ${shortest} (32 ms) are needed.`,
      { stage: 'embed' },
    );
  }
  const clean = { passages: passages.map(withoutNoise), windows: windows.map(withoutNoise) };
  const all = [...clean.passages, ...clean.windows];
  const heard = all.reduce((sum, one) => sum + one.signal.length, 0);
  const replaced = all.reduce((sum, one) => sum + one.replaced, 0);
  if (replaced > heard * MOST_REPLACED) {
    throw new MugleError(
      'damaged-audio',
      `${replaced} of ${heard} samples are not numbers or far too large: the file is damaged.`,
      { stage: 'embed' },
    );
  }
  return {
    passages: clean.passages.map((one) => one.signal),
    windows: clean.windows.map((one) => one.signal),
  };
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new MugleError('cancelled', 'Listening was cancelled.', { stage: 'embed' });
  }
}

/** The last gate: nothing that is not a number reaches the library. */
function finite(values: Float32Array, model: string): Float32Array {
  if (!values.every(Number.isFinite)) {
    throw new MugleError('model-failed', `${model} gave values that are not numbers.`, {
      stage: 'embed',
    });
  }
  return values;
}
