import type { EncoderModel } from '../../../native-models/registry';
import type { Graph } from './open-graphs';
import type { StretchVector } from './stretch-vector';
import { batches, joined, meanOf, repeatSamples, rowsOf } from './song-patches';
import { unitVector } from '../../shared/unit-vector';

export interface LoadedEncoder {
  readonly model: EncoderModel;
  readonly graph: Graph;
}

/** A song's vector, and those of the windows that were heard for it. */
interface HeardWindows {
  readonly vector: Float32Array;
  readonly heard: readonly StretchVector[];
}

/**
 * A song's vector of an encoder: the mean over its windows, made length 1. A window with nothing but digital silence says
 * nothing and is left out; a song whose every window is silent is heard by its passages, one after another.
 * @param windows mono at the model's rate, any length; one that is shorter than the model's is repeated until it fills it.
 * @param batch windows that one run takes at most; `check` is called before each run.
 * @returns NaN for the vector when the model gave nothing that has a direction
 */
export async function hearWindows(
  { model, graph }: LoadedEncoder,
  { windows, passages }: Record<'windows' | 'passages', readonly Float32Array[]>,
  batch: number,
  check: () => void,
): Promise<HeardWindows> {
  const sounding = windows.filter(sounds);
  const heard: Float32Array[] = [];
  const listened = sounding.length > 0 ? sounding : [joined(passages.filter(sounds))];
  for (const some of batches(listened, batch)) {
    check();
    const values = joined(some.map((window) => repeatSamples(window, model.windowSamples)));
    const { input, outputs } = model;
    const name = outputs.embedding.name;
    const shape = [some.length, model.windowSamples];
    const result = await graph.run({ name: input.name, values, shape }, [name]);
    heard.push(...rowsOf(result[name]!.values, some.length));
  }
  return {
    vector: unitVector(meanOf(heard)) ?? Float32Array.of(NaN),
    heard: sounding.flatMap((window, at) => {
      const vector = unitVector(heard[at]!);
      const centre = Math.min(window.length, model.windowSamples) / 2;
      return vector === undefined
        ? []
        : [{ of: 'windows' as const, index: windows.indexOf(window), centre, vector }];
    }),
  };
}

const sounds = (stretch: Float32Array): boolean => stretch.some((sample) => sample !== 0);
