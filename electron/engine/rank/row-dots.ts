import type { PackedRows } from '../../shared/packed-rows';
import { FULL_CODE, packRow, strideOf } from '../../shared/packed-rows';
import { ROW_DOTS_BYTES } from './row-dots-bytes';

const PAGE_BYTES = 65_536;
const CODE_BYTES = 2;
const FLOAT_BYTES = 4;
/** Codes that are brought into the kernel's memory at a time: 256 KB, which stay in a core's own cache until they are used. */
const CHUNK_CODES = 131_072;
/** Rows that the kernel takes at a time, and the fewest codes of one. */
const STEP = 4;
const SHORTEST = 8;
/** The kernel's memory: a chunk, a query as long as the longest row, and the products of a chunk of the shortest rows. */
const QUERY_AT = CHUNK_CODES * CODE_BYTES;
const OUT_AT = QUERY_AT + (CHUNK_CODES / STEP) * CODE_BYTES;
const END = OUT_AT + (CHUNK_CODES / SHORTEST) * FLOAT_BYTES;

/** The most values a row can have. */
export const LONGEST_ROW = CHUNK_CODES / STEP;

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly dots: (matrix: number, query: number, out: number, rows: number, dims: number) => void;
}

let kernel: KernelExports | undefined;

/**
 * The dot product of each row with `query`, which is packed for it; equal rows give equal products.
 * @param query as many values as a row has, from 1 to `LONGEST_ROW`; when one is not finite, no product is a number.
 * @returns one a row.
 */
export function rowDots({ dims, codes, peaks }: PackedRows, query: Float32Array): Float32Array {
  kernel ??= createKernel();
  const { memory, dots } = kernel;
  const stride = strideOf(dims);
  const chunkRows = Math.floor(CHUNK_CODES / stride / STEP) * STEP;
  const place = new Int16Array(memory.buffer, 0, CHUNK_CODES);
  const asked = new Int16Array(memory.buffer, QUERY_AT, stride).fill(0);
  const products = new Float32Array(memory.buffer, OUT_AT, chunkRows);
  const scale = packRow(query, asked, 0) / FULL_CODE / FULL_CODE;
  const found = new Float32Array(peaks.length);
  for (let from = 0; from < found.length; from += chunkRows) {
    const rows = Math.min(chunkRows, found.length - from);
    place.set(codes.subarray(from * stride, (from + rows) * stride));
    // What lies behind the last row is added up too, and not looked at.
    dots(0, QUERY_AT, OUT_AT, Math.ceil(rows / STEP) * STEP, stride);
    for (let row = 0; row < rows; row++) {
      found[from + row] = products[row]! * scale * peaks[from + row]!;
    }
  }
  return found;
}

function createKernel(): KernelExports {
  const bytes = Buffer.from(ROW_DOTS_BYTES, 'base64');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const made = exports as unknown as KernelExports;
  made.memory.grow(Math.ceil(END / PAGE_BYTES) - 1);
  return made;
}
