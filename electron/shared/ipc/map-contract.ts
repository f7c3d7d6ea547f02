import { z } from 'zod';
import { jobId } from '../progress';
import { mapColumns, mapRegion, MOODS, spaceName, trackId } from '../records';
import type { Contract } from './channel';
import { empty } from './channel';
import { stretch } from './similar-contract';

/** The map of a space. */
export const mapContract = {
  /**
   * The stored layout as it is, `null` when there is none yet. `placed` counts tracks that were put on it since it was made,
   * `placing` those that are being put on it (`map-changed` tells when some are), `stale` analysed tracks that are too many for that.
   */
  'map:layout': {
    request: z.object({ space: spaceName }),
    response: z.object({
      layout: mapColumns.nullable(),
      stale: z.number().int().nonnegative(),
      placed: z.number().int().nonnegative(),
      placing: z.number().int().nonnegative(),
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
  /**
   * The mood of each of the stored layout's tracks, in its order: the index of the one that was heard most clearly, −1 where none was
   * or the track was not listened to yet. Empty when there is no layout.
   */
  'map:moods': {
    request: z.object({ space: spaceName }),
    response: z.object({ moods: z.array(z.enum(MOODS)), mood: z.instanceof(Int8Array) }),
  },
  /**
   * When each of the stored layout's tracks was listened to, in its order: milliseconds since the epoch, NaN where that is not known.
   * Empty when there is no layout.
   */
  'map:analysed': {
    request: z.object({ space: spaceName }),
    response: z.object({ at: z.instanceof(Float64Array) }),
  },
  /** The spaces with enough songs for a map. */
  'map:spaces': { request: empty, response: z.array(spaceName) },
  /** The ten seconds that are most like the whole song; null when its passages are not known. */
  'map:audition': { request: z.object({ id: trackId }), response: stretch.nullable() },
  /**
   * Lays a space out; with `byItself` nobody waits for it, and it is held as listening is. Asked for again without, it goes on
   * at once.
   */
  'map:compute': {
    request: z.object({ space: spaceName, byItself: z.boolean().optional() }),
    response: jobId,
  },
} as const satisfies Contract;
