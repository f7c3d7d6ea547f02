import type { PlaceTask } from './map-messages';
import { runMapThreads } from './map-threads';
import type { PlacedSongs, StandingMap } from './place-songs';
import type { ThreadOptions } from './run-threads';

/**
 * Puts new songs on a map in a worker thread; see `placeSongs`.
 * @param map its vectors become the thread's own: what they are read from here is empty afterwards. The rest is copied.
 * @throws MugleError as `runTsneInWorker`.
 */
export async function placeInWorker(
  map: StandingMap & { readonly vectors: Float32Array<ArrayBuffer> },
  dims: number,
  fresh: Float32Array,
  options: ThreadOptions,
): Promise<PlacedSongs> {
  const { placed } = await runMapThreads(
    'placed',
    () => {
      const task: PlaceTask = { role: 'place', map, dims, fresh };
      return [{ task, transfer: [map.vectors.buffer] }];
    },
    options,
  );
  return placed;
}
