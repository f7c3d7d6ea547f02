import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { fasterProviders } from '../../electron/engine/embed/faster-providers';
import type { Embedding } from '../../electron/engine/embed/hear-song';
import { hearSong } from '../../electron/engine/embed/hear-song';
import type { LoadedModels, ModelFiles } from '../../electron/engine/embed/load-models';
import { loadModels, readModelFiles } from '../../electron/engine/embed/load-models';
import { furthestApart, trialSong } from '../../electron/engine/embed/processor-trial';

const SONGS = 20;
/** A processor that is none (a GPU drawn by the CPU) is not waited for longer. */
const PATIENCE_MS = 60_000;

export interface ProcessorsBenchResult {
  readonly cpu: string;
  readonly processors: readonly ProcessorRow[];
  /** Why the others are not there. */
  readonly missing: readonly { readonly provider: string; readonly reason: string }[];
}

interface ProcessorRow {
  readonly provider: string;
  readonly threads: number;
  /** Loading all models. */
  readonly openMs: number;
  /** The first song, for which kernels are made. */
  readonly firstMs: number;
  /** Median of 20. */
  readonly songMs: number;
  /** CPU time of the process for a song. */
  readonly cpuMs: number;
  /** The furthest value from those of the CPU with one thread. */
  readonly apart: number;
}

/** All models on a song of usual length, its sound decoded before: on the CPU by threads, and on everything else this computer has. */
export async function runProcessorsBench(
  tell: (text: string) => void = () => undefined,
): Promise<ProcessorsBenchResult> {
  const modelsDir = fileURLToPath(new URL('../../native-models', import.meta.url));
  const files = await readModelFiles(modelsDir);
  const song = await trialSong(modelsDir, files);
  const rows: ProcessorRow[] = [];
  const missing: { provider: string; reason: string }[] = [];
  const cores = os.availableParallelism();
  const cases = [
    ...[1, 2, 4]
      .filter((threads) => threads <= cores)
      .map((threads) => ({ provider: 'cpu', threads })),
    ...fasterProviders().map((provider) => ({ provider, threads: 1 })),
  ];
  let expected: Embedding | undefined;
  for (const one of cases) {
    tell(`${one.provider}, ${String(one.threads)} threads`);
    try {
      const { row, embedding } = await measureOn(files, song, one, expected);
      expected ??= embedding;
      rows.push(row);
    } catch (thrown) {
      missing.push({ provider: one.provider, reason: String(thrown) });
    }
  }
  return { cpu: os.cpus()[0]?.model ?? '', processors: rows, missing };
}

async function measureOn(
  files: ModelFiles,
  song: Parameters<typeof hearSong>[1],
  options: { readonly provider: string; readonly threads: number },
  expected: Embedding | undefined,
): Promise<{ readonly row: ProcessorRow; readonly embedding: Embedding }> {
  const opening = performance.now();
  const loaded: LoadedModels = await loadModels(files, options);
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const opened = performance.now();
    const embedding = await hearSong(loaded, song, signal);
    const first = performance.now();
    const before = process.cpuUsage();
    const times: number[] = [];
    for (let run = 0; run < SONGS; run++) {
      const started = performance.now();
      await hearSong(loaded, song, signal);
      times.push(performance.now() - started);
    }
    const { user, system } = process.cpuUsage(before);
    const row = {
      ...options,
      openMs: opened - opening,
      firstMs: first - opened,
      songMs: times.sort((a, b) => a - b)[SONGS / 2]!,
      cpuMs: (user + system) / 1000 / SONGS,
      apart: furthestApart(embedding, expected ?? embedding),
    };
    return { row, embedding };
  } finally {
    await loaded.close();
  }
}
