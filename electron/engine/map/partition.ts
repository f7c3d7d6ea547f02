import { BLOCK } from './blocks';

/** Rows that say in which direction a set of rows is longest. */
const SAMPLE = 256;
const POWER_ROUNDS = 4;

/**
 * An order of the rows in which every 64 rows that follow each other (a block) lie close together: the rows are halved again and
 * again across the direction in which they reach farthest, at a multiple of 64.
 * @param rows n × dims finite values.
 */
export function closeOrder(rows: Float32Array, dims: number): Int32Array {
  const n = rows.length / dims;
  const order = Int32Array.from({ length: n }, (_, row) => row);
  const along = new Float64Array(n);
  const sets: (readonly [from: number, to: number])[] = [[0, n]];
  for (let set = sets.pop(); set !== undefined; set = sets.pop()) {
    const [from, to] = set;
    if (to - from > BLOCK) {
      projectOn(longestDirection(rows, dims, order.subarray(from, to)), rows, order, along, set);
      const half = from + BLOCK * Math.max(1, Math.round((to - from) / (2 * BLOCK)));
      select(order, along, from, to, half);
      sets.push([from, half], [half, to]);
    }
  }
  return order;
}

/** The first principal axis of some of the rows, by power iteration; its length is not 1. */
function longestDirection(rows: Float32Array, dims: number, members: Int32Array): Float64Array {
  const step = Math.max(1, Math.floor(members.length / SAMPLE));
  const sample = members.filter((_, at) => at % step === 0);
  const mean = new Float64Array(dims);
  for (const row of sample) {
    for (let at = 0; at < dims; at++) {
      mean[at]! += rows[row * dims + at]! / sample.length;
    }
  }
  let axis = farthestFrom(mean, rows, dims, sample);
  for (let round = 0; round < POWER_ROUNDS; round++) {
    axis = timesCovariance(axis, mean, rows, dims, sample);
  }
  return axis;
}

/** From the mean to the row that is farthest from it. */
function farthestFrom(
  mean: Float64Array,
  rows: Float32Array,
  dims: number,
  sample: Int32Array,
): Float64Array {
  let best = new Float64Array(dims);
  let longest = -1;
  for (const row of sample) {
    const way = mean.map((middle, at) => rows[row * dims + at]! - middle);
    const squared = way.reduce((sum, value) => sum + value * value, 0);
    if (squared > longest) {
      longest = squared;
      best = way;
    }
  }
  return best;
}

function timesCovariance(
  axis: Float64Array,
  mean: Float64Array,
  rows: Float32Array,
  dims: number,
  sample: Int32Array,
): Float64Array {
  const next = new Float64Array(dims);
  for (const row of sample) {
    let along = 0;
    for (let at = 0; at < dims; at++) {
      along += (rows[row * dims + at]! - mean[at]!) * axis[at]!;
    }
    for (let at = 0; at < dims; at++) {
      next[at]! += along * (rows[row * dims + at]! - mean[at]!);
    }
  }
  const largest = next.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? next.map((value) => value / largest) : axis;
}

function projectOn(
  axis: Float64Array,
  rows: Float32Array,
  order: Int32Array,
  along: Float64Array,
  [from, to]: readonly [number, number],
): void {
  const dims = axis.length;
  for (let at = from; at < to; at++) {
    const start = order[at]! * dims;
    let sum = 0;
    for (let dim = 0; dim < dims; dim++) {
      sum += rows[start + dim]! * axis[dim]!;
    }
    along[order[at]!] = sum;
  }
}

/** Reorders [from, to) so that the first `half − from` are those lowest along the axis (Hoare 1961); equal ones by their rows. */
function select(
  order: Int32Array,
  along: Float64Array,
  from: number,
  to: number,
  half: number,
): void {
  const isBefore = (a: number, b: number): boolean => compare(along[a]!, along[b]!, a, b) < 0;
  let low = from;
  let high = to - 1;
  while (low < high) {
    const pivot = order[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (isBefore(order[i]!, pivot)) {
        i++;
      }
      while (isBefore(pivot, order[j]!)) {
        j--;
      }
      if (i <= j) {
        const moved = order[i]!;
        order[i++] = order[j]!;
        order[j--] = moved;
      }
    }
    if (half <= j) {
      high = j;
    } else if (half >= i) {
      low = i;
    } else {
      return;
    }
  }
}

function compare(alongA: number, alongB: number, a: number, b: number): number {
  return alongA === alongB ? a - b : alongA - alongB;
}
