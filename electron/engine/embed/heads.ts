import type { BundledModel, HeadModel } from '../../../native-models/registry';
import { ModelFileError, readGraph, readModels } from '../../../native-models/registry';
import { MugleError } from '../../shared/errors';
import type { SpaceName } from '../../shared/records';
import { spaceName } from '../../shared/records';
import type { Graph, GraphSource } from './open-graphs';
import { openGraphs } from './open-graphs';
import { unitVector } from '../../shared/unit-vector';

/** What one song has, by space; vectors of length 1. */
export type SpaceVectors = Readonly<Partial<Record<SpaceName, Float32Array>>>;

export interface LoadedHead {
  readonly model: HeadModel;
  readonly space: SpaceName;
  readonly from: readonly { readonly space: SpaceName; readonly values: number }[];
  readonly graph: Graph;
  /** Whether it gives a space's vectors back in another form, and those that have it already as they are. Others build on that. */
  readonly evens: boolean;
}

/** The models that make vectors out of vectors, without the ones that hear. */
export interface Heads {
  /** Ids, sorted. */
  readonly models: readonly string[];
  /**
   * The vectors of all heads for each of these songs, in their order; length 1. A song that lacks a space which a head needs gets
   * none of it.
   * @throws MugleError `model-failed`
   */
  fill(songs: readonly SpaceVectors[]): Promise<readonly SpaceVectors[]>;
  /** The spaces whose vectors are not kept as they are heard. */
  readonly evens: readonly SpaceName[];
  /** Vectors of one space in the form that it keeps, in their order. @throws MugleError `model-failed` */
  even(space: SpaceName, vectors: readonly Float32Array[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/**
 * Loads the heads alone: a library that has the vectors they need gets theirs without listening again.
 * @throws MugleError `model-missing` or `model-failed`
 */
export async function openHeads(
  modelsDir: string,
  { threads }: { readonly threads: number },
): Promise<Heads> {
  const models = (await asMugleError(() => readModels(modelsDir))).filter(isHead);
  const sources: GraphSource[] = [];
  for (const model of models) {
    sources.push(await asMugleError(() => headSource(model)));
  }
  const graphs = await openGraphs(sources, { threads });
  const heads = models.map((model, at) => loadedHead(model, graphs[at]!));
  return {
    models: models.map(({ id }) => id),
    fill: (songs) => runHeads(heads, songs),
    evens: heads.flatMap(({ evens, space }) => (evens ? [space] : [])),
    even: (space, vectors) => even(heads, space, vectors),
    close: async () => {
      await Promise.all(graphs.map((graph) => graph.close()));
    },
  };
}

function isHead(model: BundledModel): model is HeadModel {
  return model.kind === 'head';
}

/** A head's graph ready to be opened. @throws ModelFileError */
export async function headSource(model: HeadModel): Promise<GraphSource> {
  return { name: model.id, bytes: await readGraph(model) };
}

/** @throws MugleError `model-failed` for a head over spaces that this version does not have */
export function loadedHead(model: HeadModel, graph: Graph): LoadedHead {
  const space = spaceName.safeParse(model.space);
  const from = model.from.flatMap((one) => {
    const parsed = spaceName.safeParse(one.space);
    return parsed.success ? [{ space: parsed.data, values: one.values }] : [];
  });
  if (!space.success || from.length < model.from.length) {
    throw new MugleError(
      'model-failed',
      `${model.id}: its model.json asks for a space that this version does not have. Install OK Mugle again.`,
      { path: model.folder, stage: 'embed' },
    );
  }
  const evens = from.length === 1 && from[0]?.space === space.data;
  return { model, space: space.data, from, graph, evens };
}

/** As `Heads.fill`. Those that even a space come first; no other may build on another. */
export async function runHeads(
  heads: readonly LoadedHead[],
  songs: readonly SpaceVectors[],
): Promise<readonly SpaceVectors[]> {
  const filled = songs.map((): Partial<Record<SpaceName, Float32Array>> => ({}));
  for (const head of [
    ...heads.filter(({ evens }) => evens),
    ...heads.filter(({ evens }) => !evens),
  ]) {
    const known = songs.map((song, at) => ({ ...song, ...filled[at] }));
    const able = known.flatMap((song, at) => (hasAll(head, song) ? [at] : []));
    const rows = await runHead(
      head,
      able.map((at) => known[at]!),
    );
    able.forEach((at, row) => {
      filled[at]![head.space] = rows[row]!;
    });
  }
  return filled;
}

/** As `Heads.even`. */
export async function even(
  heads: readonly LoadedHead[],
  space: SpaceName,
  vectors: readonly Float32Array[],
): Promise<readonly Float32Array[]> {
  const head = heads.find((one) => one.evens && one.space === space);
  return head === undefined
    ? vectors
    : runHead(
        head,
        vectors.map((vector) => ({ [space]: vector })),
      );
}

function hasAll({ from }: LoadedHead, song: SpaceVectors): boolean {
  return from.every(({ space, values }) => song[space]?.length === values);
}

async function runHead(
  { model, from, graph }: LoadedHead,
  songs: readonly SpaceVectors[],
): Promise<readonly Float32Array[]> {
  if (songs.length === 0) {
    return [];
  }
  const width = valuesOf(model);
  const values = new Float32Array(songs.length * width);
  songs.forEach((song, row) => {
    let at = row * width;
    for (const { space, values: count } of from) {
      values.set(song[space]!, at);
      at += count;
    }
  });
  const name = model.outputs.embedding.name;
  const input = { name: model.input.name, values, shape: [songs.length, width] };
  const all = (await graph.run(input, [name]))[name]!.values;
  const dims = all.length / songs.length;
  return songs.map((_, row) => {
    const vector = unitVector(all.subarray(row * dims, (row + 1) * dims));
    if (vector === undefined) {
      throw new MugleError('model-failed', `${model.id} gave values that are not numbers.`, {
        stage: 'embed',
      });
    }
    return vector;
  });
}

function valuesOf({ from }: HeadModel): number {
  return from.reduce((sum, { values }) => sum + values, 0);
}

async function asMugleError<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    if (thrown instanceof ModelFileError) {
      const { kind, message, path } = thrown;
      throw new MugleError(kind, message, { path, stage: 'embed', cause: thrown });
    }
    throw thrown;
  }
}
