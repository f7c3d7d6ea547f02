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
  readonly lists?: number;
  readonly out?: string;
  readonly seconds?: number;
  readonly quick?: boolean;
} & Omit<HubsBenchOptions & SimilarBenchOptions & TsneBenchOptions, 'tell'>;

type Measurement =
  | 'duplicates'
  | 'hubs'
  | 'kill'
  | 'map'
  | 'mel'
  | 'memory'
  | 'music2vec'
  | 'passages'
  | 'processors'
  | 'quality'
  | 'rescan'
  | 'scan'
  | 'similar'
  | 'tags'
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
  return MEASURES[name](counts);
}

/** What needs no window. */
const MEASURES: Readonly<Record<Exclude<Measurement, InApp>, (counts: Counts) => Promise<object>>> =
  {
    duplicates: async (counts) =>
      (await import('./duplicates')).runDuplicatesBench({ ...counts, tell }),
    hubs: async (counts) => (await import('./hubs')).runHubsBench({ ...counts, tell }),
    kill: async (counts) => (await import('./kill')).runKillBench({ ...counts, tell }),
    mel: async (counts) => (await import('./mel')).runMelBench(counts),
    music2vec: async (counts) =>
      (await import('./music2vec')).runMusic2VecBench({ ...counts, tell }),
    passages: async () => (await import('./passages')).runPassagesBench({ tell }),
    processors: async () => (await import('./processors')).runProcessorsBench(tell),
    quality: async (counts) => (await import('./quality')).runQualityBench({ ...counts, tell }),
    rescan: async (counts) => (await import('./rescan')).runRescanBench({ ...counts, tell }),
    scan: async (counts) => {
      const { ensureFfmpeg } = await import('./ffmpeg');
      const { runScanBench } = await import('./scan');
      await ensureFfmpeg(tell);
      return runScanBench({ ...counts, tell });
    },
    similar: async (counts) => (await import('./similar')).runSimilarBench({ ...counts, tell }),
    tags: async (counts) => (await import('./tags')).runTagsBench({ ...counts, tell }),
    tsne: async (counts) => (await import('./tsne')).runTsneBench({ ...counts, tell }),
    'make-library': async (counts) => {
      const { makeLibrary } = await import('./make-library');
      const { out = '', ...rest } = counts;
      return makeLibrary({ ...rest, out }, tell);
    },
  };

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
