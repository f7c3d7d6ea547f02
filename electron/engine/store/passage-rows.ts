import type { PassageVector } from './stored-records';

/**
 * The vectors of a song's passages as they are kept: each value as a whole number of steps of its row, a byte each. A step is
 * 1/127 of the row's largest value, so a value is off by half of that at most.
 */
export interface PassageRows {
  readonly seconds: Float32Array;
  /** The step of each row. */
  readonly scales: Float32Array;
  /** Row by row, as signed bytes. */
  readonly codes: Uint8Array;
}

const MOST_STEPS = 127;

/** @param passages vectors of one length */
export function packPassages(passages: readonly PassageVector[]): PassageRows {
  const dims = passages[0]?.vector.length ?? 0;
  const scales = new Float32Array(passages.length);
  const codes = new Int8Array(passages.length * dims);
  passages.forEach(({ vector }, row) => {
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest / MOST_STEPS;
    scales[row] = scale;
    if (scale > 0) {
      codes.set(
        vector.map((value) => Math.round(value / scale)),
        row * dims,
      );
    }
  });
  return {
    seconds: Float32Array.from(passages, ({ seconds }) => seconds),
    scales,
    codes: new Uint8Array(codes.buffer),
  };
}

export function unpackPassages({ seconds, scales, codes }: PassageRows): readonly PassageVector[] {
  const signed = new Int8Array(codes.buffer, codes.byteOffset, codes.length);
  const dims = scales.length === 0 ? 0 : codes.length / scales.length;
  return Array.from(scales, (scale, row) => ({
    seconds: seconds[row] ?? 0,
    vector: Float32Array.from(
      signed.subarray(row * dims, (row + 1) * dims),
      (code) => code * scale,
    ),
  }));
}
