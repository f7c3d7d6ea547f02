/** How much a few songs dominate the lists of a library. */
export interface HubFigures {
  /**
   * Skewness of how often each song is among the ten nearest of another (Radovanović et al., JMLR 11, 2010): near 0 where all are
   * found about equally often, above 1 where a few hubs are found everywhere.
   */
  readonly skewness: number;
  /** The share of songs that are in no list at all. */
  readonly never: number;
  /** The share of list places taken by a song of the same artist, of those where both artists are known. */
  readonly sameArtist: number;
}

/** How long the lists are that figures are made of. */
export const HUB_LIST_LENGTH = 10;

/** Counts list by list what the figures are made of. */
export class HubCount {
  readonly #occurrences: Uint32Array;
  readonly #artists: readonly string[];
  #known = 0;
  #same = 0;

  /** @param artists the artist of each row, '' when unknown. */
  constructor(artists: readonly string[]) {
    this.#artists = artists;
    this.#occurrences = new Uint32Array(artists.length);
  }

  /** Adds the ten nearest rows of a row. */
  add(row: number, nearest: Iterable<number>): void {
    const artist = this.#artists[row]!;
    for (const other of nearest) {
      this.#occurrences[other]!++;
      if (artist !== '' && this.#artists[other] !== '') {
        this.#known++;
        this.#same += artist === this.#artists[other] ? 1 : 0;
      }
    }
  }

  figures(): HubFigures {
    const count = Math.max(1, this.#occurrences.length);
    const never = this.#occurrences.filter((times) => times === 0).length;
    return {
      skewness: skewnessOf(this.#occurrences),
      never: never / count,
      sameArtist: this.#known === 0 ? 0 : this.#same / this.#known,
    };
  }
}

/** The third standardised moment; 0 for values that are all the same. */
function skewnessOf(values: Uint32Array): number {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let square = 0;
  let cube = 0;
  for (const value of values) {
    square += (value - mean) ** 2;
    cube += (value - mean) ** 3;
  }
  return square === 0 ? 0 : cube / count / (square / count) ** 1.5;
}
