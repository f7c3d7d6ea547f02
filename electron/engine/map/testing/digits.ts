import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What digits_reference.py wrote: the digits of scikit-learn, and the maps that two libraries make of them. */
export interface Digits {
  readonly n: number;
  readonly dims: number;
  readonly perplexity: number;
  /** n × dims, 0 … 16. */
  readonly vectors: Float32Array;
  /** By the library's name, as x, y pairs. */
  readonly layouts: ReadonlyMap<string, Float32Array>;
}

export function readDigits(): Digits {
  const read = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));
  const { layouts, ...rest } = JSON.parse(read('digits-reference.json').toString('utf8')) as Pick<
    Digits,
    'n' | 'dims' | 'perplexity'
  > & { readonly layouts: Readonly<Record<string, string>> };
  const decoded = Object.entries(layouts).map(([name, text]): [string, Float32Array] => {
    const bytes = Buffer.from(text, 'base64');
    const values = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
    return [name, Float32Array.from(values)];
  });
  return {
    ...rest,
    vectors: Float32Array.from(gunzipSync(read('digits.bin.gz'))),
    layouts: new Map(decoded),
  };
}
