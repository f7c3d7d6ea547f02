import type { PlaceTask } from './map-messages';
import type { ThreadOptions } from './map-threads';
import { runThreads } from './map-threads';
import type { PlacedSongs, StandingMap } from './place-songs';

/**
 * Puts new songs on a map in a worker thread; see `placeSongs`.
 * @param map its arrays are copied, not taken; so is `fresh`.
 * @throws MugleError as `runTsneInWorker`.
 */
export async function placeInWorker(
  map: StandingMap,
  dims: number,
  fresh: Float32Array,
  options: ThreadOptions,
): Promise<PlacedSongs> {
  const { placed } = await runThreads(
    'placed',
    () => {
      const vectors = Float32Array.from(map.vectors);
      const task: PlaceTask = { role: 'place', map: { ...map, vectors }, dims, fresh };
      return [{ task, transfer: [vectors.buffer] }];
    },
    options,
  );
  return placed;
}
