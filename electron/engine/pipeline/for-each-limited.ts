/** Where lanes wait before they take an item. */
export interface Gate {
  /** Resolves when the lane (0, 1, …) may go on, or `isOver` says that there is no more need to wait. */
  turn(lane: number, isOver: () => boolean): Promise<void>;
  /** Something `isOver` depends on changed. */
  wake(): void;
}

/**
 * Runs `work` over the items, at most `limit` at a time, in order of start. Stops starting when `stop` says so;
 * the first thing thrown stops it too and is thrown once the started ones have ended.
 */
export async function forEachLimited<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
  stop: () => boolean,
  gate?: Gate,
): Promise<void> {
  const source = items[Symbol.iterator]();
  let over = false;
  const isOver = (): boolean => over || stop();
  const end = (): void => {
    over = true;
    gate?.wake();
  };
  const run = async (lane: number): Promise<void> => {
    while (!isOver()) {
      await gate?.turn(lane, isOver);
      if (isOver()) {
        return;
      }
      const next = source.next();
      if (next.done === true) {
        end();
        return;
      }
      try {
        await work(next.value);
      } catch (thrown) {
        end();
        throw thrown;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: limit }, (_, lane) => run(lane)));
  const bad = ends.find((end) => end.status === 'rejected');
  if (bad !== undefined) {
    throw bad.reason;
  }
}

/** Takes the items out one by one; those that are added meanwhile too. */
export function* take<T>(queue: T[]): Generator<T> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    yield next;
  }
}
