/** Arrays that threads can share; zero at first, and no memory is taken before it is written to. */
export const sharedFloat64s = (length: number): Float64Array<SharedArrayBuffer> =>
  new Float64Array(new SharedArrayBuffer(8 * length));

export const sharedFloat32s = (length: number): Float32Array<SharedArrayBuffer> =>
  new Float32Array(new SharedArrayBuffer(4 * length));

export const sharedInt32s = (length: number): Int32Array<SharedArrayBuffer> =>
  new Int32Array(new SharedArrayBuffer(4 * length));
