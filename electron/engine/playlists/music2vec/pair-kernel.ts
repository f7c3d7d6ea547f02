import { PAIR_KERNEL_BYTES } from './pair-kernel-bytes';

/** Values of a vector, as the original had them. */
export const DIMS = 128;
/** Songs that are drawn against each pair. */
export const NEGATIVES = 5;
/** Songs on either side of a song that it is learned from, at most. */
export const WINDOW = 10;

const PAGE_BYTES = 65_536;
const VECTOR_BYTES = 4 * DIMS;
/** The logistic function at so many places from −8 to 8, as pair-kernel.wat has it. */
const TABLE_SIZE = 4096;
const TABLE_REACH = 8;
const MOST_AROUND = 2 * WINDOW;

/** Where things lie in the kernel's memory, in bytes. */
const INPUTS_AT = 4 * TABLE_SIZE;
const OUTPUTS_AT = INPUTS_AT + 4 * MOST_AROUND;
const COPIES_AT = OUTPUTS_AT + 4 * (NEGATIVES + 1) + 8;
const VECTORS_AT = COPIES_AT + MOST_AROUND * VECTOR_BYTES;

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly train: (
    inputs: number,
    end: number,
    outputs: number,
    bytes: number,
    rate: number,
    table: number,
  ) => void;
}

/** The vectors of so many songs, and the step that learns them; all in memory of its own. */
export interface PairKernel {
  /** songs × `DIMS`: what is wanted. */
  readonly inputs: Float32Array<ArrayBuffer>;
  /** songs × `DIMS`: what the inputs are compared with. */
  readonly outputs: Float32Array<ArrayBuffer>;
  /** The songs around one, by number; up to twice `WINDOW`. */
  readonly around: Uint32Array;
  /** The song in the middle, and the negatives. */
  readonly targets: Uint32Array;
  /**
   * One step: the first `count` songs of `around` draw near to the first of `targets` and away from the others.
   * @param held the inputs stay as they are, and only the outputs learn.
   */
  readonly step: (count: number, rate: number, held: boolean) => void;
}

/** Vectors are zero at first. */
export function createPairKernel(songs: number): PairKernel {
  const bytes = Buffer.from(PAIR_KERNEL_BYTES, 'base64');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const { memory, train } = exports as unknown as KernelExports;
  const all = VECTORS_AT + 2 * songs * VECTOR_BYTES;
  memory.grow(Math.ceil(all / PAGE_BYTES));
  const { buffer } = memory;
  fillTable(new Float32Array(buffer, 0, TABLE_SIZE));
  const inputs = new Float32Array(buffer, VECTORS_AT, songs * DIMS);
  const copies = new Float32Array(buffer, COPIES_AT, MOST_AROUND * DIMS);
  const inputsAt = new Uint32Array(buffer, INPUTS_AT, MOST_AROUND);
  const outputsAt = new Uint32Array(buffer, OUTPUTS_AT, NEGATIVES + 1);
  const around = new Uint32Array(MOST_AROUND);
  const targets = new Uint32Array(NEGATIVES + 1);
  const outputsFrom = VECTORS_AT + songs * VECTOR_BYTES;
  const step = (count: number, rate: number, held: boolean): void => {
    for (let at = 0; at < count; at++) {
      const song = around[at]!;
      if (held) {
        copies.set(inputs.subarray(song * DIMS, (song + 1) * DIMS), at * DIMS);
      }
      inputsAt[at] = held ? COPIES_AT + at * VECTOR_BYTES : VECTORS_AT + song * VECTOR_BYTES;
    }
    for (let at = 0; at <= NEGATIVES; at++) {
      outputsAt[at] = outputsFrom + targets[at]! * VECTOR_BYTES;
    }
    train(INPUTS_AT, INPUTS_AT + 4 * count, OUTPUTS_AT, VECTOR_BYTES, rate, 0);
  };
  const outputs = new Float32Array(buffer, outputsFrom, songs * DIMS);
  return { inputs, outputs, around, targets, step };
}

/** Each value is of the middle of its stretch. */
function fillTable(table: Float32Array): void {
  for (let at = 0; at < TABLE_SIZE; at++) {
    const x = ((at + 0.5) / TABLE_SIZE) * 2 * TABLE_REACH - TABLE_REACH;
    table[at] = 1 / (1 + Math.exp(-x));
  }
}
