import { keyOrder } from '../../electron/shared/musical-key';
import type { Ranks } from './rank-order';
import { numberRanks, orderByRanks, textRanks } from './rank-order';
import type { TrackRow } from './track-row';
import { TableRow } from './track-row';

export const COLUMNS = [
  'title',
  'artist',
  'album',
  'genre',
  'year',
  'duration',
  'tempo',
  'key',
  'plays',
  'lastPlayed',
] as const;
export type Column = (typeof COLUMNS)[number];

/** How the table is sorted. */
export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

type Compare = (a: TrackRow, b: TrackRow) => number;

/** What a column is sorted by; `''` and NaN are unknown. */
const valueOf: Readonly<Record<Column, (row: TrackRow) => string | number>> = {
  title: ({ keys }) => keys.title,
  artist: ({ keys }) => keys.artist,
  album: ({ keys }) => keys.album,
  genre: ({ keys }) => keys.genre,
  year: ({ year }) => year,
  duration: ({ durationSeconds }) => durationSeconds,
  tempo: ({ tempo }) => tempo,
  // Around the wheel: neighbours fit.
  key: ({ key }) => (key < 0 ? Number.NaN : keyOrder(key)),
  // Songs that were never played come last.
  plays: ({ plays }) => (plays === 0 ? Number.NaN : plays),
  lastPlayed: ({ lastPlayed }) => lastPlayed,
};

const isUnknown = (value: string | number): boolean => value === '' || Number.isNaN(value);

/** Code point order of folded text: right for Latin and for Hangul, and twenty times faster than a collator. */
function byValue<T extends string | number>(a: T, b: T): number {
  // Equal artists and albums are the same text in memory, which is seen at once.
  return a === b ? 0 : a < b ? -1 : 1;
}

const byPlace: Compare = (a, b) => byValue(placeOf(a), placeOf(b));

/** Unknown ones come last. */
const placeOf = ({ place }: TrackRow): number => (Number.isNaN(place) ? Infinity : place);

/** Within equal values: as albums lie on a shelf, then by id, so that the order is always the same. */
function byShelf(a: TrackRow, b: TrackRow): number {
  return (
    byValue(a.keys.artist, b.keys.artist) ||
    byValue(a.keys.album, b.keys.album) ||
    byPlace(a, b) ||
    byTitle(a, b)
  );
}

const byTitle: Compare = (a, b) => byValue(a.keys.title, b.keys.title) || byValue(a.id, b.id);

/** The total order of a sort: unknown values last in both directions. */
export function comparison({ column, descending }: Sort): Compare {
  const of = valueOf[column];
  return (a, b) => byKnown(of(a), of(b), descending) || byShelf(a, b);
}

function byKnown(a: string | number, b: string | number, descending: boolean): number {
  const isUnknownA = isUnknown(a);
  if (isUnknownA !== isUnknown(b)) {
    return isUnknownA ? 1 : -1;
  }
  return isUnknownA ? 0 : (descending ? -1 : 1) * byValue(a, b);
}

/** All rows in order. Those of one answer know which of their texts are equal, so that no two rows need be compared but equal ones. */
export function sortRows(rows: readonly TrackRow[], sort: Sort): readonly TrackRow[] {
  // Titles are all different: their ranks would take the same comparing.
  return sort.column !== 'title' && areOfOneTable(rows)
    ? orderByRanks(rows, levelsOf(rows, sort), comparison(sort))
    : sortByValues(rows, sort);
}

/** Asks each row for its value once, not at each comparison. */
function sortByValues(
  rows: readonly TrackRow[],
  { column, descending }: Sort,
): readonly TrackRow[] {
  const of = valueOf[column];
  const valued = rows.map((row) => ({ row, value: of(row) }));
  valued.sort((a, b) => byKnown(a.value, b.value, descending) || byShelf(a.row, b.row));
  return valued.map(({ row }) => row);
}

function areOfOneTable(rows: readonly TrackRow[]): rows is readonly TableRow[] {
  const [first] = rows;
  return (
    first instanceof TableRow &&
    rows.every((row) => row instanceof TableRow && row.table === first.table)
  );
}

/** As `comparison` has it, without the title. */
function levelsOf(rows: readonly TableRow[], { column, descending }: Sort): readonly Ranks[] {
  const of = valueOf[column];
  const isText = column === 'artist' || column === 'album' || column === 'genre';
  const main = isText
    ? textRanks(rows, column, { descending })
    : numberRanks(rows, (row) => Number(of(row)), descending);
  const shelf = (['artist', 'album'] as const).filter((level) => level !== column);
  const place = numberRanks(rows, (row) => row.place);
  return [main, ...shelf.map((level) => textRanks(rows, level)), place];
}

/**
 * The order after some rows changed, without sorting the others again: a scan changes a few rows of 100,000 four
 * times a second.
 * @param sorted in order of `sort`
 * @param gone ids that leave their place: removed rows and the old ones of `fresh`
 */
export function replaceRows(
  sorted: readonly TrackRow[],
  gone: ReadonlySet<string>,
  fresh: readonly TrackRow[],
  sort: Sort,
): readonly TrackRow[] {
  const compare = comparison(sort);
  const kept = sorted.filter((row) => !gone.has(row.id));
  const added = [...fresh].sort(compare);
  const result: TrackRow[] = [];
  let from = 0;
  for (const row of added) {
    const at = placeFor(row, kept, from, compare);
    append(result, kept, from, at);
    result.push(row);
    from = at;
  }
  append(result, kept, from, kept.length);
  return result;
}

/** Copies rows `from` to `to` without a copy in between, as a spread of 100,000 arguments would need. */
function append(target: TrackRow[], rows: readonly TrackRow[], from: number, to: number): void {
  for (let index = from; index < to; index++) {
    const row = rows[index];
    if (row !== undefined) {
      target.push(row);
    }
  }
}

/** Binary search: the first place at or after `from` whose row comes after the given one. */
function placeFor(
  row: TrackRow,
  rows: readonly TrackRow[],
  from: number,
  compare: Compare,
): number {
  let low = from;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = rows[middle];
    if (other !== undefined && compare(other, row) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
