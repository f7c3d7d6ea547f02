import { sharedFloat32s } from '../shared-arrays';

/** The same values where threads can share them. */
export function sharedRows(values: ArrayLike<number>): Float32Array<SharedArrayBuffer> {
  const rows = sharedFloat32s(values.length);
  rows.set(values);
  return rows;
}
