import { SPREAD_KERNEL_BYTES } from './spread-kernel-bytes';

const PAGE_BYTES = 65_536;
const FLOAT_BYTES = 4;

/** Vectors that the kernel takes at a time. */
export const EIGHT = 8;

/** The moments of one set of vectors, in the kernel's own memory. */
export interface SpreadKernel {
  /** Value d of vector v at 8 · d + v; to be filled before `run`. */
  readonly vectors: Float32Array;
  /** Of the cosines of each of the eight with the set; they hold until the next run. */
  readonly means: Float32Array;
  readonly variances: Float32Array;
  run(): void;
}

/**
 * Variances are made from covariances, so that nothing cancels: in single precision they are off by some millionths of themselves,
 * where those that are the mean square less the squared mean could lose a thousandth.
 * @param mean of the set, one or more values
 * @param second E[yyᵀ] of the set, the upper triangle row by row, off-diagonal values doubled
 */
export function createSpreadKernel(mean: Float64Array, second: Float64Array): SpreadKernel {
  const dims = mean.length;
  const bytes = Buffer.from(SPREAD_KERNEL_BYTES, 'base64');
  const { memory, spreads } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
    .exports as unknown as KernelExports;
  const vectorsAt = Math.ceil((FLOAT_BYTES * (dims + second.length)) / 16) * 16;
  const outAt = vectorsAt + FLOAT_BYTES * EIGHT * dims;
  memory.grow(Math.ceil((outAt + 2 * FLOAT_BYTES * EIGHT) / PAGE_BYTES) - 1);
  const moments = new Float32Array(memory.buffer, 0, dims + second.length);
  for (let i = 0, from = 0, to = 0; i < dims; i++) {
    moments[to++] = mean[i]!;
    for (let j = i; j < dims; j++) {
      const shared = mean[i]! * mean[j]!;
      moments[to++] = second[from++]! - (j === i ? shared : 2 * shared);
    }
  }
  return {
    vectors: new Float32Array(memory.buffer, vectorsAt, EIGHT * dims),
    means: new Float32Array(memory.buffer, outAt, EIGHT),
    variances: new Float32Array(memory.buffer, outAt + FLOAT_BYTES * EIGHT, EIGHT),
    run: () => {
      spreads(0, vectorsAt, outAt, outAt);
    },
  };
}

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly spreads: (moments: number, vectors: number, end: number, out: number) => void;
}
