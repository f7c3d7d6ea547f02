import type { EncoderModel } from '../../../native-models/registry';
import type { Graph } from './open-graphs';
import type { StretchVector } from './stretch-vector';
import { meanOf, repeatSamples, unitVector } from './song-patches';

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
 * @returns NaN for the vector when the model gave nothing that has a direction
 */
export async function hearWindows(
  { model, graph }: LoadedEncoder,
  { windows, passages }: Record<'windows' | 'passages', readonly Float32Array[]>,
  throwIfCancelled: () => void,
): Promise<HeardWindows> {
  const sounding = windows.filter(sounds);
  const heard: Float32Array[] = [];
  for (const window of sounding.length > 0 ? sounding : [joined(passages.filter(sounds))]) {
    throwIfCancelled();
    const values = repeatSamples(window, model.windowSamples);
    const { input, outputs } = model;
    const name = outputs.embedding.name;
    const result = await graph.run({ name: input.name, values, shape: [1, values.length] }, [name]);
    heard.push(result[name]!.values);
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

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
