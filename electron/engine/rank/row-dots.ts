import { ROW_DOTS_BYTES } from './row-dots-bytes';

const PAGE_BYTES = 65_536;
const FLOAT_BYTES = 4;
/** Values that are brought into the kernel's memory at a time: 256 KB, which stay in a core's own cache until they are used. */
const CHUNK_VALUES = 65_536;
/** Rows that the kernel takes at a time. */
const STEP = 4;

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly dots: (matrix: number, query: number, out: number, rows: number, dims: number) => void;
}

let kernel: KernelExports | undefined;

/**
 * The dot product of each row of a matrix with `query`, in single precision, written to `out`; equal rows give equal products.
 * @param matrix row-major, `out.length` rows of `query.length` values
 * @returns false, with nothing done, when the kernel cannot take rows of this length: it takes multiples of 4 up to 16,384.
 */
export function rowDots(matrix: Float32Array, query: Float32Array, out: Float32Array): boolean {
  const dims = query.length;
  if (dims === 0 || dims % STEP !== 0 || dims * STEP > CHUNK_VALUES) {
    return false;
  }
  kernel ??= createKernel();
  const { memory, dots } = kernel;
  const chunkRows = Math.floor(CHUNK_VALUES / dims / STEP) * STEP;
  const values = new Float32Array(memory.buffer);
  const queryAt = CHUNK_VALUES;
  const outAt = queryAt + CHUNK_VALUES / STEP;
  values.set(query, queryAt);
  for (let from = 0; from < out.length; from += chunkRows) {
    const rows = Math.min(chunkRows, out.length - from);
    values.set(matrix.subarray(from * dims, (from + rows) * dims));
    // What lies behind the last row is added up too, and not looked at.
    const whole = Math.ceil(rows / STEP) * STEP;
    dots(0, queryAt * FLOAT_BYTES, outAt * FLOAT_BYTES, whole, dims);
    out.set(values.subarray(outAt, outAt + rows), from);
  }
  return true;
}

function createKernel(): KernelExports {
  const bytes = Buffer.from(ROW_DOTS_BYTES, 'base64');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const made = exports as unknown as KernelExports;
  // A chunk, a query and the products of a chunk of the shortest rows.
  const all = CHUNK_VALUES + (2 * CHUNK_VALUES) / STEP;
  made.memory.grow(Math.ceil((all * FLOAT_BYTES) / PAGE_BYTES) - 1);
  return made;
}
