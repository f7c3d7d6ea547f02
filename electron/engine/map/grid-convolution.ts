import type { Transform } from './fft';
import { createTransform } from './fft';

/**
 * Columns that are read and written together: a cache line holds eight values. For the same reason rows are not a power of two
 * apart: a column would share a few places of the cache.
 */
const COLUMNS = 8;

/** A square grid of complex values, row by row. */
export interface Grid {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * Convolutions of nodes × nodes grids with even kernels, by FFT over grids of twice the side, so that nothing wraps around.
 * Two kernels a(d²) and b(d²) are transformed at once as a + ib: of an even kernel the transform is real, so they stay apart.
 */
export class GridConvolution {
  readonly nodes: number;
  readonly #size: number;
  readonly #half: number;
  readonly #transform: Transform;
  /** Transforms of both kernels, half × half: the rest mirrors it. */
  readonly #kernel: Grid;
  /** nodes rows of `size`, `stride` apart. */
  readonly #rows: Grid;
  readonly #stride: number;
  readonly #columns: readonly Grid[];
  readonly #line: Grid;

  /** @param nodes half of a length that the transform knows: 2^a · 3^b. */
  constructor(nodes: number) {
    this.nodes = nodes;
    this.#size = 2 * nodes;
    this.#half = nodes + 1;
    this.#transform = createTransform(this.#size);
    this.#kernel = makeGrid(this.#half * this.#half);
    this.#stride = this.#size + COLUMNS;
    this.#rows = makeGrid(nodes * this.#stride);
    this.#columns = Array.from({ length: COLUMNS }, () => makeGrid(this.#size));
    this.#line = makeGrid(this.#size);
  }

  /**
   * Fills both kernels with functions of the squared distance; neighbouring nodes are `spacing` apart. Charges come spread by
   * cubic B-splines and fields are read through them: dividing by the spline's transform, once each way, makes both exact
   * at the nodes (as smooth particle-mesh Ewald does it: Essmann et al. 1995).
   */
  setKernels(
    spacing: number,
    a: (squared: number) => number,
    b: (squared: number) => number,
  ): void {
    const half = this.#half;
    const scratch = makeGrid(half * half);
    const { re, im } = this.#line;
    for (let row = 0; row < half; row++) {
      for (let column = 0; column < half; column++) {
        const squared = (row * row + column * column) * spacing * spacing;
        re[column] = a(squared);
        im[column] = b(squared);
      }
      this.#transformMirrored();
      scratch.re.set(re.subarray(0, half), row * half);
      scratch.im.set(im.subarray(0, half), row * half);
    }
    for (let column = 0; column < half; column++) {
      for (let row = 0; row < half; row++) {
        re[row] = scratch.re[row * half + column]!;
        im[row] = scratch.im[row * half + column]!;
      }
      this.#transformMirrored();
      for (let row = 0; row < half; row++) {
        const factor = 1 / (this.#splines(row) * this.#splines(column));
        re[row]! *= factor;
        im[row]! *= factor;
      }
      // Columns become rows: a kernel of the distance is its own mirror image.
      this.#kernel.re.set(re.subarray(0, half), column * half);
      this.#kernel.im.set(im.subarray(0, half), column * half);
    }
  }

  /** Replaces the grid by its convolution with kernel a; both parts of it are convolved on their own. */
  convolve(grid: Grid): void {
    this.#throughFourierSpace(grid, (line, kernelRow) => {
      this.#timesFirst(line, kernelRow);
    });
  }

  /** Replaces a real grid by its convolution with kernel a (real part) and kernel b (imaginary part). */
  convolveWithBoth(grid: Grid): void {
    this.#throughFourierSpace(grid, (line, kernelRow) => {
      this.#timesBoth(line, kernelRow);
    });
  }

  #throughFourierSpace(grid: Grid, multiply: (line: Grid, kernelRow: number) => void): void {
    const { nodes } = this;
    const size = this.#size;
    const line = this.#line;
    for (let row = 0; row < nodes; row++) {
      load(line, grid, row * nodes, nodes);
      this.#transform(line.re, line.im);
      this.#rows.re.set(line.re, row * this.#stride);
      this.#rows.im.set(line.im, row * this.#stride);
    }
    for (let column = 0; column < size; column += COLUMNS) {
      this.#loadColumns(column);
      this.#columns.forEach((values, at) => {
        this.#transform(values.re, values.im);
        multiply(values, Math.min(column + at, size - column - at));
        this.#transform(values.im, values.re);
      });
      this.#storeColumns(column);
    }
    for (let row = 0; row < nodes; row++) {
      load(line, this.#rows, row * this.#stride, size);
      this.#transform(line.im, line.re);
      grid.re.set(line.re.subarray(0, nodes), row * nodes);
      grid.im.set(line.im.subarray(0, nodes), row * nodes);
    }
  }

  #loadColumns(first: number): void {
    this.#columns.forEach(({ re, im }) => {
      re.fill(0, this.nodes);
      im.fill(0, this.nodes);
    });
    for (let row = 0; row < this.nodes; row++) {
      const start = row * this.#stride + first;
      for (let at = 0; at < COLUMNS; at++) {
        const column = this.#columns[at]!;
        column.re[row] = this.#rows.re[start + at]!;
        column.im[row] = this.#rows.im[start + at]!;
      }
    }
  }

  #storeColumns(first: number): void {
    const scale = 1 / (this.#size * this.#size);
    for (let row = 0; row < this.nodes; row++) {
      const start = row * this.#stride + first;
      for (let at = 0; at < COLUMNS; at++) {
        const column = this.#columns[at]!;
        this.#rows.re[start + at] = column.re[row]! * scale;
        this.#rows.im[start + at] = column.im[row]! * scale;
      }
    }
  }

  #timesFirst({ re, im }: Grid, kernelRow: number): void {
    const { re: a } = this.#kernel;
    const start = kernelRow * this.#half;
    for (let at = 0; at < this.#size; at++) {
      const factor = a[start + (at < this.#half ? at : this.#size - at)]!;
      re[at]! *= factor;
      im[at]! *= factor;
    }
  }

  #timesBoth({ re, im }: Grid, kernelRow: number): void {
    const { re: a, im: b } = this.#kernel;
    const start = kernelRow * this.#half;
    for (let at = 0; at < this.#size; at++) {
      const cell = start + (at < this.#half ? at : this.#size - at);
      const real = re[at]! * a[cell]! - im[at]! * b[cell]!;
      im[at] = re[at]! * b[cell]! + im[at]! * a[cell]!;
      re[at] = real;
    }
  }

  /** The transform of the cubic B-spline's values at nodes (1/6, 4/6, 1/6), for both ways. */
  #splines(frequency: number): number {
    const oneWay = (4 + 2 * Math.cos((2 * Math.PI * frequency) / this.#size)) / 6;
    return oneWay * oneWay;
  }

  /** Transforms the line whose first half is given and whose second half mirrors it. */
  #transformMirrored(): void {
    const { re, im } = this.#line;
    for (let at = this.#half; at < this.#size; at++) {
      re[at] = re[this.#size - at]!;
      im[at] = im[this.#size - at]!;
    }
    this.#transform(re, im);
  }
}

function load(line: Grid, from: Grid, start: number, length: number): void {
  line.re.set(from.re.subarray(start, start + length));
  line.im.set(from.im.subarray(start, start + length));
  line.re.fill(0, length);
  line.im.fill(0, length);
}

export function makeGrid(length: number): Grid {
  return { re: new Float64Array(length), im: new Float64Array(length) };
}
