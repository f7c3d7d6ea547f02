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

type Measurement =
  | 'hubs'
  | 'kill'
  | 'map'
  | 'mel'
  | 'memory'
  | 'rescan'
  | 'scan'
  | 'similar'
  | 'tsne'
  | 'window'
  | 'make-library';

const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/**
 * Measures what has this name: a plain object of numbers, and lists of such. Only what it needs is loaded, so that peak memory
 * is its own.
 */
export async function measure(
  name: Measurement,
  counts: Counts,
  runtime?: Runtime,
): Promise<object> {
  if (isInApp(name)) {
    return measureInApp(name, counts, needed(runtime));
  }
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
    case 'make-library': {
      const { makeLibrary } = await import('./make-library');
      const { out = '', ...rest } = counts;
      return makeLibrary({ ...rest, out }, tell);
    }
  }
}

/** What is measured in the real app. */
type InApp = 'map' | 'memory' | 'window';

function isInApp(name: Measurement): name is InApp {
  return name === 'map' || name === 'memory' || name === 'window';
}

async function measureInApp(name: InApp, counts: Counts, runtime: Runtime): Promise<object> {
  switch (name) {
    case 'map': {
      const { runMapBench } = await import('./map');
      return runMapBench(counts, runtime, tell);
    }
    case 'memory': {
      const { runMemoryBench } = await import('./memory');
      return runMemoryBench(counts, runtime, tell);
    }
    case 'window': {
      const { runWindowBench } = await import('./window');
      return runWindowBench(counts, runtime, tell);
    }
  }
}

function needed(runtime: Runtime | undefined): Runtime {
  if (runtime === undefined) {
    throw new Error('there is no Electron to measure.');
  }
  return runtime;
}
