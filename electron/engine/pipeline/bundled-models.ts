import type { BundledModel } from '../../../native-models/registry';
import { readModels } from '../../../native-models/registry';

/** What the engine must know of the bundled models without loading them. */
export interface BundledModels {
  /** Sorted. */
  readonly ids: readonly string[];
  /** The words a model scores, in the order of its scores; empty for one that is no tagger. */
  tagsOf(modelId: string): readonly string[];
}

/** @throws MugleError `model-missing` */
export async function readBundledModels(modelsDir: string): Promise<BundledModels> {
  const models: readonly BundledModel[] = await readModels(modelsDir);
  const tags = new Map(
    models.map((model) => [model.id, model.kind === 'tagger' ? model.tags : []]),
  );
  return {
    ids: [...tags.keys()].sort(),
    tagsOf: (modelId) => tags.get(modelId) ?? [],
  };
}
