import { readGoldenSong } from '../../../native-models/front-end/golden-song';
import { MugleError } from '../../shared/errors';
import type { ProcessorReport } from '../../shared/ipc/scan-contract';
import type { Embedding, SongSound } from './hear-song';
import { hearSong } from './hear-song';
import type { LoadedModels, ModelFiles } from './load-models';
import { loadModels } from './load-models';
import { loadOnnxRuntime } from './load-onnxruntime';
import { repeatSamples } from './song-patches';

type Rejected = ProcessorReport['rejected'][number];

/** Values of length-1 vectors and scores in 0..1 may be so far from the CPU's. */
const MOST_APART = 1e-3;
/** Kernels are made at the first run: seconds on a GPU, and a GPU that is none (drawn by the CPU) is still at it. */
const FIRST_RUN_MS = 10_000;
/** A run that takes so many times the CPU's is not waited for. */
const HOPELESS = 4;
const SHORTEST_LIMIT_MS = 500;

interface Measured {
  /** Milliseconds of all models for a song of usual length. */
  readonly songMs: number;
  readonly cpuSongMs: number;
}

/** What speaks against a provider. */
type Objection = Pick<Rejected, 'kind' | 'reason'>;

interface TimedEmbedding {
  readonly embedding: Embedding;
  readonly ms: number;
}

/**
 * Hears a piece of real music on a provider and on the CPU. A provider can be wrong without failing: onnxruntime 1.30 on WebGPU was, by
 * half of the output, on an earlier form of these very graphs.
 * @returns how long both take, or why the provider is not to be used.
 * @throws MugleError when the CPU fails
 */
export async function beatsCpu(
  candidate: LoadedModels,
  options: { readonly files: ModelFiles; readonly modelsDir: string; readonly threads: number },
): Promise<Measured | Objection> {
  const { files, modelsDir, threads } = options;
  const song = await trialSong(modelsDir, files);
  const cpu = await loadModels(files, { threads, provider: 'cpu' });
  try {
    const never = new AbortController().signal;
    await hearSong(cpu, song, never);
    const expected = await timed(() => hearSong(cpu, song, never));
    return await compare(candidate, song, expected);
  } finally {
    await cpu.close();
  }
}

async function compare(
  candidate: LoadedModels,
  song: SongSound,
  expected: TimedEmbedding,
): Promise<Measured | Objection> {
  let limitMs = FIRST_RUN_MS;
  try {
    const patience = AbortSignal.timeout(limitMs);
    await hearSong(candidate, { passages: [song.passages[0]!], windows: [] }, patience);
    await hearSong(candidate, song, patience);
    limitMs = Math.ceil(Math.max(SHORTEST_LIMIT_MS, expected.ms * HOPELESS));
    const found = await timed(() => hearSong(candidate, song, AbortSignal.timeout(limitMs)));
    return judge(found, expected);
  } catch (thrown) {
    if (thrown instanceof MugleError && thrown.kind === 'cancelled') {
      const [limit, other] = [limitMs, expected.ms].map((ms) => `${ms.toFixed(0)} ms`);
      return { kind: 'slower', reason: `it takes more than ${limit}, the CPU ${other} for a song` };
    }
    return { kind: 'failed', reason: reasonOf(thrown) };
  }
}

function judge(found: TimedEmbedding, expected: TimedEmbedding): Measured | Objection {
  const apart = furthestApart(found.embedding, expected.embedding);
  if (!(apart <= MOST_APART)) {
    return {
      kind: 'differs',
      reason: `its results are ${apart.toExponential(1)} away from the CPU's`,
    };
  }
  if (found.ms >= expected.ms) {
    const [own, other] = [found.ms, expected.ms].map((ms) => `${ms.toFixed(0)} ms`);
    return { kind: 'slower', reason: `it takes ${own} for a song, the CPU ${other}` };
  }
  return { songMs: found.ms, cpuSongMs: expected.ms };
}

export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Real music, as much as is heard of a song of some minutes: 28 patches and the windows of the encoder. */
export async function trialSong(
  modelsDir: string,
  { frontEnd, models }: ModelFiles,
): Promise<SongSound> {
  const golden = await readGoldenSong(modelsDir);
  const { frameSize, hopSize } = frontEnd.mel;
  const encoder = models.find(({ model }) => model.kind === 'encoder')?.model;
  const tagger = models.find(({ model }) => model.kind === 'tagger')?.model;
  const patch = tagger?.kind === 'tagger' ? frameSize + (tagger.patchFrames - 1) * hopSize : 0;
  const windowSamples = encoder?.kind === 'encoder' ? encoder.windowSamples : 0;
  const step = Math.floor((golden.length - patch) / PATCHES);
  return {
    passages: Array.from({ length: PATCHES }, (_, at) =>
      golden.subarray(at * step, at * step + patch),
    ),
    windows: Array.from({ length: windowSamples > 0 ? WINDOWS : 0 }, (_, at) =>
      repeatSamples(golden.subarray(at * step), windowSamples),
    ),
  };
}

const PATCHES = 28;
const WINDOWS = 4;

async function timed(hear: () => Promise<Embedding>): Promise<TimedEmbedding> {
  const begun = performance.now();
  const embedding = await hear();
  return { embedding, ms: performance.now() - begun };
}

/** The largest difference of any value of two embeddings of one sound; NaN when one is no number or missing. */
export function furthestApart(found: Embedding, expected: Embedding): number {
  const rows = ({ vectors, tagScores }: Embedding): readonly Float32Array[] => [
    ...Object.keys(vectors)
      .sort()
      .map((space) => vectors[space as keyof typeof vectors]!),
    ...tagScores.map(({ scores }) => scores),
  ];
  const [own, other] = [rows(found), rows(expected)];
  return other.reduce(
    (most, row, at) =>
      row.reduce(
        (worst, value, d) => Math.max(worst, Math.abs(value - (own[at]?.[d] ?? NaN))),
        most,
      ),
    0,
  );
}

/** Every provider that this build of onnxruntime knows beside the CPU and the one used, with the reason. */
export async function rejectedBeside(
  used: string,
  rejected: ProcessorReport['rejected'],
): Promise<ProcessorReport['rejected']> {
  const { listSupportedBackends } = await loadOnnxRuntime();
  const untried = listSupportedBackends()
    .filter(({ name }) => ![used, 'cpu', ...rejected.map((one) => one.provider)].includes(name))
    .map(({ name, bundled }): Rejected => ({
      provider: name,
      kind: bundled ? 'not-asked' : 'not-bundled',
      reason: bundled
        ? `bundled, but not tried: ${used} was asked for first`
        : 'its libraries are not bundled with onnxruntime-node on this platform',
    }));
  return [...rejected, ...untried];
}
