import { MugleError } from '../../shared/errors';
import { jointAffinities } from './affinities';
import { descend, klDivergence } from './descent';
import { createFftRepulsion } from './fft-repulsion';
import { nearestNeighbours } from './neighbours';
import type { Repulsion } from './repulsion';
import { exactRepulsion } from './repulsion';
import type { Positions } from './start-layout';
import { startLayout } from './start-layout';

const PERPLEXITY = 30;
const ITERATIONS = 1000;
/** About here comparing all pairs takes as long as the grid does. */
const MOST_EXACT = 3000;
/** Finding neighbours counts as one round for so many rows in the progress: about as long, at any n. */
const ROWS_PER_ROUND = 100;

export interface TsneOptions {
  /** The same seed and vectors give the same layout, bit by bit, on the same machine. */
  readonly seed: number;
  /** About how many neighbours count; at most (n − 1) / 3. 30 when left out. */
  readonly perplexity?: number;
  /** Rounds of gradient descent, the first quarter with exaggeration; 1000 when left out. */
  readonly iterations?: number;
  /** Told after each part of the work; `done` rises to `total`. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface Tsne {
  /** Centred; the longer side reaches from −1 to 1, the aspect is kept. */
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
  /** KL(P ‖ Q) in nats at the end, over nearest neighbours. */
  readonly kl: number;
  readonly iterations: number;
  /** The one that was used. */
  readonly perplexity: number;
}

/**
 * Lays vectors out on a plane so that near ones are near: t-SNE (van der Maaten & Hinton 2008) with exact nearest neighbours,
 * a PCA start, and for many points FFT-interpolated repulsion (Linderman et al. 2019).
 * @param vectors n × dims, L2-normalised rows; values that are not finite count as 0.
 * @throws MugleError `bad-request`, `cancelled`.
 */
export function tsne(vectors: Float32Array, dims: number, options: TsneOptions): Tsne {
  const n = check(vectors, dims, options);
  const iterations = options.iterations ?? ITERATIONS;
  const perplexity = Math.max(1, Math.min(options.perplexity ?? PERPLEXITY, (n - 1) / 3));
  const searchRounds = Math.ceil(n / ROWS_PER_ROUND);
  const report = (done: number): void => {
    if (options.signal?.aborted === true) {
      throw new MugleError('cancelled', 'The map was cancelled.', { stage: 'map' });
    }
    options.onProgress?.(done, searchRounds + iterations);
  };
  report(0);
  // As many as scikit-learn: further ones would weigh next to nothing.
  const k = Math.max(0, Math.min(n - 1, Math.floor(3 * perplexity + 1)));
  const neighbours = nearestNeighbours(vectors, dims, k, (share) => {
    report(share * searchRounds);
  });
  const affinities = jointAffinities(neighbours, perplexity);
  const positions = startLayout(vectors, dims, options.seed);
  const repulsion = n > MOST_EXACT ? createFftRepulsion(n) : exactRepulsion;
  if (k > 0) {
    descend(affinities, positions, repulsion, iterations, (done) => {
      report(searchRounds + done);
    });
  }
  const kl = k > 0 ? klDivergence(affinities, positions, zOf(positions, repulsion)) : 0;
  return { ...fitted(positions), kl, iterations, perplexity };
}

/** The number of rows. */
function check(vectors: Float32Array, dims: number, options: TsneOptions): number {
  const { perplexity = PERPLEXITY, iterations = ITERATIONS } = options;
  const fits = Number.isInteger(dims) && dims >= 1 && vectors.length % dims === 0;
  if (!fits || !(perplexity > 0) || !Number.isInteger(iterations) || iterations < 0) {
    throw new MugleError(
      'bad-request',
      `No map can be made of ${vectors.length} values in rows of ${dims}, perplexity ${perplexity}, ${iterations} rounds.`,
      { stage: 'map' },
    );
  }
  return vectors.length / dims;
}

function zOf({ x, y }: Positions, repulsion: Repulsion): number {
  return repulsion(x, y, new Float64Array(x.length), new Float64Array(x.length));
}

/** Moves the middle to 0 and scales both axes by one factor, so that the longer one reaches from −1 to 1. */
function fitted({ x, y }: Positions): Pick<Tsne, 'x' | 'y'> {
  const acrossX = extent(x);
  const acrossY = extent(y);
  const half = Math.max(acrossX.half, acrossY.half);
  const fit = (values: Float64Array, middle: number): Float32Array<ArrayBuffer> =>
    Float32Array.from(values, (value) => (half > 0 ? (value - middle) / half : 0));
  return { x: fit(x, acrossX.middle), y: fit(y, acrossY.middle) };
}

function extent(values: Float64Array): { readonly middle: number; readonly half: number } {
  if (values.length === 0) {
    return { middle: 0, half: 0 };
  }
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return { middle: (low + high) / 2, half: (high - low) / 2 };
}
