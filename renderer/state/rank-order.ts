import type { FoldedColumn } from './row-table';
import type { TableRow } from './track-row';

/** The place of each row's value among the different ones; equal values have the same. */
export interface Ranks {
  readonly ofRow: Uint32Array;
  /** How many different ones there are. */
  readonly count: number;
}

/**
 * Of folded texts of rows of one table.
 * @param main of the column that rows are sorted by: `''`, which is unknown, comes last in both directions there, and first elsewhere
 */
export function textRanks(
  rows: readonly TableRow[],
  column: FoldedColumn,
  main?: { readonly descending: boolean },
): Ranks {
  const [first] = rows;
  if (first === undefined) {
    return { ofRow: new Uint32Array(0), count: 0 };
  }
  const { values, codes } = first.table.folded(column);
  let different = [...new Set(values)].sort();
  if (main !== undefined) {
    const known = different.filter((value) => value !== '');
    different = [...(main.descending ? known.reverse() : known), ''];
  }
  const rankOf = new Map(different.map((value, rank) => [value, rank]));
  const ofCode = Uint32Array.from(values, (value) => rankOf.get(value) ?? 0);
  const ofRow = new Uint32Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    ofRow[row] = ofCode[codes[rows[row]?.at ?? 0] ?? 0] ?? 0;
  }
  return { ofRow, count: different.length };
}

/** Of a number of each row; NaN, which is unknown, comes last in both directions. */
export function numberRanks<T>(
  rows: readonly T[],
  of: (row: T) => number,
  descending = false,
): Ranks {
  const ofRow = new Uint32Array(rows.length);
  const codeOf = new Map<number, number>();
  for (let row = 0; row < rows.length; row++) {
    const value = of(rows[row] as T);
    let code = codeOf.get(value);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(value, code);
    }
    ofRow[row] = code;
  }
  const sign = descending ? -1 : 1;
  const different = [...codeOf.keys()].sort((a, b) =>
    Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : sign * (a - b),
  );
  const ofCode = new Uint32Array(different.length);
  for (const [rank, value] of different.entries()) {
    ofCode[codeOf.get(value) ?? 0] = rank;
  }
  for (let row = 0; row < ofRow.length; row++) {
    ofRow[row] = ofCode[ofRow[row] ?? 0] ?? 0;
  }
  return { ofRow, count: different.length };
}

/**
 * Rows in the order of ranks, by counting: once through all rows for each, whatever their order.
 * @param levels what counts most first
 * @param tied the order of rows that are equal in all of them
 */
export function orderByRanks<T>(
  rows: readonly T[],
  levels: readonly Ranks[],
  tied: (a: T, b: T) => number,
): T[] {
  const finestFirst = [...levels].reverse();
  let order: Uint32Array = Uint32Array.from(rows.keys());
  for (const level of finestFirst) {
    order = counted(order, level);
  }
  const sorted = new Array<T>(rows.length);
  for (let at = 0; at < order.length; at++) {
    sorted[at] = rows[order[at] ?? 0] as T;
  }
  for (let from = 0, to = 1; from < sorted.length; from = to++) {
    while (to < sorted.length && areEqual(finestFirst, order[from] ?? 0, order[to] ?? 0)) {
      to++;
    }
    if (to - from > 1) {
      const run = sorted.slice(from, to).sort(tied);
      run.forEach((row, at) => {
        sorted[from + at] = row;
      });
    }
  }
  return sorted;
}

function areEqual(levels: readonly Ranks[], a: number, b: number): boolean {
  for (const { ofRow } of levels) {
    if (ofRow[a] !== ofRow[b]) {
      return false;
    }
  }
  return true;
}

/** A stable counting sort. */
function counted(order: Uint32Array, { ofRow, count }: Ranks): Uint32Array {
  const next = new Uint32Array(count + 1);
  for (const rank of ofRow) {
    const after = rank + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let rank = 1; rank <= count; rank++) {
    next[rank] = (next[rank] ?? 0) + (next[rank - 1] ?? 0);
  }
  const result = new Uint32Array(order.length);
  for (const row of order) {
    const rank = ofRow[row] ?? 0;
    const place = next[rank] ?? 0;
    next[rank] = place + 1;
    result[place] = row;
  }
  return result;
}
