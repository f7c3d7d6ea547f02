import { z } from 'zod';
import { jobId } from '../progress';
import { mapColumns, mapRegion, spaceName } from '../records';
import type { Contract } from './channel';
import { empty } from './channel';

/** The map of a space. */
export const mapContract = {
  /**
   * The stored layout, `null` when there is none yet. `stale` counts analysed tracks that are not on it, `placed` those that
   * were put on it since it was made.
   */
  'map:layout': {
    request: z.object({ space: spaceName }),
    response: z.object({
      layout: mapColumns.nullable(),
      stale: z.number().int().nonnegative(),
      placed: z.number().int().nonnegative(),
      /** The mean of the layout's trust values; NaN when it is not known. */
      trust: z.number().or(z.nan()),
      /** Whether the map should be made anew: too many tracks are not on it, or its trust fell too low. */
      renew: z.boolean(),
    }),
  },
  /** Named regions of the stored layout, level by level, largest first; empty when there is no layout. */
  'map:regions': {
    request: z.object({ space: spaceName }),
    response: z.object({ regions: z.array(mapRegion) }),
  },
  /** The spaces with enough songs for a map. */
  'map:spaces': { request: empty, response: z.array(spaceName) },
  'map:compute': { request: z.object({ space: spaceName }), response: jobId },
} as const satisfies Contract;
