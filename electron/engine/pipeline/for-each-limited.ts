/**
 * Runs `work` over the items, at most `limit` at a time, in order of start. Stops starting when `stop` says so;
 * the first thing thrown stops it too and is thrown once the started ones have ended.
 */
export async function forEachLimited<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
  stop: () => boolean,
): Promise<void> {
  const source = items[Symbol.iterator]();
  let failed = false;
  const lane = async (): Promise<void> => {
    while (!failed && !stop()) {
      const next = source.next();
      if (next.done === true) {
        return;
      }
      try {
        await work(next.value);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: limit }, lane));
  const bad = ends.find((end) => end.status === 'rejected');
  if (bad !== undefined) {
    throw bad.reason;
  }
}
