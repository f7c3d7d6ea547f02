import type { BundledModel, FrontEnd, TaggerModel } from '../../../native-models/registry';
import {
  ModelFileError,
  readFrontEnd,
  readGraph,
  readModels,
} from '../../../native-models/registry';
import { MugleError } from '../../shared/errors';
import type { SpaceName } from '../../shared/records';
import { spaceName } from '../../shared/records';
import type { LoadedHead } from './heads';
import { headSource, loadedHead } from './heads';
import type { LoadedEncoder } from './hear-windows';
import { melSource } from './mel-extractor';
import type { Graph, GraphOptions, GraphSource } from './open-graphs';
import { openGraphs } from './open-graphs';

/** The bundled models as they lie on disk. */
export interface ModelFiles {
  readonly frontEnd: FrontEnd;
  readonly models: readonly {
    readonly model: BundledModel;
    readonly space: SpaceName | null;
  }[];
  /** The mel graph, and one for each model. */
  readonly sources: readonly GraphSource[];
}

export interface LoadedTagger {
  readonly model: TaggerModel;
  readonly space: SpaceName | null;
  readonly graph: Graph;
}

/** All models on one provider. */
export interface LoadedModels {
  readonly provider: string;
  /** Patches or windows that one run takes at most. */
  readonly batch: number;
  readonly frontEnd: FrontEnd;
  readonly mel: Graph;
  readonly taggers: readonly LoadedTagger[];
  readonly encoders: readonly (LoadedEncoder & { readonly space: SpaceName })[];
  readonly heads: readonly LoadedHead[];
  close(): Promise<void>;
}

/** One at a time on the CPU: the 40 MB of activations of a patch stay in cache, which is faster than a batch. */
const CPU_BATCH = 1;
/**
 * A GPU takes many patches in hardly more time than one (docs/benchmarks.md). Half of a song's 28: 40 MB each, and both runs of one
 * shape, for which a provider makes its kernels.
 */
const GPU_BATCH = 14;

/**
 * Reads every bundled model and the mel graph they share.
 * @param options.heads whether those are read too that hear nothing themselves
 * @throws MugleError `model-missing` or `model-failed`
 */
export async function readModelFiles(
  modelsDir: string,
  { heads = true }: { readonly heads?: boolean | undefined } = {},
): Promise<ModelFiles> {
  try {
    const all = await readModels(modelsDir);
    const described = heads ? all : all.filter(({ kind }) => kind !== 'head');
    const frontEnd = await readFrontEnd(modelsDir, frontEndOf(described, modelsDir));
    const models = described.map((model) => ({ model, space: checkModel(model, frontEnd) }));
    const sources = [await melSource(frontEnd)];
    for (const model of described) {
      sources.push(
        model.kind === 'head'
          ? await headSource(model)
          : { name: model.id, bytes: await readGraph(model) },
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

/** Opens all of them on one provider. @throws MugleError `model-failed` */
export async function loadModels(
  { frontEnd, models, sources }: ModelFiles,
  options: Required<GraphOptions>,
): Promise<LoadedModels> {
  const graphs = await openGraphs(sources, options);
  const [mel, ...rest] = graphs;
  const taggers: LoadedTagger[] = [];
  const encoders: LoadedModels['encoders'][number][] = [];
  const heads: LoadedHead[] = [];
  models.forEach(({ model, space }, index) => {
    const graph = rest[index]!;
    if (model.kind === 'tagger') {
      taggers.push({ model, space, graph });
    } else if (model.kind === 'head') {
      heads.push(loadedHead(model, graph));
    } else if (space !== null) {
      encoders.push({ model, space, graph });
    }
  });
  return {
    provider: options.provider,
    batch: options.provider === 'cpu' ? CPU_BATCH : GPU_BATCH,
    frontEnd,
    mel: mel!,
    taggers,
    encoders,
    heads,
    close: async () => {
      await Promise.all(graphs.map((graph) => graph.close()));
    },
  };
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
