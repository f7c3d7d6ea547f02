/** About how many neighbours count. */
export const PERPLEXITY = 30;

/** The perplexity that a map of n songs can have. */
export function perplexityFor(n: number, wanted = PERPLEXITY): number {
  return Math.max(1, Math.min(wanted, (n - 1) / 3));
}

/** Neighbours of a perplexity: as many as scikit-learn, since further ones would weigh next to nothing. */
export function mapNeighbours(perplexity: number): number {
  return Math.floor(3 * perplexity + 1);
}
