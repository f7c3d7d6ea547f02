/** Brings every row to length 1, in place. @returns for each whether it has a direction; one without is all zero. */
export function toUnitRows(rows: Float32Array, dims: number): Uint8Array<ArrayBuffer> {
  const found = new Uint8Array(rows.length / dims);
  for (let row = 0; row < found.length; row++) {
    let squares = 0;
    for (let at = row * dims; at < (row + 1) * dims; at++) {
      squares += rows[at]! * rows[at]!;
    }
    const length = Math.sqrt(squares);
    const isFine = length > 1e-12 && Number.isFinite(length);
    found[row] = isFine ? 1 : 0;
    for (let at = row * dims; at < (row + 1) * dims; at++) {
      rows[at] = isFine ? rows[at]! / length : 0;
    }
  }
  return found;
}
