import type { Transform } from './fft';
import { createTransform } from './fft';
import { sharedFloat64s } from './shared-arrays';

/** Rows or columns that are worked on together: a cache line holds eight values. */
export const BATCH = 8;

/** What all threads see of a convolution of nodes × nodes real grids. */
export interface GridArrays {
  /** At least nodes × nodes, row by row. */
  readonly grid: Float64Array<SharedArrayBuffer>;
  /** The rows' transforms, frequency by frequency: value of row r at frequency f is at f × nodes + r. Frequencies 0 … nodes. */
  readonly re: Float64Array<SharedArrayBuffer>;
  readonly im: Float64Array<SharedArrayBuffer>;
  /** The kernel's transform, (nodes + 1) × (nodes + 1): beyond, it mirrors itself. */
  readonly kernel: Float64Array<SharedArrayBuffer>;
}

/** Arrays for grids of at most so many nodes a side. */
export function createGridArrays(nodes: number): GridArrays {
  return {
    grid: sharedFloat64s(nodes * nodes),
    re: sharedFloat64s((nodes + 1) * nodes),
    im: sharedFloat64s((nodes + 1) * nodes),
    kernel: sharedFloat64s((nodes + 1) * (nodes + 1)),
  };
}

interface Line {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const makeLine = (length: number): Line => ({
  re: new Float64Array(length),
  im: new Float64Array(length),
});

/**
 * Convolution of nodes × nodes real grids with an even kernel, by FFT over grids of twice the side, so that nothing wraps around.
 * Of a line whose second half is 0, the even frequencies are the transform of the first half, and the odd ones that of the first half
 * turned by half a step a node: transforms of the nodes' own length do. Two rows of real values go through one transform.
 */
export class GridConvolution {
  readonly nodes: number;
  readonly #arrays: GridArrays;
  readonly #transform: Transform;
  /** Half a step a node: exp(−iπ node / nodes). */
  readonly #half: Line;
  readonly #even: readonly Line[];
  readonly #odd: readonly Line[];

  /** @param nodes a length that the transform knows and a multiple of 8. */
  constructor(nodes: number, arrays: GridArrays) {
    this.nodes = nodes;
    this.#arrays = arrays;
    this.#transform = createTransform(nodes);
    this.#half = makeLine(nodes);
    for (let node = 0; node < nodes; node++) {
      this.#half.re[node] = Math.cos((Math.PI * node) / nodes);
      this.#half.im[node] = -Math.sin((Math.PI * node) / nodes);
    }
    this.#even = Array.from({ length: BATCH / 2 }, () => makeLine(nodes));
    this.#odd = Array.from({ length: BATCH / 2 }, () => makeLine(nodes));
  }

  /** Batches of rows, for `transformRows` and `restoreRows`. */
  get rowBatches(): number {
    return this.nodes / BATCH;
  }

  /** Batches of columns, for `convolveColumns`. */
  get columnBatches(): number {
    return Math.ceil((this.nodes + 1) / BATCH);
  }

