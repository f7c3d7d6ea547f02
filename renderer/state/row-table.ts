import type { TrackColumns } from '../../electron/shared/records';
import type { DictionaryColumn } from '../../electron/shared/text-column';
import { splitTexts } from '../../electron/shared/text-column';
import { fold } from './fold';

/** Texts by number, and the number of each row's. Different numbers may stand for equal texts. */
export interface RowTexts {
  readonly values: readonly string[];
  readonly codes: Uint32Array;
}

/** What rows are sorted and searched by besides their titles. */
export type FoldedColumn = 'artist' | 'album' | 'genre';

/**
 * One answer of the engine, from which its rows read: what a row says is made when someone asks it, as a window that opens shows forty
 * of 100,000.
 */
export class RowTable {
  readonly columns: TrackColumns;
  readonly ids: readonly string[];
  readonly artist: RowTexts;
  readonly album: RowTexts;
  readonly genre: RowTexts;
  readonly #albumArtist: RowTexts;
  readonly #folded = new Map<FoldedColumn, RowTexts>();

  constructor(columns: TrackColumns) {
    this.columns = columns;
    this.ids = splitTexts(columns.id);
    this.artist = textsOf(columns.artist);
    this.album = textsOf(columns.album);
    this.genre = textsOf(columns.genre);
    this.#albumArtist = textsOf(columns.albumArtist);
  }

  title(row: number): string {
    const { joined, ends } = this.columns.title;
    return joined.slice(row === 0 ? 0 : ends[row - 1], ends[row]);
  }

  /** Folded texts (see fold.ts); where a song has no artist, that of its album. */
  folded(column: FoldedColumn): RowTexts {
    let texts = this.#folded.get(column);
    if (texts === undefined) {
      const { values, codes } = column === 'artist' ? this.#artistOrAlbumArtist() : this[column];
      texts = { values: values.map(fold), codes };
      this.#folded.set(column, texts);
    }
    return texts;
  }

  #artistOrAlbumArtist(): RowTexts {
    const { values, codes } = this.artist;
    const none = values.indexOf('');
    if (none < 0) {
      return this.artist;
    }
    const instead = this.#albumArtist;
    return {
      values: [...values, ...instead.values],
      codes: codes.map((code, row) =>
        code === none ? values.length + (instead.codes[row] ?? 0) : code,
      ),
    };
  }
}

export const textIn = ({ values, codes }: RowTexts, row: number): string =>
  values[codes[row] ?? 0] ?? '';

const textsOf = ({ values, codes }: DictionaryColumn): RowTexts => ({
  values: splitTexts(values),
  codes,
});
