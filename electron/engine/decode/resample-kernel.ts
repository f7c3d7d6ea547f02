/**
 * The inner loop of the resampler as WebAssembly with 128-bit SIMD: V8 does one multiplication at a time where this does
 * four, which made the filter a third of all decoding. Written out in WebAssembly's binary format, so that no tool is needed
 * to build it and nothing opaque is kept. Every processor that runs Electron has the instructions.
 */

/** Taps are a multiple of it: four sums of four, so that the additions need not wait for each other. */
export const TAPS_AT_ONCE = 16;

/** A filter bank in memory of its own. */
export interface FilterKernel {
  /** Room for `length` samples of the source, kept between calls. */
  source(length: number): Float32Array;
  /** `count` samples from the source's first sample on. */
  run(count: number): Float32Array;
}

/** `table`: one row of `taps` for each of the `up` phases; the place moves on by down/up samples an output sample. */
export function filterKernel(
  table: Float32Array,
  taps: number,
  up: number,
  down: number,
): FilterKernel {
  const { memory, run } = new WebAssembly.Instance(kernelModule()).exports as Exports;
  const tableBytes = align(table.byteLength);
  reserve(memory, tableBytes);
  new Float32Array(memory.buffer, 0, table.length).set(table);
  let outAt = tableBytes;
  return {
    source: (length) => {
      outAt = tableBytes + align(length * 4);
      reserve(memory, outAt);
      return new Float32Array(memory.buffer, tableBytes, length);
    },
    run: (count) => {
      reserve(memory, outAt + count * 4);
      run(tableBytes, 0, outAt, outAt + count * 4, taps * 4, up, down);
      return new Float32Array(memory.buffer, outAt, count).slice();
    },
  };
}

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface Exports {
  readonly memory: Memory;
  readonly run: (...parameters: readonly number[]) => void;
}
/** The engine's types know neither the browser nor this. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

const PAGE_BYTES = 65_536;

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

function reserve(memory: Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
  if (missing > 0) {
    memory.grow(missing);
  }
}

let compiled: object | undefined;

function kernelModule(): object {
  compiled ??= new WebAssembly.Module(Uint8Array.from(moduleBytes()));
  return compiled;
}

const I32 = 0x7f;
const V128 = 0x7b;
const NOTHING = 0x40;

/** Parameters of the function by their numbers, then its variables; the last is the first of four sums. */
const [SOURCE, TABLE, OUT, OUT_END, ROW_BYTES, UP, DOWN, PHASE, ROW, ROW_END, SIGNAL, SUM] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
];
const SUMS = TAPS_AT_ONCE / 4;

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const i32Add = [0x6a];
const i32Constant = (value: number): number[] => [0x41, ...signed(value)];
const loop = (...body: readonly number[][]): number[] => [0x03, NOTHING, ...body.flat(), 0x0b];
const branchIf = (depth: number): number[] => [0x0d, depth];
const load = (address: number, offset: number): number[] => [
  ...get(address),
  ...[0xfd, 0x00, 2, offset],
];
const f32x4Add = [0xfd, 0xe4, 0x01];
const f32x4Multiply = [0xfd, 0xe6, 0x01];
const lane = (index: number): number[] => [0xfd, 0x1f, index];
const advance = (local: number, bytes: number): number[] => [
  ...get(local),
  ...i32Constant(bytes),
  ...i32Add,
  ...set(local),
];

/**
 * do {
 *   row = table + phase · rowBytes; signal = source; sums = 0
 *   do sums += row[…] · signal[…] while (row < rowEnd)
 *   *out++ = the sum of all sums
 *   phase += down; source += phase / up samples; phase %= up
 * } while (out < outEnd)
 */
function kernelCode(): number[] {
  const sums = Array.from({ length: SUMS }, (_, index) => SUM + index);
  const multiply = sums.map((sum, index) => [
    ...get(sum),
    ...load(ROW, 16 * index),
    ...load(SIGNAL, 16 * index),
    ...f32x4Multiply,
    ...f32x4Add,
    ...set(sum),
  ]);
  const total = [
    ...sums.flatMap((sum, index) => [...get(sum), ...(index === 0 ? [] : f32x4Add)]),
    ...set(SUM),
  ];
  const lanes = [0, 1, 2, 3].flatMap((index) => [
    ...get(SUM),
    ...lane(index),
    ...(index === 0 ? [] : [0x92]),
  ]);
  return loop(
    [...get(TABLE), ...get(PHASE), ...get(ROW_BYTES), 0x6c, ...i32Add],
    [...set(ROW), ...get(ROW), ...get(ROW_BYTES), ...i32Add, ...set(ROW_END)],
    [...get(SOURCE), ...set(SIGNAL)],
    ...sums.map((sum) => [0xfd, 0x0c, ...new Array<number>(16).fill(0), ...set(sum)]),
    loop(...multiply, advance(ROW, TAPS_AT_ONCE * 4), advance(SIGNAL, TAPS_AT_ONCE * 4), [
      ...get(ROW),
      ...get(ROW_END),
      0x49,
      ...branchIf(0),
    ]),
    total,
    [...get(OUT), ...lanes, 0x38, 2, 0],
    advance(OUT, 4),
    [...get(PHASE), ...get(DOWN), ...i32Add, ...set(PHASE)],
    [...get(PHASE), ...get(UP), 0x6e, ...i32Constant(2), 0x74],
    [...get(SOURCE), ...i32Add, ...set(SOURCE)],
    [...get(PHASE), ...get(UP), 0x70, ...set(PHASE)],
    [...get(OUT), ...get(OUT_END), 0x49, ...branchIf(0)],
  );
}

function moduleBytes(): number[] {
  const parameters = new Array<number>(DOWN + 1).fill(I32);
  const variables = [2, SUM - PHASE, I32, SUMS, V128];
  const body = [...variables, ...kernelCode(), 0x0b];
  return [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters.length, ...parameters, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('run'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return [text.length, ...Buffer.from(text)];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)];
}
