/** log(perplexity) is met to this, as in scikit-learn. */
const TOLERANCE = 1e-5;
const MOST_STEPS = 100;
/** Rows of a part. */
export const AFFINITY_ROWS = 1024;

/** A symmetric sparse matrix whose values add up to 1. Row i holds columns `index[start[i] .. start[i + 1]]`, rising. */
export interface Affinities {
  readonly start: Int32Array<SharedArrayBuffer>;
  readonly index: Int32Array<SharedArrayBuffer>;
  readonly value: Float32Array<SharedArrayBuffer>;
}

/** What all threads see of the affinities that are being made; see `jointAffinities`. */
export interface AffinityWork {
  readonly k: number;
  readonly perplexity: number;
  /** Squared distances, n × k, nearest first. */
  readonly squared: Float32Array<SharedArrayBuffer>;
  readonly neighbours: Int32Array<SharedArrayBuffer>;
  /** Neighbours again, by row number, and the share p_j|i of each. */
  readonly columns: Int32Array<SharedArrayBuffer>;
  readonly shares: Float32Array<SharedArrayBuffer>;
  /** Whose neighbour each row is, by row number: row i has [reverseStart[i], reverseStart[i + 1]). */
  readonly reverseStart: Int32Array<SharedArrayBuffer>;
  readonly reverse: Int32Array<SharedArrayBuffer>;
  readonly reverseShares: Float32Array<SharedArrayBuffer>;
  /** Entries of each row at first, then where they start. */
  readonly start: Int32Array<SharedArrayBuffer>;
  readonly index: Int32Array<SharedArrayBuffer>;
  readonly value: Float32Array<SharedArrayBuffer>;
}

/**
 * Steps over parts of 1024 rows. `fit`: shares of the neighbours, and neighbours by row number. `count`: entries that each row will
 * have, in `start`. `join`: the entries (p_j|i + p_i|j) / 2n.
 */
export function affinitySteps(
  work: AffinityWork,
): Readonly<Record<'fit' | 'count' | 'join', (part: number) => void>> {
  const n = work.start.length - 1;
  const rowsOf = (part: number, each: (row: number) => void): void => {
    const end = Math.min(n, (part + 1) * AFFINITY_ROWS);
    for (let row = part * AFFINITY_ROWS; row < end; row++) {
      each(row);
    }
  };
  const wanted = Math.log(work.perplexity);
  return {
    fit: (part) => {
      rowsOf(part, (row) => {
        const [from, to] = [row * work.k, (row + 1) * work.k];
        const shares = work.shares.subarray(from, to);
        fitRow(work.squared.subarray(from, to), shares, wanted);
        const columns = work.columns.subarray(from, to);
        columns.set(work.neighbours.subarray(from, to));
        sortByColumn(columns, shares);
      });
    },
    count: (part) => {
      rowsOf(part, (row) => {
        work.start[row] = joinRow(work, row, undefined);
      });
    },
    join: (part) => {
      rowsOf(part, (row) => {
        joinRow(work, row, work.start[row]);
      });
    },
  };
}

/**
 * Values p_j|i ∝ exp(−β d²_ij) that add up to 1; β is searched until the row's perplexity is the one wanted: by Newton's method, and by
 * halves where that leads astray. A perplexity that no β reaches (all at the same distance) gives the nearest to it.
 * @param squared rising.
 * @param wanted the perplexity's logarithm.
 */
export function fitRow(squared: Float32Array, row: Float32Array, wanted: number): void {
  // d² − min d²: the factor cancels out, and the nearest never underflows to 0.
  const nearest = squared[0]!;
  const mean = squared.reduce((sum, value) => sum + value - nearest, 0) / squared.length;
  // All at one distance: every β gives equal shares.
  let beta = mean > 0 ? 1 / mean : 1;
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { entropy, slope } = fillRow(squared, row, beta);
    const difference = entropy - wanted;
    if (Math.abs(difference) <= TOLERANCE || mean === 0) {
      return;
    }
    if (difference > 0) {
      low = beta;
    } else {
      high = beta;
    }
    const newton = beta - difference / slope;
    const halves = high === Infinity ? beta * 2 : (low + high) / 2;
    beta = newton > low && newton < high && newton < 4 * beta ? newton : halves;
  }
}

/** Fills the row for one β. The entropy in nats is log Σe + β Σ d² e / Σe, and its slope over β is −β times the variance of d². */
function fillRow(
  squared: Float32Array,
  row: Float32Array,
  beta: number,
): { readonly entropy: number; readonly slope: number } {
  const nearest = squared[0]!;
  let sum = 0;
  let weighted = 0;
  let twice = 0;
  for (let at = 0; at < row.length; at++) {
    const further = squared[at]! - nearest;
    const share = Math.exp(-beta * further);
    row[at] = share;
    sum += share;
    weighted += further * share;
    twice += further * further * share;
  }
  for (let at = 0; at < row.length; at++) {
    row[at]! /= sum;
  }
  const mean = weighted / sum;
  return { entropy: Math.log(sum) + beta * mean, slope: -beta * (twice / sum - mean * mean) };
}

function sortByColumn(columns: Int32Array, shares: Float32Array): void {
  for (let at = 1; at < columns.length; at++) {
    const column = columns[at]!;
    const share = shares[at]!;
    let to = at;
    for (; to > 0 && columns[to - 1]! > column; to--) {
      columns[to] = columns[to - 1]!;
      shares[to] = shares[to - 1]!;
    }
    columns[to] = column;
    shares[to] = share;
  }
}

/** Goes through a row's neighbours and those whose neighbour it is, both by row number. Writes from `to` on, if anywhere; gives the count. */
function joinRow(work: AffinityWork, row: number, to: number | undefined): number {
  const { k, columns, shares, reverseStart, reverse, reverseShares, index, value, start } = work;
  const n = start.length - 1;
  const factor = 1 / (2 * n);
  const [endP, endQ] = [(row + 1) * k, reverseStart[row + 1]!];
  let p = row * k;
  let q = reverseStart[row]!;
  let count = 0;
  while (p < endP || q < endQ) {
    const inP = p < endP ? columns[p]! : n;
    const inQ = q < endQ ? reverse[q]! : n;
    const sum = (inP <= inQ ? shares[p++]! : 0) + (inQ <= inP ? reverseShares[q++]! : 0);
    if (to !== undefined) {
      index[to + count] = Math.min(inP, inQ);
      value[to + count] = sum * factor;
    }
    count++;
  }
  return count;
}
