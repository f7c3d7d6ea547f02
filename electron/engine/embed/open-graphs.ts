import type * as Onnx from 'onnxruntime-node';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { MugleError } from '../../shared/errors';
import { loadOnnxRuntime } from './load-onnxruntime';

/** A graph to load: its name for messages, and its bytes. */
export interface GraphSource {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A float tensor: values row by row. */
interface FloatTensor {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** A loaded graph. */
export interface Graph {
  /** Feeds `input` and gives the outputs asked for. @throws MugleError `model-failed` */
  run(
    input: FloatTensor & { readonly name: string },
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, FloatTensor>>>;
  close(): Promise<void>;
}

export interface GraphOptions {
  /** Threads of one inference. */
  readonly threads: number;
  /** onnxruntime's name of the execution provider; the CPU's when left out. */
  readonly provider?: string;
}

/**
 * Loads all graphs on one provider, or none.
 * @returns them in the order of `sources`.
 * @throws MugleError `model-failed` when the provider cannot be had, or does not take one of them.
 */
export async function openGraphs(
  sources: readonly GraphSource[],
  { threads, provider = 'cpu' }: GraphOptions,
): Promise<readonly Graph[]> {
  const onnx = await loadOnnxRuntime();
  const sessions: InferenceSession[] = [];
  try {
    for (const { bytes } of sources) {
      sessions.push(
        await onnx.InferenceSession.create(bytes, {
          executionProviders: [provider],
          graphOptimizationLevel: 'all',
          intraOpNumThreads: threads,
          interOpNumThreads: 1,
          executionMode: 'sequential',
          logSeverityLevel: 3,
          // Threads that wait in a loop take the core from the other analysis workers.
          extra: { session: { intra_op: { allow_spinning: '0' } } },
        }),
      );
    }
  } catch (cause) {
    await Promise.all(sessions.map((session) => session.release()));
    throw new MugleError(
      'model-failed',
      `The models could not be started on ${provider}: ${messageOf(cause)}`,
      { stage: 'embed', cause },
    );
  }
  return sessions.map((session, index) => graphOf(onnx, session, sources[index]!.name));
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function graphOf({ Tensor }: typeof Onnx, session: InferenceSession, graph: string): Graph {
  return {
    run: async (input, outputs) => {
      try {
        const feeds = { [input.name]: new Tensor('float32', input.values, input.shape) };
        const results = await session.run(feeds, outputs);
        return Object.fromEntries(outputs.map((name) => [name, floatsOf(results[name], name)]));
      } catch (cause) {
        throw new MugleError('model-failed', `${graph} failed: ${messageOf(cause)}`, {
          stage: 'embed',
          cause,
        });
      }
    },
    close: () => session.release(),
  };
}

function floatsOf(tensor: Tensor | undefined, name: string): FloatTensor {
  if (!(tensor?.data instanceof Float32Array)) {
    throw new TypeError(`output ${name} is not a float tensor`);
  }
  return { values: tensor.data, shape: tensor.dims };
}
