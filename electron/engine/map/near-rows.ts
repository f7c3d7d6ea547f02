/** A row, and how near it is. */
export interface NearRow {
  readonly row: number;
  /** The dot product with what was asked for: the cosine, for L2-normalised rows. */
  readonly similarity: number;
}

/**
 * The k rows of the first `count` that are nearest to a vector, exactly: highest dot product first, at the same one the
 * lower row first.
 * @param vectors at least count × dims values.
 * @param except a row that is not looked at; none when left out.
 */
export function nearestRows(
  { vectors, count, dims }: { vectors: Float32Array; count: number; dims: number },
  vector: Float32Array,
  k: number,
  except = -1,
): NearRow[] {
  const wanted = Math.min(k, except >= 0 && except < count ? count - 1 : count);
  const rows = new Int32Array(wanted);
  const similarities = new Float64Array(wanted).fill(-Infinity);
  for (let row = 0; row < count && wanted > 0; row++) {
    const similarity = dotAt(vectors, row * dims, vector, dims);
    if (similarity > similarities[wanted - 1]! && row !== except) {
      let to = wanted - 1;
      for (; to > 0 && similarities[to - 1]! < similarity; to--) {
        similarities[to] = similarities[to - 1]!;
        rows[to] = rows[to - 1]!;
      }
      similarities[to] = similarity;
      rows[to] = row;
    }
  }
  return Array.from(rows, (row, at) => ({ row, similarity: similarities[at]! }));
}

/** In four sums: one alone would have each addition wait for the one before. */
function dotAt(values: Float32Array, from: number, vector: Float32Array, dims: number): number {
  const whole = dims - (dims % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0; at < whole; at += 4) {
    a += values[from + at]! * vector[at]!;
    b += values[from + at + 1]! * vector[at + 1]!;
    c += values[from + at + 2]! * vector[at + 2]!;
    d += values[from + at + 3]! * vector[at + 3]!;
  }
  for (let at = whole; at < dims; at++) {
    a += values[from + at]! * vector[at]!;
  }
  return a + b + (c + d);
}
