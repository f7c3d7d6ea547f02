import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { MugleError } from '../../shared/errors';
import type { ProcessorReport } from '../../shared/ipc/contract';

/** A graph to load: its name for messages, and its bytes. */
export interface GraphSource {
  readonly name: string;
  readonly path: string;
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
  /** Execution providers in the order in which they are tried. */
  readonly providers: readonly string[];
}

/**
 * Loads all graphs on the first provider that takes every one of them.
 * @returns the graphs in the order of `sources`, and why each better provider is not used.
 * @throws MugleError `model-failed` when no provider takes them.
 */
export async function openGraphs(
  sources: readonly GraphSource[],
  { threads, providers }: GraphOptions,
): Promise<{ readonly graphs: readonly Graph[]; readonly processor: ProcessorReport }> {
  const failures: { provider: string; reason: string }[] = [];
  for (const provider of providers) {
    try {
      const sessions = await openSessions(sources, provider, threads);
      const graphs = sessions.map((session, index) => graphOf(session, sources[index]!));
      return { graphs, processor: { provider, rejected: rejectedBeside(provider, failures) } };
    } catch (thrown) {
      failures.push({
        provider,
        reason: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }
  throw new MugleError(
    'model-failed',
    `The models could not be started. ${failures.map((one) => `${one.provider}: ${one.reason}`).join(' ')}`,
    { stage: 'embed' },
  );
}

async function openSessions(
  sources: readonly GraphSource[],
  provider: string,
  threads: number,
): Promise<readonly InferenceSession[]> {
  const sessions: InferenceSession[] = [];
  try {
    for (const { bytes } of sources) {
      sessions.push(
        await InferenceSession.create(bytes, {
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
    return sessions;
  } catch (thrown) {
    await Promise.all(sessions.map((session) => session.release()));
    throw thrown;
  }
}

function graphOf(session: InferenceSession, source: GraphSource): Graph {
  return {
    run: async (input, outputs) => {
      const feeds = { [input.name]: new Tensor('float32', input.values, input.shape) };
      try {
        const results = await session.run(feeds, outputs);
        return Object.fromEntries(outputs.map((name) => [name, floatsOf(results[name], name)]));
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new MugleError('model-failed', `${source.name} failed: ${reason}`, {
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

/** Every provider this build of onnxruntime knows beside the one used, with the reason. */
function rejectedBeside(
  used: string,
  failures: readonly { readonly provider: string; readonly reason: string }[],
): ProcessorReport['rejected'] {
  const untried = listSupportedBackends()
    .filter(({ name }) => name !== used && failures.every((one) => one.provider !== name))
    .map(({ name, bundled }) => ({
      provider: name,
      reason: bundled
        ? `bundled, but not tried: ${used} was asked for first`
        : 'its libraries are not bundled with onnxruntime-node on this platform',
    }));
  return [...failures, ...untried];
}
