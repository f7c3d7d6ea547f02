/**
 * Where a key moves the selection.
 * @param at index of the selected row, -1 for none
 * @param page rows that a page key passes
 * @returns an index in [0, count), or `undefined` when the key moves nothing.
 */
export function targetOf(key: string, at: number, count: number, page: number): number | undefined {
  const steps = new Map([
    ['ArrowDown', at + 1],
    ['ArrowUp', at < 0 ? 0 : at - 1],
    ['PageDown', at + page],
    ['PageUp', at - page],
    ['Home', 0],
    ['End', count - 1],
  ]);
  const target = steps.get(key);
  return target === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, target));
}
