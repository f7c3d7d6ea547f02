import { z } from 'zod';
import { similarList, spaceName, trackId } from '../records';
import type { Contract } from './channel';

/** Songs that sound alike. */
export const similarContract = {
  'similar:list': {
    request: z.object({
      id: trackId,
      space: spaceName,
      limit: z.number().int().positive().max(500),
    }),
    response: similarList,
  },
} as const satisfies Contract;
