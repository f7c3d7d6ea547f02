/**
 * Far from one of several songs counts for more than near to the others; with 1 it would be the mean, with infinity the
 * worst one alone.
 */
const SHARPNESS = 4;

/** How much a song that more like it is wanted of counts beside one that is asked about. */
const MORE_WEIGHT = 0.5;

/**
 * The weights of songs that are asked about (1 each) and of songs that a person wants more like of: half as much each, and
 * together never more than those that are asked about, so that the list stays one of theirs.
 */
export function askedWeights(asked: number, more: number): readonly number[] {
  const each = Math.min(MORE_WEIGHT, asked / more);
  return Array.from({ length: asked + more }, (_, at) => (at < asked ? 1 : each));
}

/**
 * Folds the distances to several songs into one by row: near is what is near to *all* of them (a power mean, between the
 * mean and the maximum), and not near to any of `minus`: twice as far when it is as near to one of those, ever farther beyond, hardly
 * changed when it is much nearer to what is wanted.
 * @param plus at least one list of distances ≥ 0 of equal length. It may be changed and returned.
 * @param weights above 0, one for each list of `plus`; equal ones when left out.
 */
export function agree(
  plus: readonly Float32Array[],
  minus: readonly Float32Array[],
  weights: readonly number[] = plus.map(() => 1),
): Float32Array {
  const [first = new Float32Array()] = plus;
  const result = plus.length === 1 ? first : powerMean(plus, weights);
  for (const distances of minus) {
    for (let row = 0; row < result.length; row++) {
      const wanted = result[row]!;
      const unwanted = distances[row]!;
      result[row] = unwanted > 0 ? wanted * (1 + (wanted / unwanted) ** 2) : Infinity;
    }
  }
  return result;
}

function powerMean(lists: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const sums = new Float64Array(lists[0]?.length ?? 0);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [at, list] of lists.entries()) {
    const weight = weights[at]!;
    for (let row = 0; row < sums.length; row++) {
      sums[row]! += weight * Math.max(0, list[row]!) ** SHARPNESS;
    }
  }
  return Float32Array.from(sums, (sum) => (sum / all) ** (1 / SHARPNESS));
}
