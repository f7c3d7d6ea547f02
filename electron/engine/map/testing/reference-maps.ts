import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Vectors, and the maps that two libraries make of them: what digits_reference.py or songs_reference.py wrote. */
export interface ReferenceMaps {
  readonly n: number;
  readonly dims: number;
  readonly perplexity: number;
  /** n × dims: 0 … 16 for digits, −127 … 127 for songs. */
  readonly vectors: Float32Array;
  /** By the library's name and version, a map for each seed, as x, y pairs. */
  readonly layouts: ReadonlyMap<string, readonly Float32Array[]>;
}

export function readReferenceMaps(name: 'digits' | 'songs'): ReferenceMaps {
  const read = (file: string): Buffer => readFileSync(new URL(file, import.meta.url));
  const { layouts, ...rest } = JSON.parse(read(`${name}-reference.json`).toString('utf8')) as Pick<
    ReferenceMaps,
    'n' | 'dims' | 'perplexity'
  > & {
    readonly layouts: Readonly<Record<string, string>>;
  };
  const byLibrary = new Map<string, Float32Array[]>();
  for (const [label, text] of Object.entries(layouts)) {
    const library = label.replace(/ seed \d+$/, '');
    const bytes = Buffer.from(text, 'base64');
    const values = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
    byLibrary.set(library, [...(byLibrary.get(library) ?? []), Float32Array.from(values)]);
  }
  const bytes = gunzipSync(read(`${name}.bin.gz`));
  const whole = name === 'songs' ? new Int8Array(bytes) : bytes;
  return { ...rest, vectors: Float32Array.from(whole), layouts: byLibrary };
}