  /** Transforms eight rows of the grid, each the sum of the same row of all the given grids. */
  transformRows(batch: number, grids: readonly Float64Array[]): void {
    const { nodes } = this;
    const first = batch * BATCH;
    for (let pair = 0; pair < BATCH / 2; pair++) {
      const even = this.#even[pair]!;
      const odd = this.#odd[pair]!;
      sumRow(grids, (first + 2 * pair) * nodes, even.re);
      sumRow(grids, (first + 2 * pair + 1) * nodes, even.im);
      turn(even, this.#half, odd);
      this.#transform(even.re, even.im);
      this.#transform(odd.re, odd.im);
    }
    for (let at = 0; at <= nodes / 2; at++) {
      this.#storeBoth(this.#even, at, (nodes - at) % nodes, 2 * at * nodes + first);
    }
    for (let at = 0; at < nodes / 2; at++) {
      this.#storeBoth(this.#odd, at, nodes - 1 - at, (2 * at + 1) * nodes + first);
    }
  }

  /** Transforms up to eight columns, multiplies them with the kernel, and transforms them back. */
  convolveColumns(batch: number): void {
    const { nodes } = this;
    const last = Math.min(nodes, batch * BATCH + BATCH - 1);
    const [even, odd] = [this.#even[0]!, this.#odd[0]!];
    const { re, im, kernel } = this.#arrays;
    for (let column = batch * BATCH; column <= last; column++) {
      const start = column * nodes;
      even.re.set(re.subarray(start, start + nodes));
      even.im.set(im.subarray(start, start + nodes));
      turn(even, this.#half, odd);
      this.#transform(even.re, even.im);
      this.#transform(odd.re, odd.im);
      const line = column * (nodes + 1);
      for (let at = 0; at < nodes; at++) {
        // Frequencies past the middle mirror those before it.
        const evenFactor = kernel[line + (2 * at <= nodes ? 2 * at : 2 * (nodes - at))]!;
        const oddFactor = kernel[line + (2 * at < nodes ? 2 * at + 1 : 2 * (nodes - at) - 1)]!;
        even.re[at]! *= evenFactor;
        even.im[at]! *= evenFactor;
        odd.re[at]! *= oddFactor;
        odd.im[at]! *= oddFactor;
      }
      this.#transform(even.im, even.re);
      this.#transform(odd.im, odd.re);
      addTurnedBack(even, odd, this.#half);
      re.set(even.re, start);
      im.set(even.im, start);
    }
  }

  /** Transforms eight rows back into the grid. */
  restoreRows(batch: number): void {
    const { nodes } = this;
    const { grid } = this.#arrays;
    const first = batch * BATCH;
    for (let at = 0; at <= nodes / 2; at++) {
      this.#loadBoth(this.#even, at, (nodes - at) % nodes, 2 * at * nodes + first);
    }
    for (let at = 0; at < nodes / 2; at++) {
      this.#loadBoth(this.#odd, at, nodes - 1 - at, (2 * at + 1) * nodes + first);
    }
    for (let pair = 0; pair < BATCH / 2; pair++) {
      const even = this.#even[pair]!;
      const odd = this.#odd[pair]!;
      this.#transform(even.im, even.re);
      this.#transform(odd.im, odd.re);
      addTurnedBack(even, odd, this.#half);
      grid.set(even.re, (first + 2 * pair) * nodes);
      grid.set(even.im, (first + 2 * pair + 1) * nodes);
    }
  }

  /** Parts the transforms of the two rows of each pair: that of real values mirrors itself. */
  #storeBoth(lines: readonly Line[], at: number, mirror: number, to: number): void {
    const { re, im } = this.#arrays;
    for (let pair = 0; pair < BATCH / 2; pair++) {
      const line = lines[pair]!;
      const aRe = line.re[at]!;
      const aIm = line.im[at]!;
      const bRe = line.re[mirror]!;
      const bIm = line.im[mirror]!;
      re[to + 2 * pair] = (aRe + bRe) / 2;
      im[to + 2 * pair] = (aIm - bIm) / 2;
      re[to + 2 * pair + 1] = (aIm + bIm) / 2;
      im[to + 2 * pair + 1] = (bRe - aRe) / 2;
    }
  }

  #loadBoth(lines: readonly Line[], at: number, mirror: number, from: number): void {
    const { re, im } = this.#arrays;
    for (let pair = 0; pair < BATCH / 2; pair++) {
      const line = lines[pair]!;
      const oneRe = re[from + 2 * pair]!;
      const oneIm = im[from + 2 * pair]!;
      const twoRe = re[from + 2 * pair + 1]!;
      const twoIm = im[from + 2 * pair + 1]!;
      line.re[mirror] = oneRe + twoIm;
      line.im[mirror] = twoRe - oneIm;
      line.re[at] = oneRe - twoIm;
      line.im[at] = oneIm + twoRe;
    }
  }

  /**
   * Fills the kernel with a function of the squared distance; neighbouring nodes are `spacing` apart. Charges come spread by
   * cubic B-splines and fields are read through them: dividing by the spline's transform, once each way, makes both exact
   * at the nodes (as smooth particle-mesh Ewald does it: Essmann et al. 1995).
   */
  setKernel(spacing: number, kernelOf: (squared: number) => number): void {
    const size = 2 * this.nodes;
    const transform = createTransform(size);
    const half = this.nodes + 1;
    const { kernel } = this.#arrays;
    const line = makeLine(size);
    const mirrored = (fill: (at: number) => number): Float64Array => {
      line.im.fill(0);
      for (let at = 0; at < half; at++) {
        line.re[at] = fill(at);
        line.re[(size - at) % size] = line.re[at]!;
      }
      transform(line.re, line.im);
      return line.re;
    };
    const scratch = new Float64Array(half * half);
    for (let row = 0; row < half; row++) {
      const values = mirrored((at) => kernelOf((row * row + at * at) * spacing * spacing));
      scratch.set(values.subarray(0, half), row * half);
    }
    for (let column = 0; column < half; column++) {
      const values = mirrored((at) => scratch[at * half + column]!);
      for (let row = 0; row < half; row++) {
        // With the factor that both transforms back leave out.
        kernel[column * half + row] =
          values[row]! / (spline(row, size) * spline(column, size) * size * size);
      }
    }
  }
}

/** The transform of the cubic B-spline's values at nodes (1/6, 4/6, 1/6), for both ways. */
function spline(frequency: number, size: number): number {
  const oneWay = (4 + 2 * Math.cos((2 * Math.PI * frequency) / size)) / 6;
  return oneWay * oneWay;
}

function sumRow(grids: readonly Float64Array[], start: number, row: Float64Array): void {
  row.set(grids[0]!.subarray(start, start + row.length));
  for (let other = 1; other < grids.length; other++) {
    const grid = grids[other]!;
    for (let at = 0; at < row.length; at++) {
      row[at]! += grid[start + at]!;
    }
  }
}

function turn(from: Line, by: Line, to: Line): void {
  for (let at = 0; at < from.re.length; at++) {
    const re = from.re[at]!;
    const im = from.im[at]!;
    to.re[at] = re * by.re[at]! - im * by.im[at]!;
    to.im[at] = re * by.im[at]! + im * by.re[at]!;
  }
}

function addTurnedBack(to: Line, from: Line, by: Line): void {
  for (let at = 0; at < to.re.length; at++) {
    const re = from.re[at]!;
    const im = from.im[at]!;
    to.re[at]! += re * by.re[at]! + im * by.im[at]!;
    to.im[at]! += im * by.re[at]! - re * by.im[at]!;
  }
}
