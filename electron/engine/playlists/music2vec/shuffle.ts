/** Puts numbers in an order drawn by lot, in place (Fisher–Yates). */
export function shuffle(order: Uint32Array, random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1));
    [order[last], order[at]] = [order[at]!, order[last]!];
  }
}

/** The numbers from 0 to below `count`. */
export function upTo(count: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, (_, number) => number);
}
