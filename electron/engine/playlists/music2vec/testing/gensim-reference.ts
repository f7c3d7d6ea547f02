import { readFileSync } from 'node:fs';

/** What gensim_reference.py wrote. */
export interface GensimReference {
  readonly gensim: string;
  readonly songs: number;
  readonly styles: number;
  readonly lists: number;
  readonly firstList: readonly number[];
  readonly lastList: readonly number[];
  /** The songs that are in any list, in order. */
  readonly heard: readonly number[];
  /** For each of three seeds and each song that is in any list: the ten nearest. */
  readonly neighbours: readonly (readonly (readonly number[])[])[];
}

export function readGensimReference(): GensimReference {
  const file = new URL('./gensim-reference.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as GensimReference;
}
