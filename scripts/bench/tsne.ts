import { neighbourPreservation10 } from '../../electron/engine/map/quality';
import { runTsneInWorker } from '../../electron/engine/map/run-tsne';
import { syntheticVectors } from './synthetic-vectors';

const GROUPS = 40;
const SEED = 42;

export interface TsneBenchOptions {
  /** Songs of each map, smallest first; 2,000 when left out. */
  readonly n?: readonly number[];
  /** 200, as the bundled model has, when left out. */
  readonly dims?: number;
  readonly tell?: (text: string) => void;
}

export interface TsneBenchResult {
  readonly runs: readonly {
    readonly n: number;
    readonly dims: number;
    /** From the call to the layout, with the start of the worker thread. */
    readonly seconds: number;
    /** In nats, over nearest neighbours. */
    readonly kl: number;
    /** The share of a song's 10 nearest songs that are among its 10 nearest on the map. */
    readonly neighbourPreservation10: number;
    /** The whole process so far, with the vectors twice: the engine's and the worker's. */
    readonly peakRssMb: number;
  }[];
}

/** Makes maps of synthetic songs as the engine makes them. */
export async function runTsneBench(options: TsneBenchOptions = {}): Promise<TsneBenchResult> {
  const { n: sizes = [2000], dims = 200, tell = (): void => undefined } = options;
  const runs: TsneBenchResult['runs'][number][] = [];
  for (const n of [...sizes].sort((a, b) => a - b)) {
    tell(`Laying out ${n} songs`);
    const vectors = syntheticVectors(n, dims, GROUPS);
    const started = performance.now();
    const { x, y, params } = await runTsneInWorker(vectors, dims, {
      seed: SEED,
      signal: new AbortController().signal,
      onProgress: tenths(tell),
    });
    const seconds = (performance.now() - started) / 1000;
    const peakRssMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
    runs.push({
      n,
      dims,
      seconds,
      kl: params['kl']!,
      neighbourPreservation10: neighbourPreservation10(vectors, dims, x, y),
      peakRssMb,
    });
  }
  return { runs };
}

/** Tells each tenth of the work once. */
function tenths(tell: (text: string) => void): (done: number, total: number) => void {
  let told = 0;
  return (done, total) => {
    const tenth = Math.floor((10 * done) / total);
    if (tenth > told) {
      told = tenth;
      tell(`  ${tenth * 10} %`);
    }
  };
}
