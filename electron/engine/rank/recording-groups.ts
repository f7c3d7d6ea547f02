/** Of a large group only so many are compared: a library of equal songs is not compared each with each. */
const MOST_COMPARED = 64;

/** Puts songs into groups, pair by pair, in which each is the same as every other: no two meet by way of a third. */
export class RecordingGroups<Song> {
  readonly #areSame: (a: Song, b: Song) => boolean;
  readonly #groupOf = new Map<Song, Song[]>();

  constructor(areSame: (a: Song, b: Song) => boolean) {
    this.#areSame = areSame;
  }

  /** Joins the groups of two songs that may be the same. */
  join(a: Song, b: Song): void {
    const [one, other] = [this.#groupOf.get(a) ?? [a], this.#groupOf.get(b) ?? [b]];
    if (one === other || a === b || !this.#areSame(a, b) || !this.#areAllSame(one, other)) {
      return;
    }
    const [large, small] = one.length < other.length ? [other, one] : [one, other];
    this.#groupOf.set(a, large).set(b, large);
    for (const song of small) {
      large.push(song);
      this.#groupOf.set(song, large);
    }
  }

  /** Groups of two or more. */
  groups(): readonly (readonly Song[])[] {
    return [...new Set(this.#groupOf.values())];
  }

  #areAllSame(one: readonly Song[], other: readonly Song[]): boolean {
    const rest = other.slice(0, MOST_COMPARED);
    return one
      .slice(0, MOST_COMPARED)
      .every((song) => rest.every((each) => this.#areSame(song, each)));
  }
}
