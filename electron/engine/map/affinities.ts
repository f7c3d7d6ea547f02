import type { Affinities, AffinityWork } from './affinity-steps';
import { AFFINITY_ROWS } from './affinity-steps';
import type { Crew } from './crew';
import type { Neighbours } from './neighbour-heaps';
import { sharedFloat32s, sharedInt32s } from './shared-arrays';

/**
 * The joint probabilities p_ij of t-SNE (van der Maaten & Hinton 2008, eq. 1 and §2.1), over the nearest
 * neighbours only: p_ij = (p_j|i + p_i|j) / 2n.
 */
export function jointAffinities(
  crew: Crew,
  neighbours: Neighbours,
  perplexity: number,
): Affinities {
  const { k, index: rows, squared } = neighbours;
  const n = k === 0 ? 0 : rows.length / k;
  const work: AffinityWork = {
    k,
    perplexity,
    squared,
    neighbours: rows,
    columns: sharedInt32s(n * k),
    shares: sharedFloat32s(n * k),
    reverseStart: sharedInt32s(n + 1),
    reverse: sharedInt32s(n * k),
    reverseShares: sharedFloat32s(n * k),
    start: sharedInt32s(n + 1),
    // At most so many; what is not needed takes no memory.
    index: sharedInt32s(2 * n * k),
    value: sharedFloat32s(2 * n * k),
  };
  const run = crew.begin('affinities', work);
  const parts = Math.ceil(n / AFFINITY_ROWS);
  run('fit', parts);
  reverse(work);
  run('count', parts);
  const entries = startsOf(work.start);
  run('join', parts);
  return {
    start: work.start,
    index: work.index.subarray(0, entries),
    value: work.value.subarray(0, entries),
  };
}

/** Counts become starts, and the whole count the last of them. */
function startsOf(counts: Int32Array): number {
  let sum = 0;
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row]!;
    counts[row] = sum;
    sum += count;
  }
  return sum;
}

function reverse(work: AffinityWork): void {
  const { k, columns, shares, reverseStart, reverse: rows, reverseShares } = work;
  for (const column of columns) {
    reverseStart[column]!++;
  }
  startsOf(reverseStart);
  const next = reverseStart.slice();
  for (let row = 0, at = 0; at < columns.length; row++) {
    for (const end = at + k; at < end; at++) {
      const to = next[columns[at]!]!++;
      rows[to] = row;
      reverseShares[to] = shares[at]!;
    }
  }
}
