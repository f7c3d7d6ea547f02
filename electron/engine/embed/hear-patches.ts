import type { FrontEnd } from '../../../native-models/registry';
import type { LoadedModels, LoadedTagger } from './load-models';
import type { Graph } from './open-graphs';
import type { PatchWindow } from './song-patches';
import { batches, joined, repeatFrames, rowsOf, spread } from './song-patches';

/** A model without a space only gives words, which settle sooner than a vector (docs/decisions/001-passages.md). */
const TAGGER_PATCHES = 6;

/** What a tagger makes of each patch it hears, in the order of the song. */
interface HeardPatches {
  readonly tags: readonly Float32Array[];
  readonly embeddings: readonly Float32Array[];
}

/**
 * What each tagger makes of these patches, in the order of the taggers; `check` is called before each run of a model.
 * @throws MugleError `model-failed`, and whatever `check` throws
 */
export async function hearPatches(
  { frontEnd, mel, taggers, batch }: LoadedModels,
  passages: readonly Float32Array[],
  windows: readonly PatchWindow[],
  check: () => void,
): Promise<readonly HeardPatches[]> {
  const patches = await melsOf(
    mel,
    frontEnd,
    windows.map(({ passage, start, length }) => passages[passage]!.subarray(start, start + length)),
    batch,
    check,
  );
  const heard: HeardPatches[] = [];
  for (const tagger of taggers) {
    const chosen = tagger.space === null ? spread(patches, TAGGER_PATCHES) : patches;
    heard.push(await hearWith(tagger, chosen, frontEnd.mel.bands, batch, check));
  }
  check();
  return heard;
}

async function hearWith(
  { model, graph }: LoadedTagger,
  patches: readonly Float32Array[],
  bands: number,
  batch: number,
  check: () => void,
): Promise<HeardPatches> {
  const { input, outputs, patchFrames } = model;
  const tags: Float32Array[] = [];
  const embeddings: Float32Array[] = [];
  for (const some of batches(patches, batch)) {
    check();
    const values = joined(some.map((patch) => repeatFrames(patch, patchFrames, bands)));
    const shape = [some.length, patchFrames, bands];
    const names = [outputs.tags.name, outputs.embedding.name];
    const result = await graph.run({ name: input.name, values, shape }, names);
    tags.push(...rowsOf(result[outputs.tags.name]!.values, some.length));
    embeddings.push(...rowsOf(result[outputs.embedding.name]!.values, some.length));
  }
  return { tags, embeddings };
}

/** The log-mel frames of each stretch of sound, row by row; less than one frame is filled up with silence. */
async function melsOf(
  mel: Graph,
  { mel: plan, input, output }: FrontEnd,
  stretches: readonly Float32Array[],
  batch: number,
  check: () => void,
): Promise<readonly Float32Array[]> {
  const run = async (values: Float32Array): Promise<Float32Array> => {
    check();
    const signal = { name: input.name, values, shape: [1, values.length] };
    return (await mel.run(signal, [output.name]))[output.name]!.values;
  };
  const length = stretches[0]!.length;
  const mels: Float32Array[] = [];
  const fit = length >= plan.frameSize && length % plan.hopSize === 0;
  if (batch > 1 && fit && stretches.every((one) => one.length === length)) {
    // One after another they are one signal; the frames across their borders are nobody's.
    const frames = Math.floor((length - plan.frameSize) / plan.hopSize) + 1;
    const apart = length / plan.hopSize;
    for (const some of batches(stretches, batch)) {
      const values = await run(joined(some));
      mels.push(
        ...some.map((_, at) =>
          values.subarray(at * apart * plan.bands, (at * apart + frames) * plan.bands),
        ),
      );
    }
    return mels;
  }
  for (const stretch of stretches) {
    const values = new Float32Array(Math.max(stretch.length, plan.frameSize));
    values.set(stretch);
    mels.push(await run(values));
  }
  return mels;
}
