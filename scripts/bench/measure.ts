import type { HubsBenchOptions } from './hubs';
import type { Runtime } from './real-app';
import type { SimilarBenchOptions } from './similar';
import type { TsneBenchOptions } from './tsne';

/** Options as `scripts/bench.mjs` has read and checked them. */
export type Counts = {
  readonly kills?: number;
  readonly threads?: number;
  readonly workers?: number;
  readonly tracks?: number;
  readonly out?: string;
  readonly seconds?: number;
} & Omit<HubsBenchOptions & SimilarBenchOptions & TsneBenchOptions, 'tell'>;

const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/**
 * Measures what has this name: a plain object of numbers, and lists of such. Only what it needs is loaded, so that peak memory
 * is its own.
 */
export async function measure(
  name:
    | 'hubs'
    | 'kill'
    | 'mel'
    | 'memory'
    | 'rescan'
    | 'scan'
    | 'similar'
    | 'tsne'
    | 'window'
    | 'make-library',
  counts: Counts,
  runtime?: Runtime,
): Promise<object> {
  switch (name) {
    case 'hubs':
      return (await import('./hubs')).runHubsBench({ ...counts, tell });
    case 'kill': {
      const { runKillBench } = await import('./kill');
      return runKillBench({ ...counts, tell });
    }
    case 'mel': {
      const { runMelBench } = await import('./mel');
      return runMelBench(counts);
    }
    case 'memory': {
      const { runMemoryBench } = await import('./memory');
      return runMemoryBench(counts, needed(runtime), tell);
    }
    case 'rescan': {
      const { runRescanBench } = await import('./rescan');
      return runRescanBench({ ...counts, tell });
    }
    case 'scan': {
      const { ensureFfmpeg } = await import('./ffmpeg');
      const { runScanBench } = await import('./scan');
      await ensureFfmpeg(tell);
      return runScanBench({ ...counts, tell });
    }
    case 'similar': {
      const { runSimilarBench } = await import('./similar');
      return runSimilarBench({ ...counts, tell });
    }
    case 'tsne': {
      const { runTsneBench } = await import('./tsne');
      return runTsneBench({ ...counts, tell });
    }
    case 'window': {
      const { runWindowBench } = await import('./window');
      return runWindowBench(counts, needed(runtime), tell);
    }
    case 'make-library': {
      const { makeLibrary } = await import('./make-library');
      const { out = '', ...rest } = counts;
      return makeLibrary({ ...rest, out }, tell);
    }
  }
}

function needed(runtime: Runtime | undefined): Runtime {
  if (runtime === undefined) {
    throw new Error('there is no Electron to measure.');
  }
  return runtime;
}
