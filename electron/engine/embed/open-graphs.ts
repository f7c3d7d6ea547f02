import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { MugleError } from '../../shared/errors';
import type { ProcessorReport } from '../../shared/ipc/scan-contract';

type Rejected = ProcessorReport['rejected'][number];

/** A graph to load: its name for messages, and its bytes. */
export interface GraphSource {
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Shape of a small input, and the outputs to compare: a provider must agree with the CPU on them. */
  readonly probe: {
    readonly input: string;
    readonly shape: readonly number[];
    readonly outputs: readonly string[];
  };
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
  const failures: Rejected[] = [];
  for (const provider of providers) {
    try {
      const sessions = await openSessions(sources, provider, threads);
      const graphs = sessions.map((session, index) => graphOf(session, sources[index]!));
      if (provider !== 'cpu') {
        await compareWithCpu(sources, graphs, threads);
      }
      return { graphs, processor: { provider, rejected: rejectedBeside(provider, failures) } };
    } catch (thrown) {
      failures.push({
        provider,
        kind: 'failed',
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

/**
 * A provider can be wrong without failing: onnxruntime 1.30 on WebGPU was, by half of the output, on an earlier form of
 * these very graphs. Closes `graphs` and throws when they are not right.
 */
async function compareWithCpu(
  sources: readonly GraphSource[],
  graphs: readonly Graph[],
  threads: number,
): Promise<void> {
  const sessions = await openSessions(sources, 'cpu', threads);
  const references = sessions.map((session, index) => graphOf(session, sources[index]!));
  try {
    for (const [index, { name, probe }] of sources.entries()) {
      const { input, shape, outputs } = probe;
      const values = probeValues(shape.reduce((product, size) => product * size, 1));
      const found = await graphs[index]!.run({ name: input, values, shape }, outputs);
      const expected = await references[index]!.run({ name: input, values, shape }, outputs);
      for (const output of outputs) {
        const apart = relativeDifference(found[output]!.values, expected[output]!.values);
        if (!(apart <= MOST_APART)) {
          throw new Error(`${name} is ${(apart * 100).toFixed(1)} % away from the CPU's result`);
        }
      }
    }
  } catch (thrown) {
    await Promise.all(graphs.map((graph) => graph.close()));
    throw thrown;
  } finally {
    await Promise.all(references.map((graph) => graph.close()));
  }
}

/** Of the largest value. Rounding on a GPU stays under a thousandth; a wrong kernel is off by tens of percents. */
const MOST_APART = 0.01;

/** Numbers between 0 and 1 without a pattern, the same each time. */
function probeValues(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => (Math.sin(at * at) + 1) / 2);
}

/** Largest difference over the largest expected value; NaN when a value is not a number. */
export function relativeDifference(found: Float32Array, expected: Float32Array): number {
  const furthest = expected.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (found[at] ?? NaN))),
    0,
  );
  return furthest / expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
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
function rejectedBeside(used: string, failures: readonly Rejected[]): ProcessorReport['rejected'] {
  const untried = listSupportedBackends()
    .filter(({ name }) => name !== used && failures.every((one) => one.provider !== name))
    .map(({ name, bundled }): Rejected => ({
      provider: name,
      kind: bundled ? 'not-asked' : 'not-bundled',
      reason: bundled
        ? `bundled, but not tried: ${used} was asked for first`
        : 'its libraries are not bundled with onnxruntime-node on this platform',
    }));
  return [...failures, ...untried];
}
