import type { TrackColumns, TrackState } from '../../electron/shared/records';
import { TRACK_STATES } from '../../electron/shared/records';
import { fold } from './fold';
import { RowTable, textIn } from './row-table';

/** What a row is sorted and searched by: folded text (see fold.ts). */
export interface RowKeys {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genre: string;
}

/** One song of the table. Year and seconds are NaN when the file does not say, as is what was not heard. */
export interface TrackRow {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genre: string;
  readonly year: number;
  readonly durationSeconds: number;
  readonly hasCover: boolean;
  /** Beats a minute. */
  readonly tempo: number;
  /** Its number; −1 when it is not known. */
  readonly key: number;
  /** LUFS. */
  readonly loudness: number;
  /** How often it was played here. */
  readonly plays: number;
  /** When it was played last, in milliseconds since the epoch; NaN when it never was. */
  readonly lastPlayed: number;
  readonly state: TrackState;
  readonly keys: RowKeys;
  /** Disc and track as one number; NaN when unknown. */
  readonly place: number;
  /** Its place in the search index, which writes it (see search-index.ts). */
  slot: number;
}

/** More than any disc has. */
const TRACKS_PER_DISC = 10_000;

/** The rows of the columns that came from the engine. */
export function rowsOf(columns: TrackColumns): TableRow[] {
  const table = new RowTable(columns);
  return table.ids.map((_, at) => new TableRow(table, at));
}

/** Row number `at` of a table. */
export class TableRow implements TrackRow {
  readonly table: RowTable;
  readonly at: number;
  slot = -1;
  #keys: RowKeys | undefined;

  constructor(table: RowTable, at: number) {
    this.table = table;
    this.at = at;
  }

  get id(): string {
    return this.table.ids[this.at] ?? '';
  }

  get title(): string {
    return this.table.title(this.at);
  }

  get artist(): string {
    return textIn(this.table.artist, this.at);
  }

  get album(): string {
    return textIn(this.table.album, this.at);
  }

  get genre(): string {
    return textIn(this.table.genre, this.at);
  }

  get year(): number {
    return this.#number('year');
  }

  get durationSeconds(): number {
    return this.#number('durationSeconds');
  }

  get hasCover(): boolean {
    return this.table.columns.hasCover[this.at] === 1;
  }

  get tempo(): number {
    return this.#number('tempo');
  }

  get key(): number {
    return this.table.columns.key[this.at] ?? -1;
  }

  get loudness(): number {
    return this.#number('loudness');
  }

  get plays(): number {
    return this.table.columns.plays[this.at] ?? 0;
  }

  get lastPlayed(): number {
    return this.#number('lastPlayed');
  }

  get state(): TrackState {
    return TRACK_STATES[this.table.columns.state[this.at] ?? 0] ?? 'pending';
  }

  get keys(): RowKeys {
    this.#keys ??= new LazyKeys(this.table, this.at);
    return this.#keys;
  }

  get place(): number {
    const disc = this.#number('discNumber');
    return (Number.isNaN(disc) ? 1 : disc) * TRACKS_PER_DISC + this.#number('trackNumber');
  }

  #number(
    column:
      | 'year'
      | 'durationSeconds'
      | 'tempo'
      | 'loudness'
      | 'lastPlayed'
      | 'discNumber'
      | 'trackNumber',
  ): number {
    return this.table.columns[column][this.at] ?? Number.NaN;
  }
}

/** Titles are all different, and folding them takes long: each is folded when someone looks. */
class LazyKeys implements RowKeys {
  readonly #table: RowTable;
  readonly #at: number;
  #title: string | undefined;

  constructor(table: RowTable, at: number) {
    this.#table = table;
    this.#at = at;
  }

  get title(): string {
    this.#title ??= fold(this.#table.title(this.#at));
    return this.#title;
  }

  get artist(): string {
    return textIn(this.#table.folded('artist'), this.#at);
  }

  get album(): string {
    return textIn(this.#table.folded('album'), this.#at);
  }

  get genre(): string {
    return textIn(this.#table.folded('genre'), this.#at);
  }
}
