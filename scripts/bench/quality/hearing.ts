import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { decodePassages } from '../../../electron/engine/decode/decode-passages';
import type { Embedder } from '../../../electron/engine/embed/embedder';
import { createEmbedder } from '../../../electron/engine/embed/embedder';
import type { MelExtractor } from '../../../electron/engine/embed/mel-extractor';
import { openMelExtractor } from '../../../electron/engine/embed/mel-extractor';
import { PASSAGE_PLAN } from '../../../electron/engine/pipeline/passage-plan';
import { readModels } from '../../../native-models/registry';
import type { Timbre } from './mfcc';
import { timbreOf } from './mfcc';
import type { PlainModel } from './plain-original';
import { openPlain } from './plain-original';
import { VARIANTS, variantArguments } from './variants';

const run = promisify(execFile);
const modelsDir = fileURLToPath(new URL('../../../native-models', import.meta.url));
/** To be raised when this file hears something else than before. */
const RECIPE = 1;

/** What is to be heard: a file, a changed copy of it, or MIDI played with a soundfont. */
export type Hearing =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'variant'; readonly path: string; readonly variant: string }
  | { readonly kind: 'midi'; readonly midi: Uint8Array; readonly font: string };

export interface Heard {
  /** By the product's own path, before any head made something of them. */
  readonly vectors: Readonly<Record<'genre' | 'melody', Float32Array>>;
  readonly tagScores: readonly { readonly model: string; readonly scores: Float32Array }[];
  readonly timbre: Timbre;
  /** Of the plain original; absent without its model. */
  readonly plain?: Float32Array;
  readonly seconds: number;
  readonly ms: Readonly<Record<'decode' | 'embed' | 'mfcc', number>>;
}

/** Hears songs by the product's decoder and embedder, and the baselines' way; each sound once for ever. */
export class Ears {
  readonly #cacheDir: string;
  readonly #embedder: Embedder;
  readonly #mel: MelExtractor;
  readonly #plain: PlainModel | undefined;
  readonly #key: string;
  readonly #signal = new AbortController().signal;

  private constructor(parts: {
    cacheDir: string;
    embedder: Embedder;
    mel: MelExtractor;
    plain: PlainModel | undefined;
    key: string;
  }) {
    this.#cacheDir = parts.cacheDir;
    this.#embedder = parts.embedder;
    this.#mel = parts.mel;
    this.#plain = parts.plain;
    this.#key = parts.key;
  }

  /** @param plainPath the plain original's encoder, when there is one */
  static async open(cacheDir: string, plainPath: string | undefined): Promise<Ears> {
    const plain = plainPath === undefined ? undefined : await openPlain(modelsDir, plainPath);
    const models = (await readModels(modelsDir)).filter(({ kind }) => kind !== 'head');
    const made = [RECIPE, PASSAGE_PLAN, models.map(({ sha256 }) => sha256)];
    return new Ears({
      cacheDir,
      embedder: await createEmbedder({ modelsDir, threads: 1, heads: false }),
      mel: await openMelExtractor(modelsDir, 1),
      plain,
      key: digest(JSON.stringify(made)),
    });
  }

  /** @throws MugleError for what cannot be heard; an error of ffmpeg or fluidsynth */
  async hear(hearing: Hearing): Promise<Heard> {
    const sound = await identify(hearing);
    const heard = await this.#once(digest(this.#key, sound), hearing, (file) =>
      this.#hearFile(file),
    );
    const plain = this.#plain;
    if (plain === undefined) {
      return heard;
    }
    return {
      ...heard,
      plain: await this.#once(digest(plain.sha256, sound), hearing, (file) => plain.hear(file)),
    };
  }

  async #once<T>(name: string, hearing: Hearing, hear: (file: string) => Promise<T>): Promise<T> {
    const kept = path.join(this.#cacheDir, name.slice(0, 2), name);
    const before = await readFile(kept).catch(() => undefined);
    if (before !== undefined) {
      return deserialize(before) as T;
    }
    const heard = await withFile(hearing, hear);
    await mkdir(path.dirname(kept), { recursive: true });
    // Whole or not at all.
    await writeFile(`${kept}.${process.pid}`, serialize(heard));
    await rename(`${kept}.${process.pid}`, kept);
    return heard;
  }

  async #hearFile(file: string): Promise<Heard> {
    const times: number[] = [performance.now()];
    const lap = (): number => {
      times.push(performance.now());
      return times.at(-1)! - times.at(-2)!;
    };
    const sound = await decodePassages(file, PASSAGE_PLAN, { signal: this.#signal });
    const decode = lap();
    const { vectors, tagScores } = await this.#embedder.embed(sound, { signal: this.#signal });
    const embed = lap();
    const timbre = await timbreOf(this.#mel, sound.passages);
    const mfcc = lap();
    const { genre, melody } = vectors;
    if (genre === undefined || melody === undefined) {
      throw new Error('the bundled models fill no genre and melody space.');
    }
    return {
      vectors: { genre, melody },
      tagScores,
      timbre,
      seconds: sound.durationSeconds,
      ms: { decode, embed, mfcc },
    };
  }
}

function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part);
  }
  return hash.digest('hex');
}

/** The same for the same sound, wherever its file lies. */
async function identify(hearing: Hearing): Promise<string> {
  switch (hearing.kind) {
    case 'file':
      return digest(await readFile(hearing.path));
    case 'variant':
      return digest(await readFile(hearing.path), JSON.stringify(variantOf(hearing.variant)));
    case 'midi':
      return digest(hearing.midi, path.basename(hearing.font));
  }
}

function variantOf(name: string): { readonly name: string; readonly recipe: readonly string[] } {
  const variant = variantNamed(name);
  return { name, recipe: variantArguments(variant, { path: 'song', seconds: 4 }, 'out') };
}

function variantNamed(name: string): (typeof VARIANTS)[number] {
  const variant = VARIANTS.find((one) => one.name === name);
  if (variant === undefined) {
    throw new RangeError(`there is no variant ${name}.`);
  }
  return variant;
}

async function withFile<T>(hearing: Hearing, use: (file: string) => Promise<T>): Promise<T> {
  if (hearing.kind === 'file') {
    return use(hearing.path);
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-quality-'));
  try {
    if (hearing.kind === 'variant') {
      const variant = variantNamed(hearing.variant);
      const out = path.join(folder, `copy${variant.ending}`);
      const song = { path: hearing.path, seconds: await secondsOf(hearing.path) };
      await run('ffmpeg', variantArguments(variant, song, out));
      return await use(out);
    }
    return await use(await play(hearing.midi, hearing.font, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function secondsOf(file: string): Promise<number> {
  const show = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', [...show, file]);
  return Number(stdout);
}

/** MIDI → WAV, as loud as fluidsynth makes it without clipping much. */
async function play(midi: Uint8Array, font: string, folder: string): Promise<string> {
  const [file, out] = [path.join(folder, 'song.mid'), path.join(folder, 'song.wav')];
  await writeFile(file, midi);
  // A compressed soundfont is unpacked as far as it is played only.
  const sparing = ['-o', 'synth.dynamic-sample-loading=1'];
  const how = [
    ...sparing,
    '-ni',
    '-q',
    '-g',
    '0.4',
    '-r',
    '22050',
    '-T',
    'wav',
    '-O',
    's16',
    '-F',
    out,
  ];
  await run('fluidsynth', [...how, font, file], { maxBuffer: 64 << 20 });
  return out;
}
