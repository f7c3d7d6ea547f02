/** Rows of a block: two blocks of 128 dimensions and their products fit into the second-level cache many times over. */
export const BLOCK = 64;

/** n × dims values once more in blocks of 64 rows, side by side: value d of row r is at (⌊r/64⌋ dims + d) 64 + r mod 64. */
export function sideBySide(
  rows: Float32Array,
  dims: number,
  blocks: Float32Array<SharedArrayBuffer>,
): void {
  const n = rows.length / dims;
  for (let row = 0; row < n; row++) {
    let to = Math.floor(row / BLOCK) * dims * BLOCK + (row % BLOCK);
    for (let at = row * dims; at < (row + 1) * dims; at++) {
      blocks[to] = rows[at]!;
      to += BLOCK;
    }
  }
}
