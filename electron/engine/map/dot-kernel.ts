import { BLOCK } from './blocks';
import { DOT_KERNEL_BYTES } from './dot-kernel-bytes';

const PAGE_BYTES = 65_536;
const FLOAT_BYTES = 4;

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly dots: (
    a: number,
    b: number,
    out: number,
    rows: number,
    columns: number,
    dims: number,
  ) => void;
}

/** Computes the dot products of two blocks of 64 vectors (see `sideBySide`) in WebAssembly. */
export interface BlockDots {
  /** dims × 64 values: the block that stays. */
  readonly left: Float32Array;
  /** dims × 64 values: the block that changes. */
  readonly right: Float32Array;
  /** 64 × 64 products: that of vector i of `left` and j of `right` is at 64 i + j. */
  readonly products: Float32Array;
  /** Fills `products`. */
  readonly multiply: () => void;
}

/** A kernel with memory of its own: one for each thread. */
export function createBlockDots(dims: number): BlockDots {
  const bytes = Buffer.from(DOT_KERNEL_BYTES, 'base64');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const { memory, dots } = exports as unknown as KernelExports;
  const values = BLOCK * dims;
  const all = 2 * values + BLOCK * BLOCK;
  memory.grow(Math.ceil((all * FLOAT_BYTES) / PAGE_BYTES));
  return {
    left: new Float32Array(memory.buffer, 0, values),
    right: new Float32Array(memory.buffer, values * FLOAT_BYTES, values),
    products: new Float32Array(memory.buffer, 2 * values * FLOAT_BYTES, BLOCK * BLOCK),
    multiply: () => {
      dots(0, values * FLOAT_BYTES, 2 * values * FLOAT_BYTES, BLOCK, BLOCK, dims);
    },
  };
}
