/** One model input: `frames × bands` log-mel values, row by row. */
export interface PatchWindow {
  readonly passage: number;
  /** In samples. */
  readonly start: number;
  readonly length: number;
}

/**
 * Which stretches of the passages become patches of `patchSamples`: as many as fit without overlap, spread so that the
 * first and the last sample of a passage are heard. A passage shorter than a patch is one window of its own length.
 */
export function cutPatches(
  passageLengths: readonly number[],
  patchSamples: number,
): readonly PatchWindow[] {
  return passageLengths.flatMap((length, passage) => {
    if (length <= patchSamples) {
      return length === 0 ? [] : [{ passage, start: 0, length }];
    }
    const count = Math.floor(length / patchSamples);
    const spare = length - count * patchSamples;
    return Array.from({ length: count }, (_, index) => ({
      passage,
      start:
        count === 1
          ? Math.floor(spare / 2)
          : index * patchSamples + Math.floor((spare * index) / (count - 1)),
      length: patchSamples,
    }));
  });
}

/** At most `limit` of `items`, spread evenly. */
export function spread<T>(items: readonly T[], limit: number): readonly T[] {
  if (items.length <= limit) {
    return items;
  }
  return Array.from(
    { length: limit },
    (_, index) => items[Math.floor(((index + 0.5) * items.length) / limit)]!,
  );
}

/** Repeats the frames of `mel` from the first on until there are `frames` of them (musicnn's own "repeat-pad"). */
export function repeatFrames(mel: Float32Array, frames: number, bands: number): Float32Array {
  if (mel.length === frames * bands) {
    return mel;
  }
  const patch = new Float32Array(frames * bands);
  for (let at = 0; at < patch.length; at += mel.length) {
    patch.set(mel.subarray(0, Math.min(mel.length, patch.length - at)), at);
  }
  return patch;
}

/** Exactly `length` samples: the first ones, or all of them again and again. `sound` is not empty. */
export function repeatSamples(sound: Float32Array, length: number): Float32Array {
  return repeatFrames(sound.subarray(0, length), length, 1);
}

/**
 * The signal with samples that are no sound replaced by silence: NaN, infinite, or beyond `LOUDEST`. The input itself
 * when there are none.
 */
export function withoutNoise(signal: Float32Array): {
  readonly signal: Float32Array;
  readonly replaced: number;
} {
  let replaced = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- an iterator took a tenth of the time of the models
  for (let at = 0; at < signal.length; at += 1) {
    if (!(Math.abs(signal[at]!) <= LOUDEST)) {
      replaced += 1;
    }
  }
  if (replaced === 0) {
    return { signal, replaced };
  }
  return {
    signal: signal.map((sample) => (Math.abs(sample) <= LOUDEST ? sample : 0)),
    replaced,
  };
}

/** Full scale is 1; files that hold 16-bit numbers as floats reach 32768. Beyond that the squares overflow. */
const LOUDEST = 65_536;

/** Mean of equally long rows; Float64 inside. */
export function meanOf(rows: readonly Float32Array[]): Float32Array {
  const sum = new Float64Array(rows[0]!.length);
  for (const row of rows) {
    for (let at = 0; at < sum.length; at += 1) {
      sum[at] = sum[at]! + row[at]!;
    }
  }
  return Float32Array.from(sum, (value) => value / rows.length);
}

/** Runs of at most `size` items, in order. */
export function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/** Several signals or patches one after another; the only one itself. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) {
    return parts[0]!;
  }
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Equally long rows of a matrix, without copying. */
export function rowsOf(matrix: Float32Array, count: number): readonly Float32Array[] {
  const length = matrix.length / count;
  return Array.from({ length: count }, (_, row) =>
    matrix.subarray(row * length, (row + 1) * length),
  );
}
