/** Word2vec draws negatives by how often a song is met, to this power. */
const POWER = 0.75;

/**
 * Draws songs in proportion to a weight^0.75 each, by Walker's alias method (as Vose 1991 sets it up): two numbers a draw.
 * Songs without weight are never drawn.
 */
export class SongDraw {
  readonly #random: () => number;
  readonly #share: Float64Array;
  readonly #other: Uint32Array;

  /** @param weights one a song, not negative, at least one above 0. */
  constructor(weights: Float64Array, random: () => number) {
    this.#random = random;
    const n = weights.length;
    const powers = weights.map((weight) => weight ** POWER);
    const sum = powers.reduce((total, power) => total + power, 0);
    this.#share = powers.map((power) => (power / sum) * n);
    this.#other = Uint32Array.from({ length: n }, (_, song) => song);
    const [small, large]: [number[], number[]] = [[], []];
    this.#share.forEach((share, song) => (share < 1 ? small : large).push(song));
    while (small.length > 0 && large.length > 0) {
      const under = small.pop()!;
      const over = large.at(-1)!;
      this.#other[under] = over;
      const rest = this.#share[over]! - (1 - this.#share[under]!);
      this.#share[over] = rest;
      if (rest < 1) {
        large.pop();
        small.push(over);
      }
    }
    // What rounding left over has a full share, if it has any weight.
    for (const song of small) {
      this.#share[song] = powers[song] === 0 ? 0 : 1;
      this.#other[song] = powers[song] === 0 ? powers.findIndex((power) => power > 0) : song;
    }
    for (const song of large) {
      this.#share[song] = 1;
    }
  }

  next(): number {
    const song = Math.floor(this.#random() * this.#share.length);
    return this.#random() < this.#share[song]! ? song : this.#other[song]!;
  }
}
