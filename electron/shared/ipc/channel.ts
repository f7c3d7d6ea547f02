import { z } from 'zod';

/** A channel without a question. */
export const empty = z.object({}).strict();

interface ChannelSchemas {
  readonly request: z.ZodType;
  readonly response: z.ZodType;
}

/** Channel → what is asked and what is answered. */
export type Contract = Readonly<Record<string, ChannelSchemas>>;
