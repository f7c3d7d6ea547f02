/** Guesses y from x: y ≈ meanY + (x − meanX) W. */
export interface LinearGuess {
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
  /** x × y values, row by row. */
  readonly weights: Float64Array;
}

/**
 * What ridge regression needs to know of pairs of rows: sums over them, so that those of two sets are added up. All in double
 * precision.
 */
export class NormalEquations {
  readonly xDims: number;
  readonly yDims: number;
  #count = 0;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  /** Σ x xᵀ, of which only the part on and below the diagonal is filled, and Σ x yᵀ. */
  readonly #xx: Float64Array;
  readonly #xy: Float64Array;

  constructor(xDims: number, yDims: number) {
    this.xDims = xDims;
    this.yDims = yDims;
    this.#x = new Float64Array(xDims);
    this.#y = new Float64Array(yDims);
    this.#xx = new Float64Array(xDims * xDims);
    this.#xy = new Float64Array(xDims * yDims);
  }

  add(x: Float32Array, y: Float32Array): void {
    this.#count++;
    for (let at = 0; at < this.yDims; at++) {
      this.#y[at]! += y[at]!;
    }
    for (let i = 0; i < this.xDims; i++) {
      const value = x[i]!;
      this.#x[i]! += value;
      for (let j = 0, at = i * this.xDims; j <= i; j++, at++) {
        this.#xx[at]! += value * x[j]!;
      }
      for (let j = 0, at = i * this.yDims; j < this.yDims; j++, at++) {
        this.#xy[at]! += value * y[j]!;
      }
    }
  }

  addAll(other: NormalEquations): void {
    this.#count += other.#count;
    const pairs = [
      [this.#x, other.#x],
      [this.#y, other.#y],
      [this.#xx, other.#xx],
      [this.#xy, other.#xy],
    ] as const;
    for (const [own, more] of pairs) {
      for (let at = 0; at < own.length; at++) {
        own[at]! += more[at]!;
      }
    }
  }

  /**
   * The guess with the least Σ |y − guess|² + λ |W|², in closed form: W = (XᵀX + λ I)⁻¹ XᵀY over centred rows (Hoerl & Kennard
   * 1970). The means are not held back.
   * @param strength λ in units of the mean variance of x (the mean of the diagonal of XᵀX), above 0.
   */
  solve(strength: number): LinearGuess {
    const { xDims, yDims } = this;
    const n = Math.max(1, this.#count);
    const meanX = this.#x.map((sum) => sum / n);
    const meanY = this.#y.map((sum) => sum / n);
    const matrix = this.#xx.slice();
    const weights = this.#xy.slice();
    let trace = 0;
    for (let i = 0; i < xDims; i++) {
      for (let j = 0; j <= i; j++) {
        matrix[i * xDims + j]! -= n * meanX[i]! * meanX[j]!;
      }
      for (let j = 0; j < yDims; j++) {
        weights[i * yDims + j]! -= n * meanX[i]! * meanY[j]!;
      }
      trace += Math.max(0, matrix[i * xDims + i]!);
    }
    // Where x does not vary at all there is nothing to guess from, and any λ will do.
    const lambda = strength * (trace > 1e-9 ? trace / xDims : 1);
    for (let i = 0; i < xDims; i++) {
      matrix[i * xDims + i] = Math.max(0, matrix[i * xDims + i]!) + lambda;
    }
    factor(matrix, xDims);
    substitute(matrix, weights, xDims, yDims);
    return { meanX, meanY, weights };
  }
}

/** Puts what is guessed for x into `to`. */
export function guess(
  { meanX, meanY, weights }: LinearGuess,
  x: Float32Array,
  to: Float64Array,
): void {
  to.set(meanY);
  for (let i = 0, at = 0; i < meanX.length; i++) {
    const value = x[i]! - meanX[i]!;
    for (let j = 0; j < to.length; j++, at++) {
      to[j]! += value * weights[at]!;
    }
  }
}

/** Cholesky: the part below the diagonal of a positive matrix becomes L with L Lᵀ = the matrix. */
function factor(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) {
        sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      }
      // Rounding may take a little more than there is.
      matrix[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[j * n + j]!;
    }
  }
}

/** Solves L Lᵀ w = v for `columns` columns at once, in place. */
function substitute(lower: Float64Array, values: Float64Array, n: number, columns: number): void {
  const take = (from: number, to: number, times: number): void => {
    for (let at = 0; at < columns; at++) {
      values[to * columns + at]! -= times * values[from * columns + at]!;
    }
  };
  const divide = (row: number): void => {
    const by = lower[row * n + row]!;
    for (let at = row * columns; at < (row + 1) * columns; at++) {
      values[at]! /= by;
    }
  };
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) {
      take(k, i, lower[i * n + k]!);
    }
    divide(i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) {
      take(k, i, lower[k * n + i]!);
    }
    divide(i);
  }
}
