import { z } from 'zod';
import { errorRecord } from './errors';
import { spaceName } from './records';

export const jobId = z.string().min(1).max(64);
export type JobId = z.infer<typeof jobId>;

/** The kinds of long work; at most one job of a kind runs at a time. */
export const JOB_KINDS = ['scan', 'map'] as const;
export const jobKind = z.enum(JOB_KINDS);
export type JobKind = z.infer<typeof jobKind>;

/** The parts of a job a person sees: looking for files, reading their tags, listening, laying out the map. */
export const PHASES = ['finding', 'reading-tags', 'listening', 'laying-out'] as const;
export const phase = z.enum(PHASES);
export type Phase = z.infer<typeof phase>;

/** The ledger of a scan. At every moment found = indexed + failed + skipped + waiting; when finished, waiting is 0. */
export const ledger = z.object({
  found: z.number().int().nonnegative(),
  /** Listened to in this scan. */
  indexed: z.number().int().nonnegative(),
  /** In the problems list, now or from an earlier scan of the unchanged file. */
  failed: z.number().int().nonnegative(),
  /** Left alone on purpose: unchanged since it was indexed, a second copy of a known song, or not reached before a cancel. */
  skipped: z.number().int().nonnegative(),
});
export type Ledger = Readonly<z.infer<typeof ledger>>;

export const jobProgress = z.object({
  kind: z.literal('progress'),
  job: jobId,
  jobKind,
  phase,
  done: z.number().int().nonnegative(),
  /** 0 while it is not known yet. */
  total: z.number().int().nonnegative(),
  /** Items a minute, measured over the last stretch; 0 until there is something to measure. */
  ratePerMinute: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().nullable(),
  failed: z.number().int().nonnegative(),
  /** The space being laid out, for a map job. */
  space: spaceName.optional(),
});
export type JobProgress = Readonly<z.infer<typeof jobProgress>>;

export const jobEvent = z.discriminatedUnion('kind', [
  jobProgress,
  z.object({ kind: z.literal('item-failed'), job: jobId, jobKind, error: errorRecord }),
  z.object({
    kind: z.literal('finished'),
    job: jobId,
    jobKind,
    cancelled: z.boolean(),
    seconds: z.number().nonnegative(),
    ledger: ledger.nullable(),
    /** Why the whole job stopped early (folder gone, disk full, …); absent when it ran through or was cancelled. */
    error: errorRecord.optional(),
    space: spaceName.optional(),
  }),
]);
export type JobEvent = Readonly<z.infer<typeof jobEvent>>;

/** One entry of the problems list. */
export const problem = z.object({
  path: z.string(),
  error: errorRecord,
  /** Milliseconds since the epoch. */
  at: z.number(),
});
export type Problem = Readonly<z.infer<typeof problem>>;
