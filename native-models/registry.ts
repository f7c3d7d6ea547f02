import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const tensor = z.object({
  name: z.string(),
  /** A number, or the name of a free dimension. */
  shape: z.array(z.union([z.number().int().positive(), z.string()])),
});

const file = z.object({
  id: z.string().min(1),
  file: z.string().regex(/^[\w.-]+\.onnx$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
  licence: z.string(),
});

/** Hears patches of mel frames and scores words; may fill a space besides. */
const taggerDescription = file.extend({
  kind: z.literal('tagger'),
  source: z.object({
    package: z.string(),
    version: z.string(),
    sha256: z.string(),
    checkpoint: z.string(),
    trainedOn: z.string(),
  }),
  /** The front-end graph that makes this model's input. */
  frontEnd: z.string(),
  sampleRate: z.number().int().positive(),
  /** Mel frames in one input patch. */
  patchFrames: z.number().int().positive(),
  input: tensor,
  outputs: z.object({ tags: tensor, embedding: tensor }),
  /** The space that `embedding` fills; null for a model that only gives tags. */
  space: z.string().nullable(),
  /** The words that are scored, in the order of the `tags` output. */
  tags: z.array(z.string()),
  /** From which score on each of them counts as heard, in the same order: docs/tags.md. */
  thresholds: z.array(z.number().min(0).max(1)),
});

/** Hears windows of sound, its front end within, and fills a space; made by this project. */
const encoderDescription = file.extend({
  kind: z.literal('encoder'),
  source: z.object({ trainedBy: z.string(), log: z.string() }),
  sampleRate: z.number().int().positive(),
  /** Samples of one input window. */
  windowSamples: z.number().int().positive(),
  input: tensor,
  outputs: z.object({ embedding: tensor }),
  space: z.string(),
});

/** Hears nothing by itself: makes one vector of those that a song has in other spaces; made by this project. */
const headDescription = file.extend({
  kind: z.literal('head'),
  source: z.object({ trainedBy: z.string(), log: z.string() }),
  /** The spaces whose vectors it takes, one after another in one row. */
  from: z.array(z.object({ space: z.string(), values: z.number().int().positive() })).min(1),
  input: tensor,
  outputs: z.object({ embedding: tensor }),
  space: z.string(),
});

const modelDescription = z.discriminatedUnion('kind', [
  taggerDescription,
  encoderDescription,
  headDescription,
]);

const frontEndDescription = file.extend({
  source: z.object({ package: z.string(), version: z.string(), essentia: z.string() }),
  input: tensor,
  output: tensor,
  mel: z.object({
    sampleRate: z.number().int().positive(),
    frameSize: z.number().int().positive(),
    hopSize: z.number().int().positive(),
    bands: z.number().int().positive(),
  }),
});

interface InFolder {
  readonly folder: string;
}
/** `model.json` of a bundled model, and where its folder is. */
export type BundledModel = TaggerModel | EncoderModel | HeadModel;
export type TaggerModel = Readonly<z.infer<typeof taggerDescription>> & InFolder;
export type EncoderModel = Readonly<z.infer<typeof encoderDescription>> & InFolder;
export type HeadModel = Readonly<z.infer<typeof headDescription>> & InFolder;
/** The description of a mel graph, and where its folder is. */
export type FrontEnd = Readonly<z.infer<typeof frontEndDescription>> & InFolder;

/** Something is wrong with the bundled files themselves; the message says which and what to do. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
  /** `model-missing`: not there. `model-failed`: there, but not what it should be. */
  readonly kind: 'model-missing' | 'model-failed';
  readonly path: string;

  constructor(
    kind: 'model-missing' | 'model-failed',
    message: string,
    at: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.path = at;
  }
}

/**
 * Descriptions of all bundled models: every folder of `modelsDir` with a `model.json`, sorted by id.
 * @throws ModelFileError when there is none, or one cannot be read.
 */
export async function readModels(modelsDir: string): Promise<readonly BundledModel[]> {
  const entries = await listFolder(modelsDir);
  const models: BundledModel[] = [];
  for (const folder of entries.map((name) => path.join(modelsDir, name))) {
    const text = await readText(path.join(folder, 'model.json'));
    if (text !== undefined) {
      models.push({ ...parse(modelDescription, text, path.join(folder, 'model.json')), folder });
    }
  }
  if (models.length === 0) {
    throw missing(modelsDir);
  }
  return models.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @throws ModelFileError when there is no mel graph of this id, or its description cannot be read. */
export async function readFrontEnd(modelsDir: string, id: string): Promise<FrontEnd> {
  const folder = path.join(modelsDir, 'front-end');
  const at = path.join(folder, `${id}.json`);
  const text = await readText(at);
  if (text === undefined) {
    throw missing(at);
  }
  return { ...parse(frontEndDescription, text, at), folder };
}

/**
 * The graph itself, compared with the sha256 of its description.
 * @throws ModelFileError
 */
export async function readGraph(described: BundledModel | FrontEnd): Promise<Uint8Array> {
  const at = path.join(described.folder, described.file);
  const bytes = await readIfThere(at);
  if (bytes === undefined) {
    throw missing(at);
  }
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== described.sha256) {
    throw new ModelFileError(
      'model-failed',
      `${at} is not the file that was shipped (sha256 ${found}, expected ${described.sha256}). Install OK Mugle again.`,
      at,
    );
  }
  return bytes;
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (cause) {
    throw missing(folder, cause);
  }
}

async function readIfThere(at: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(at);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      return undefined;
    }
    throw new ModelFileError(
      'model-failed',
      `${at} cannot be read. Check its permissions.`,
      at,
      cause,
    );
  }
}

async function readText(at: string): Promise<string | undefined> {
  const bytes = await readIfThere(at);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function parse<T>(schema: z.ZodType<T>, text: string, at: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ModelFileError(
      'model-failed',
      `${at} does not describe a model that this version can use. Install OK Mugle again.`,
      at,
      cause,
    );
  }
}

function missing(at: string, cause?: unknown): ModelFileError {
  return new ModelFileError(
    'model-missing',
    `${at}: no model there. Install OK Mugle again, or name the folder that holds native-models.`,
    at,
    cause,
  );
}
