import { z } from 'zod';
import { jobId } from '../progress';
import { mapColumns, spaceName } from '../records';
import type { Contract } from './channel';

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
    }),
  },
  'map:compute': { request: z.object({ space: spaceName }), response: jobId },
} as const satisfies Contract;
