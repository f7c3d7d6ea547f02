/** Cells a side of the grid over the map. */
export const CELLS = 256;
/** The grid reaches a little past the map, whose points lie in [−1, 1]. */
const REACH = 1.1;
export const CELL = (2 * REACH) / CELLS;
/** A Gaussian ends here, in deviations. */
const TAIL = 3;

/** The cell of a point of the map, row by row. */
export function cellOf(x: number, y: number): number {
  const at = (value: number): number =>
    Math.max(0, Math.min(CELLS - 1, Math.floor((value + REACH) / CELL)));
  return at(y) * CELLS + at(x);
}

/** The middle of a cell. */
export function middleOf(cell: number): { readonly x: number; readonly y: number } {
  const at = (index: number): number => (index + 0.5) * CELL - REACH;
  return { x: at(cell % CELLS), y: at(Math.floor(cell / CELLS)) };
}

/** How densely points lie around the middle of each cell: a Gaussian of the given deviation for each point. */
export function densityOf(x: Float32Array, y: Float32Array, deviation: number): Float64Array {
  const counts = new Float64Array(CELLS * CELLS);
  for (let i = 0; i < x.length; i++) {
    counts[cellOf(x[i]!, y[i]!)]!++;
  }
  const weights = gaussian(deviation / CELL);
  return blurAcross(blurAcross(counts, weights, 1, CELLS), weights, CELLS, 1);
}

/** Weights for distances of 0, 1, … cells. */
function gaussian(deviation: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(TAIL * deviation) + 1 }, (_, at) =>
    Math.exp(-0.5 * (at / deviation) ** 2),
  );
}

function blurAcross(
  from: Float64Array,
  weights: Float64Array,
  along: number,
  across: number,
): Float64Array {
  const to = new Float64Array(from.length);
  for (let line = 0; line < CELLS; line++) {
    for (let at = 0; at < CELLS; at++) {
      const value = from[line * across + at * along]!;
      if (value > 0) {
        const first = Math.max(0, at - weights.length + 1);
        const last = Math.min(CELLS - 1, at + weights.length - 1);
        for (let other = first; other <= last; other++) {
          to[line * across + other * along]! += value * weights[Math.abs(other - at)]!;
        }
      }
    }
  }
  return to;
}
