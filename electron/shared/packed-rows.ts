/** The largest code; the smallest is its negative, so that no product of two overflows. */
export const FULL_CODE = 32_767;
/** Rows begin at multiples of so many codes, what is left over being 0: a register takes eight. */
const LANES = 8;

/**
 * Vectors of one space in rows of 16 bits a value: half of what floats take, in memory and to read for each question. Value d of row i is
 * `codes[i · stride + d] · peaks[i] / 32767`, where the peak is the row's largest absolute value; it is off by at most peak / 65534.
 */
export interface PackedRows {
  readonly dims: number;
  readonly codes: Int16Array;
  /** One a row, and as many as there are rows. NaN where a value was not finite: all of the row's are NaN then. */
  readonly peaks: Float32Array;
}

/** How far apart rows of so many values begin. */
export function strideOf(dims: number): number {
  return Math.ceil(dims / LANES) * LANES;
}

/**
 * Writes the codes of a vector to `codes` from `at` on. A vector that comes from codes gives the same ones.
 * @returns its peak.
 */
export function packRow(vector: Float32Array, codes: Int16Array, at: number): number {
  let peak = 0;
  for (const value of vector) {
    peak = Math.max(peak, Math.abs(value));
  }
  const isFine = peak < Number.POSITIVE_INFINITY;
  const scale = isFine && peak > 0 ? FULL_CODE / peak : 0;
  for (let d = 0; d < vector.length; d++) {
    codes[at + d] = Math.round(vector[d]! * scale);
  }
  return isFine ? peak : Number.NaN;
}

/** All rows of a row-major matrix. */
export function packRows(matrix: Float32Array, dims: number): PackedRows {
  const stride = strideOf(dims);
  const count = matrix.length / dims;
  const codes = new Int16Array(count * stride);
  const peaks = Float32Array.from({ length: count }, (_, row) =>
    packRow(matrix.subarray(row * dims, (row + 1) * dims), codes, row * stride),
  );
  return { dims, codes, peaks };
}

/** The vector of a row, a copy; written to `to` when that is given. */
export function unpackRow(
  { dims, codes, peaks }: PackedRows,
  row: number,
  to = new Float32Array(dims),
): Float32Array<ArrayBuffer> {
  const at = row * strideOf(dims);
  const scale = peaks[row]! / FULL_CODE;
  for (let d = 0; d < dims; d++) {
    to[d] = codes[at + d]! * scale;
  }
  return to;
}

/** The dot product of two rows. */
export function packedDot({ dims, codes, peaks }: PackedRows, a: number, b: number): number {
  const stride = strideOf(dims);
  const [fromA, fromB] = [a * stride, b * stride];
  // Whole numbers: exact below 2⁵³.
  let sum = 0;
  for (let d = 0; d < dims; d++) {
    sum += codes[fromA + d]! * codes[fromB + d]!;
  }
  return ((sum / FULL_CODE) * peaks[a]! * peaks[b]!) / FULL_CODE;
}
