import { MugleError } from '../../shared/errors';
import { jointAffinities } from './affinities';
import type { Crew } from './crew';
import { SOLO } from './crew';
import { descend } from './descent';
import { nearestNeighbours } from './neighbours';
import { mapNeighbours, PERPLEXITY, perplexityFor } from './perplexity';
import { prepareRows } from './prepare-rows';
import { startLayout } from './start-layout';
import { trustOf } from './trust';

const ITERATIONS = 750;
/** Finding neighbours counts as one round for so many rows in the progress: about as long, at any n. */
const ROWS_PER_ROUND = 100;

export interface TsneOptions {
  /** The same seed and vectors give the same layout, bit by bit, on the same machine. */
  readonly seed: number;
  /** About how many neighbours count; at most (n − 1) / 3. 30 when left out. */
  readonly perplexity?: number;
  /** At most so many rounds of gradient descent, nearly half of them without exaggeration; 750 when left out. */
  readonly iterations?: number;
  /** Told after each part of the work; `done` rises to `total`. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Threads to share the work with; none when left out. They do not change the result. */
  readonly crew?: Crew;
}

export interface Tsne {
  /** Centred; the longer side reaches from −1 to 1, the aspect is kept. */
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
  /** How far each point can be trusted, in [0, 1]; see `trustOf`. */
  readonly trust: Float32Array<ArrayBuffer>;
  /** KL(P ‖ Q) in nats at the end, over nearest neighbours. */
  readonly kl: number;
  /** Rounds that were made: fewer than asked when the map had settled. */
  readonly iterations: number;
  /** The one that was used. */
  readonly perplexity: number;
  /** Half of the map's longer side before it was scaled to 1, in the unit of t-SNE's forces (similarity is 1 / (1 + d²)). */
  readonly half: number;
}

/**
 * Lays vectors out on a plane so that near ones are near: t-SNE (van der Maaten & Hinton 2008) with a PCA start, and for
 * many points FFT-interpolated repulsion (Linderman et al. 2019). Neither the order of the vectors nor where their origin
 * lies nor their scale changes the map.
 * @param vectors n × dims finite values.
 * @throws MugleError `bad-request`, `cancelled`.
 */
export function tsne(vectors: Float32Array, dims: number, options: TsneOptions): Tsne {
  const n = check(vectors, dims, options);
  const { crew = SOLO, iterations = ITERATIONS } = options;
  const perplexity = perplexityFor(n, options.perplexity);
  const searchRounds = Math.ceil(n / ROWS_PER_ROUND);
  const report = (done: number): void => {
    if (options.signal?.aborted === true) {
      throw new MugleError('cancelled', 'The map was cancelled.', { stage: 'map' });
    }
    options.onProgress?.(done, searchRounds + iterations);
  };
  report(0);
  const k = Math.max(0, Math.min(n - 1, mapNeighbours(perplexity)));
  const { rows, order } = prepareRows(vectors, dims);
  const neighbours = nearestNeighbours(crew, rows, dims, k, {
    onPart: (share) => {
      report(share * searchRounds);
    },
  });
  const affinities = jointAffinities(crew, neighbours, perplexity);
  const xy = startLayout(rows, dims, options.seed);
  const onRound = (done: number): void => {
    report(searchRounds + done);
  };
  const result =
    k > 0 ? descend(crew, { affinities, xy, iterations, onRound }) : { kl: 0, iterations: 0 };
  report(searchRounds + iterations);
  const trust = new Float32Array(n);
  trustOf(crew, neighbours, xy).forEach((value, at) => {
    trust[order[at]!] = value;
  });
  return { ...fitted(xy, order), trust, ...result, perplexity };
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
  if (!vectors.every(Number.isFinite)) {
    throw new MugleError('bad-request', 'No map can be made of values that are not finite.', {
      stage: 'map',
    });
  }
  return vectors.length / dims;
}

/** Moves the middle to 0 and scales both axes by one factor, so that the longer one reaches from −1 to 1. */
function fitted(xy: Float64Array, order: Int32Array): Pick<Tsne, 'x' | 'y' | 'half'> {
  const acrossX = extent(xy, 0);
  const acrossY = extent(xy, 1);
  const half = Math.max(acrossX.half, acrossY.half);
  const x = new Float32Array(order.length);
  const y = new Float32Array(order.length);
  order.forEach((row, at) => {
    x[row] = half > 0 ? (xy[2 * at]! - acrossX.middle) / half : 0;
    y[row] = half > 0 ? (xy[2 * at + 1]! - acrossY.middle) / half : 0;
  });
  return { x, y, half };
}

function extent(xy: Float64Array, axis: 0 | 1): { readonly middle: number; readonly half: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let at = axis; at < xy.length; at += 2) {
    low = Math.min(low, xy[at]!);
    high = Math.max(high, xy[at]!);
  }
  return xy.length === 0
    ? { middle: 0, half: 0 }
    : { middle: (low + high) / 2, half: (high - low) / 2 };
}
