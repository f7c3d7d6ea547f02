import type { PackedRows } from '../../shared/packed-rows';
import { agree, askedWeights } from './agreement';
import type { RowSpreads, Spread } from './hubs';
import { toMutualDistances } from './hubs';
import { cosinesTo } from './nearest';

/** What is usual in a space: the spread of each row's cosines with the library, and of any other vector's. */
export interface SpaceSpreads {
  readonly rows: RowSpreads;
  spreadOf(vector: Float32Array): Spread;
}

/** Vectors that are asked about in one space, L2-normalised. */
export interface AskedVectors {
  readonly plus: readonly Float32Array[];
  readonly minus: readonly Float32Array[];
  /** Songs that more like them are wanted of, besides. */
  readonly more?: readonly Float32Array[];
}

/**
 * Scores every row by how near it is to what is asked; higher is nearer. One vector without corrections gives the cosines;
 * everything else distances with their sign turned.
 * @param spreads what hubs are corrected by; undefined for plain cosine.
 */
export function scoreRows(
  vectors: PackedRows,
  { plus, minus, more = [] }: AskedVectors,
  spreads: SpaceSpreads | undefined,
): Float32Array {
  const [only] = plus;
  const isOne = plus.length === 1 && minus.length === 0 && more.length === 0;
  if (only !== undefined && isOne && spreads === undefined) {
    return cosinesTo(vectors, only);
  }
  const distancesTo = (vector: Float32Array): Float32Array => {
    const values = cosinesTo(vectors, vector);
    if (spreads === undefined) {
      toPlainDistances(values);
    } else {
      toMutualDistances(values, spreads.rows, spreads.spreadOf(vector));
    }
    return values;
  };
  const scores = agree(
    [...plus, ...more].map(distancesTo),
    minus.map(distancesTo),
    askedWeights(plus.length, more.length),
  );
  for (let row = 0; row < scores.length; row++) {
    scores[row]! *= -1;
  }
  return scores;
}

function toPlainDistances(cosines: Float32Array): void {
  for (let row = 0; row < cosines.length; row++) {
    // Rounding can carry a cosine a hair past 1.
    cosines[row] = Math.max(0, 1 - cosines[row]!);
  }
}

/** The mean cosine of a vector with several, in [-1, 1]. */
export function meanCosine(vector: Float32Array, others: readonly Float32Array[]): number {
  let sum = 0;
  for (const other of others) {
    for (let at = 0; at < vector.length; at++) {
      sum += vector[at]! * other[at]!;
    }
  }
  return Math.min(1, Math.max(-1, sum / others.length));
}
