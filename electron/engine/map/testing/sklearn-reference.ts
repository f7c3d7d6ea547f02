import { readFileSync } from 'node:fs';

/** What sklearn_reference.py wrote. */
export interface SklearnReference {
  readonly sklearn: string;
  readonly n: number;
  readonly dims: number;
  readonly clusters: number;
  readonly perplexity: number;
  readonly firstRow: readonly number[];
  readonly lastRow: readonly number[];
  readonly affinities: {
    readonly nonZero: number;
    readonly row: number;
    readonly values: readonly number[];
  };
  readonly runs: readonly {
    readonly kl: number;
    readonly neighbourPreservation10: number;
    readonly trustworthiness10: number;
    readonly klFromRandomStart: number;
  }[];
}

export function readSklearnReference(): SklearnReference {
  const file = new URL('./sklearn-reference.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as SklearnReference;
}
