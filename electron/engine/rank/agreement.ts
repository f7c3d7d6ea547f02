/**
 * Far from one of several songs counts for more than near to the others; with 1 it would be the mean, with infinity the
 * worst one alone.
 */
const SHARPNESS = 4;

/**
 * Folds the distances to several songs into one by row: near is what is near to *all* of them (a power mean, between the
 * mean and the maximum), and not near to any of `minus`: twice as far when it is as near to one of those, ever farther beyond, hardly
 * changed when it is much nearer to what is wanted.
 * @param plus at least one list of distances ≥ 0 of equal length. It may be changed and returned.
 */
export function agree(plus: readonly Float32Array[], minus: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = plus;
  const result = plus.length === 1 ? first : powerMean(plus);
  for (const distances of minus) {
    for (let row = 0; row < result.length; row++) {
      const wanted = result[row]!;
      const unwanted = distances[row]!;
      result[row] = unwanted > 0 ? wanted * (1 + (wanted / unwanted) ** 2) : Infinity;
    }
  }
  return result;
}

function powerMean(lists: readonly Float32Array[]): Float32Array {
  const sums = new Float64Array(lists[0]?.length ?? 0);
  for (const list of lists) {
    for (let row = 0; row < sums.length; row++) {
      sums[row]! += Math.max(0, list[row]!) ** SHARPNESS;
    }
  }
  return Float32Array.from(sums, (sum) => (sum / lists.length) ** (1 / SHARPNESS));
}
