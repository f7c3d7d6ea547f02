import { fold } from './fold';
import type { TrackRow } from './track-row';

/** Rows whose texts are one string: long enough to be searched at the speed of memory, short enough to be made anew at once. */
const BLOCK_ROWS = 2048;
/** Fewer rows are looked at one by one. */
const FEW = 1000;

/** Title, artist and album of up to 2,048 rows; row i's begin at `starts[i]`, and `starts` has one more for the end. */
interface Block {
  readonly text: string;
  readonly starts: Uint32Array;
}

/**
 * Finds rows by words at the speed at which the engine finds a word in a long string: their texts are kept end to end, in blocks
 * that are made when they are first searched (or `prepare` is called) and again after one of their rows changed.
 */
export class SearchIndex {
  /** By slot; a free slot holds undefined until it is used again. */
  #rows: (TrackRow | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #blocks: (Block | undefined)[] = [];
  /** The slots of lists that were searched or found; such a list is never changed. */
  readonly #slots = new WeakMap<readonly TrackRow[], Int32Array>();

  /** Adds a row, in the place of the one `before` when there was one. */
  put(row: TrackRow, before?: TrackRow): void {
    const slot = before?.slot ?? this.#free.pop() ?? this.#rows.length;
    if (before === undefined || !sameTexts(before, row)) {
      this.#blocks[blockOf(slot)] = undefined;
    }
    this.#rows[slot] = row;
    row.slot = slot;
  }

  delete({ slot }: TrackRow): void {
    this.#rows[slot] = undefined;
    this.#blocks[blockOf(slot)] = undefined;
    this.#free.push(slot);
  }

  /** These rows instead of all that were there. */
  replaceAll(rows: readonly TrackRow[]): void {
    this.#rows = [...rows];
    this.#blocks.length = 0;
    this.#free.length = 0;
    rows.forEach((row, slot) => {
      row.slot = slot;
    });
  }

  /** Makes one block that is not made yet. @returns false when there was none */
  prepare(): boolean {
    for (let number = 0; number * BLOCK_ROWS < this.#rows.length; number++) {
      if (this.#blocks[number] === undefined) {
        this.#block(number);
        return true;
      }
    }
    return false;
  }

  /**
   * Those of `rows`, in their order, in which every word of the query occurs in title, artist or album; all of them for a
   * query without words.
   * @param rows rows that were put here
   * @param before a query by which `rows` were found already, so that its words are in all of them
   */
  search(rows: readonly TrackRow[], query: string, before = ''): readonly TrackRow[] {
    const known = wordsOf(before);
    const words = wordsOf(query).filter((word) => !known.some((old) => old.includes(word)));
    if (words.length === 0) {
      return rows;
    }
    if (rows.length < FEW) {
      return rows.filter((row) => words.every((word) => textOf(row).includes(word)));
    }
    return this.#having(rows, this.#countWords(words), words.length);
  }

  /** By slot, how many of the words occur, counted until the first that does not. */
  #countWords(words: readonly string[]): Uint16Array {
    const counts = new Uint16Array(this.#rows.length);
    for (let number = 0; number * BLOCK_ROWS < counts.length; number++) {
      const block = this.#block(number);
      const ofBlock = counts.subarray(number * BLOCK_ROWS);
      words.forEach((word, at) => {
        countWord(word, at, block, ofBlock);
      });
    }
    return counts;
  }

  /** The rows whose count is `count`. Looks at no row, as going to 100,000 objects in memory is half of a search. */
  #having(rows: readonly TrackRow[], counts: Uint16Array, count: number): readonly TrackRow[] {
    const slots = this.#slotsOf(rows);
    const found: TrackRow[] = [];
    const foundSlots = new Int32Array(rows.length);
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at] ?? 0;
      const row = rows[at];
      if (counts[slot] === count && row !== undefined) {
        foundSlots[found.length] = slot;
        found.push(row);
      }
    }
    if (found.length === rows.length) {
      // The same list: whoever shows it has nothing to do.
      return rows;
    }
    this.#slots.set(found, foundSlots.slice(0, found.length));
    return found;
  }

  #slotsOf(rows: readonly TrackRow[]): Int32Array {
    let slots = this.#slots.get(rows);
    if (slots === undefined) {
      const all = new Int32Array(rows.length);
      rows.forEach(({ slot }, at) => {
        all[at] = slot;
      });
      this.#slots.set(rows, all);
      slots = all;
    }
    return slots;
  }

  #block(number: number): Block {
    let block = this.#blocks[number];
    if (block === undefined) {
      const texts = this.#rows
        .slice(number * BLOCK_ROWS, (number + 1) * BLOCK_ROWS)
        .map((row) => (row === undefined ? '' : textOf(row)));
      const starts = new Uint32Array(texts.length + 1);
      texts.forEach((text, at) => {
        starts[at + 1] = (starts[at] ?? 0) + text.length + 1;
      });
      block = { text: texts.join('\n'), starts };
      this.#blocks[number] = block;
    }
    return block;
  }
}

/** Counts the word for each row of the block in which it occurs, and `before` words before it. */
function countWord(
  word: string,
  before: number,
  { text, starts }: Block,
  counts: Uint16Array,
): void {
  let row = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, starts[row])) {
    while ((starts[row + 1] ?? Infinity) <= at) {
      row++;
    }
    if (counts[row] === before) {
      counts[row] = before + 1;
    }
    row++;
  }
}

/** Whether all that `query` finds was found by `before` too. */
export function narrows(before: string, query: string): boolean {
  const words = wordsOf(query);
  return wordsOf(before).every((old) => words.some((word) => word.includes(old)));
}

const wordsOf = (query: string): string[] =>
  fold(query)
    .split(/\s+/)
    .filter((word) => word !== '');

const blockOf = (slot: number): number => Math.floor(slot / BLOCK_ROWS);

/** No word holds a line break, so none is found across two of the texts. */
const textOf = ({ keys: { title, artist, album } }: TrackRow): string =>
  `${title}\n${artist}\n${album}`;

const sameTexts = (a: TrackRow, b: TrackRow): boolean =>
  a.title === b.title && a.keys.artist === b.keys.artist && a.keys.album === b.keys.album;
