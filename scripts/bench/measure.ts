import { ensureFfmpeg } from './ffmpeg';
import { runMelBench } from './mel';
import { runScanBench } from './scan';
import type { SimilarBenchOptions } from './similar';
import { runSimilarBench } from './similar';
import type { TsneBenchOptions } from './tsne';
import { runTsneBench } from './tsne';

/** Options as `scripts/bench.mjs` has read and checked them. */
export type Counts = { readonly threads?: number; readonly workers?: number } & Omit<
  SimilarBenchOptions & TsneBenchOptions,
  'tell'
>;

const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Measures what has this name: a plain object of numbers, and lists of such. */
export async function measure(
  name: 'mel' | 'scan' | 'similar' | 'tsne',
  counts: Counts,
): Promise<object> {
  switch (name) {
    case 'mel':
      return runMelBench(counts);
    case 'scan':
      await ensureFfmpeg(tell);
      return runScanBench({ ...counts, tell });
    case 'similar':
      return runSimilarBench({ ...counts, tell });
    case 'tsne':
      return runTsneBench({ ...counts, tell });
  }
}
