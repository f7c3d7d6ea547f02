import { fold } from './fold';
import type { TrackRow } from './track-row';

export const COLUMNS = ['title', 'artist', 'album', 'genre', 'year', 'duration'] as const;
export type Column = (typeof COLUMNS)[number];

/** How the table is sorted. */
export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

type Compare = (a: TrackRow, b: TrackRow) => number;

/** Code point order of folded text: right for Latin and for Hangul, and twenty times faster than a collator. */
function byText(a: string, b: string): number {
  // Equal artists and albums are the same text in memory, which is seen at once.
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Unknown ones come last, whatever the direction. */
function isUnknown(row: TrackRow, column: Column): boolean {
  switch (column) {
    case 'year':
      return Number.isNaN(row.year);
    case 'duration':
      return Number.isNaN(row.durationSeconds);
    default:
      return row.keys[column] === '';
  }
}

const byColumn: Readonly<Record<Column, Compare>> = {
  title: (a, b) => byText(a.keys.title, b.keys.title),
  artist: (a, b) => byText(a.keys.artist, b.keys.artist),
  album: (a, b) => byText(a.keys.album, b.keys.album),
  genre: (a, b) => byText(a.keys.genre, b.keys.genre),
  year: (a, b) => a.year - b.year,
  duration: (a, b) => a.durationSeconds - b.durationSeconds,
};

/** Unknown ones come last. */
function byPlace(a: TrackRow, b: TrackRow): number {
  const [placeA, placeB] = [placeOf(a), placeOf(b)];
  return placeA === placeB ? 0 : placeA < placeB ? -1 : 1;
}

const placeOf = ({ place }: TrackRow): number => (Number.isNaN(place) ? Infinity : place);

/** Within equal values: as albums lie on a shelf, then by id, so that the order is always the same. */
function byShelf(a: TrackRow, b: TrackRow): number {
  return (
    byText(a.keys.artist, b.keys.artist) ||
    byText(a.keys.album, b.keys.album) ||
    byPlace(a, b) ||
    byTitle(a, b)
  );
}

const byTitle: Compare = (a, b) => byText(a.keys.title, b.keys.title) || byText(a.id, b.id);

/** The total order of a sort. */
export function comparison({ column, descending }: Sort): Compare {
  const compare = byColumn[column];
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const unknownA = isUnknown(a, column);
    const unknownB = isUnknown(b, column);
    if (unknownA !== unknownB) {
      return unknownA ? 1 : -1;
    }
    return (unknownA ? 0 : sign * compare(a, b)) || byShelf(a, b);
  };
}

/** All rows in order. */
export function sortRows(rows: readonly TrackRow[], sort: Sort): readonly TrackRow[] {
  return [...rows].sort(comparison(sort));
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

/** The rows in which every word of the query occurs, in title, artist or album; all of them for an empty one. */
export function searchRows(rows: readonly TrackRow[], query: string): readonly TrackRow[] {
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) {
    return rows;
  }
  return rows.filter(({ keys: { title, artist, album } }) =>
    words.every((word) => title.includes(word) || artist.includes(word) || album.includes(word)),
  );
}
