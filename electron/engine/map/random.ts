/** One number of a normal distribution with mean 0 and deviation 1 (Box–Muller). */
export function normal(random: () => number): number {
  // 1 − [0, 1) is never 0, whose logarithm is infinite.
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
