import type { BundledModel } from '../../../native-models/registry';
import { readModels } from '../../../native-models/registry';
import { DESCRIBE_ID } from '../describe/describe-sound';

/** What the engine must know of the bundled models without loading them. */
export interface BundledModels {
  /** What songs are heard with, sorted: the models, and the way they are described. A song heard with others is heard again. */
  readonly ids: readonly string[];
  /** Those of them that hear sound: a song that lacks one of them is to be listened to. */
  readonly hearing: readonly string[];
  /** The others, which make vectors out of a song's vectors. */
  readonly heads: readonly string[];
  /** The words a model scores, in the order of its scores; empty for one that is no tagger. */
  tagsOf(modelId: string): readonly string[];
  /** The space that a model fills; null for one that fills none, or is not bundled. */
  spaceOf(modelId: string): string | null;
  /** From which score on each of these words counts as heard. */
  thresholdsOf(modelId: string): readonly number[];
}

/** @throws MugleError `model-missing` */
export async function readBundledModels(modelsDir: string): Promise<BundledModels> {
  const models: readonly BundledModel[] = await readModels(modelsDir);
  const taggers = new Map(
    models.flatMap((model) => (model.kind === 'tagger' ? [[model.id, model] as const] : [])),
  );
  const spaces = new Map(models.map((model) => [model.id, model.space]));
  const idsOf = (wanted: (model: BundledModel) => boolean): readonly string[] =>
    models
      .filter(wanted)
      .map(({ id }) => id)
      .sort();
  return {
    ids: [...idsOf(() => true), DESCRIBE_ID].sort(),
    hearing: [...idsOf(({ kind }) => kind !== 'head'), DESCRIBE_ID].sort(),
    heads: idsOf(({ kind }) => kind === 'head'),
    tagsOf: (modelId) => taggers.get(modelId)?.tags ?? [],
    thresholdsOf: (modelId) => taggers.get(modelId)?.thresholds ?? [],
    spaceOf: (modelId) => spaces.get(modelId) ?? null,
  };
}
