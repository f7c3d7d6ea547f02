import type { PackedRows } from '../../shared/packed-rows';
import { packedDot, unpackRow } from '../../shared/packed-rows';
import type { Nearest } from './best-rows';
import { bestRows } from './best-rows';
import { mutualDistance, toMutualDistances } from './hubs';
import { cosinesTo } from './nearest';
import { minusLogNormal } from './normal-tail';
import type { SpaceSpreads } from './row-distances';

/** One of the spaces that songs are compared in. */
export interface SpacePart {
  /** L2-normalised. */
  readonly rows: PackedRows;
  /** What is usual there: it brings spaces with other cosines to one scale, and keeps hubs in their place. */
  readonly spreads: SpaceSpreads;
  /** In proportion to those of the other spaces; above 0. */
  readonly weight: number;
  /** The row of each song; −1 for one that has no vector there. */
  readonly rowOf: Int32Array;
}

/** The songs that lists are made of, by number, in all spaces at once. */
export interface SongSpace {
  readonly songs: number;
  readonly parts: readonly SpacePart[];
  /** Who made a song, folded; `''` when unknown, and then unlike every other. */
  readonly artistOf: (song: number) => string;
  /** Whether two songs are versions of one, so that a list has only one of them. */
  readonly areVersions: (a: number, b: number) => boolean;
  /** Songs that must not be in any list. */
  readonly exclude: ReadonlySet<number>;
}

/** As far as two songs can be: where no space knows both. */
const FURTHEST_APART = 2 * minusLogNormal(-Infinity);

/** A vector for each part; undefined where there is none. */
export type SongVectors = readonly (Float32Array | undefined)[];

/** Of two vectors of the same length. */
export function dotOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    sum += a[at]! * b[at]!;
  }
  return sum;
}

/** The vectors of a song, copies. */
export function vectorsOf({ parts }: SongSpace, song: number): SongVectors {
  return parts.map(({ rows, rowOf }) => {
    const row = rowOf[song]!;
    return row < 0 ? undefined : unpackRow(rows, row);
  });
}

/**
 * How far two songs are from each other: the weighted mean of their mutual distances (`mutualDistance`) over the spaces that
 * know both; 0 and more, about 2 for two songs by chance, as far as can be where no space knows both.
 */
export function apart({ parts }: SongSpace, a: number, b: number): number {
  let sum = 0;
  let weights = 0;
  for (const { rows, spreads, weight, rowOf } of parts) {
    const rowA = rowOf[a]!;
    const rowB = rowOf[b]!;
    if (rowA >= 0 && rowB >= 0) {
      const usual = spreads.rows;
      const own = { mean: usual.mean[rowA]!, deviation: usual.deviation[rowA]! };
      sum += weight * mutualDistance(packedDot(rows, rowA, rowB), usual, rowB, own);
      weights += weight;
    }
  }
  return weights > 0 ? sum / weights : FURTHEST_APART;
}

/** The songs nearest to a place in all spaces, nearest first, and how far (as `apart`) they are from it. */
export function nearestTo(
  { songs, parts, exclude }: SongSpace,
  vectors: SongVectors,
  limit: number,
  without: ReadonlySet<number> = exclude,
): { readonly index: Nearest['index']; readonly distance: Float32Array } {
  const sums = new Float32Array(songs);
  const weights = new Float32Array(songs);
  parts.forEach(({ rows, spreads, weight, rowOf }, at) => {
    const vector = vectors[at];
    if (vector === undefined) {
      return;
    }
    const distances = cosinesTo(rows, vector);
    toMutualDistances(distances, spreads.rows, spreads.spreadOf(vector));
    for (let song = 0; song < songs; song++) {
      const row = rowOf[song]!;
      if (row >= 0) {
        sums[song]! += weight * distances[row]!;
        weights[song]! += weight;
      }
    }
  });
  for (let song = 0; song < songs; song++) {
    // Of a song that no space knows nothing can be said: not a number, which is never found.
    sums[song]! /= -weights[song]!;
  }
  const { index, score } = bestRows(sums, { limit, exclude: without });
  return { index, distance: score.map((value) => -value) };
}
