import { MugleError } from '../../shared/errors';
import type { SpaceName } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { LoadedHead } from './heads';
import { even, runHeads } from './heads';
import { hearPatches } from './hear-patches';
import { hearWindows } from './hear-windows';
import type { LoadedModels } from './load-models';
import type { PatchWindow } from './song-patches';
import { cutPatches, meanOf, withoutNoise } from './song-patches';
import { unitVector } from '../../shared/unit-vector';
import type { StretchVector } from './stretch-vector';

/** A decoder that gives more than this share of samples that are no sound did not decode the song. */
const MOST_REPLACED = 0.01;

/** The sound of one song: mono at 16 kHz, full scale 1, any length. */
export interface SongSound {
  readonly passages: readonly Float32Array[];
  /** Longer stretches, for models that need many seconds at once. */
  readonly windows: readonly Float32Array[];
}

/** What the models make of one song. */
export interface Embedding {
  /** L2-normalised, one for each space that has a bundled model. */
  readonly vectors: Partial<Record<SpaceName, Float32Array>>;
  /** Scores in 0..1, in the order of the model's `tags`. */
  readonly tagScores: readonly { readonly model: string; readonly scores: Float32Array }[];
  /** What the vectors are made of, each by itself, in the order of the song; a stretch without a direction is left out. */
  readonly stretches: Readonly<Partial<Record<SpaceName, readonly StretchVector[]>>>;
}

/**
 * Stretches of digital silence are left out of the means; a passage under 3 s is repeated until it fills one patch, and a
 * window until it fills the model's. A song without windows is heard by its passages, one after another.
 * @throws MugleError `no-audio-samples`, `too-short` (under one frame of 32 ms), `silent`, `damaged-audio`,
 *   `model-failed`, and `cancelled` when `signal` is aborted, at the latest one run of a model later.
 */
export async function hearSong(
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
  ).filter(({ passage, start, length }) =>
    passages[passage]!.subarray(start, start + length).some((sample) => sample !== 0),
  );
  if (patches.length === 0) {
    throw new MugleError('silent', 'The song is digital silence: there is nothing to compare.', {
      stage: 'embed',
    });
  }
  const check = (): void => {
    throwIfCancelled(signal);
  };
  const heard = await hearPatches(loaded, passages, patches, check);
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
    const { vector, heard } = await hearWindows(encoder, clean, loaded.batch, check);
    vectors[encoder.space] = finite(vector, encoder.model.id);
    stretches[encoder.space] = heard;
  }
  const [fromHeads] = await runHeads(loaded.heads, [vectors]);
  return {
    vectors: { ...vectors, ...fromHeads },
    tagScores,
    stretches: await evenStretches(loaded.heads, stretches),
  };
}

/** In the form that their spaces keep. */
async function evenStretches(
  heads: readonly LoadedHead[],
  stretches: Embedding['stretches'],
): Promise<Embedding['stretches']> {
  const evened: Partial<Record<SpaceName, readonly StretchVector[]>> = {};
  for (const space of SPACES) {
    const heard = stretches[space];
    if (heard !== undefined) {
      const vectors = await even(
        heads,
        space,
        heard.map(({ vector }) => vector),
      );
      evened[space] = heard.map((one, at) => ({ ...one, vector: vectors[at]! }));
    }
  }
  return evened;
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
