import { z } from 'zod';
import { errorRecord } from './errors';
import { spaceName } from './records';

export const jobId = z.string().min(1).max(64);
export type JobId = z.infer<typeof jobId>;

/** The kinds of long work; at most one job of a kind runs at a time. */
export const JOB_KINDS = ['scan', 'map', 'lists'] as const;
export const jobKind = z.enum(JOB_KINDS);
export type JobKind = z.infer<typeof jobKind>;

/**
 * The parts of a job a person sees: looking for files, reading their tags, listening; laying out the map; learning from lists,
 * guessing the places of songs in none.
 */
export const PHASES = [
  'finding',
  'reading-tags',
  'listening',
  'laying-out',
  'learning',
  'guessing',
] as const;
export const phase = z.enum(PHASES);
export type Phase = z.infer<typeof phase>;

/** What holds listening back without being asked each time; a setting says whether it does. */
export const HOLDS = ['battery', 'playing'] as const;
export const hold = z.enum(HOLDS);
export type Hold = z.infer<typeof hold>;

/** Why a scan does not go on at the moment. */
export const pauseReason = z.enum(['by-hand', ...HOLDS]);
export type PauseReason = z.infer<typeof pauseReason>;

/** The ledger of a scan: found = indexed + failed + skipped once it is finished. */
export const ledger = z.object({
  found: z.number().int().nonnegative(),
  /** Listened to in this scan. */
  indexed: z.number().int().nonnegative(),
  /** In the problems list, now or from an earlier scan of the unchanged file. */
  failed: z.number().int().nonnegative(),
  /**
   * Left alone on purpose: unchanged since it was indexed, a second copy of a known song, left out by a rule, a problem
   * that is ignored, or not reached before a cancel.
   */
  skipped: z.number().int().nonnegative(),
});
export type Ledger = Readonly<z.infer<typeof ledger>>;

/** The ledger while the scan runs: at every moment found = indexed + failed + skipped + waiting. */
export const openLedger = ledger.extend({ waiting: z.number().int().nonnegative() });
export type OpenLedger = Readonly<z.infer<typeof openLedger>>;

/**
 * Why files are skipped: as they were when they were indexed; a song that is known already, moved, copied or with other tags;
 * left out by a rule; a problem that is ignored; on a drive that stopped answering; not reached before the scan was ended.
 */
export const SKIP_REASONS = [
  'unchanged',
  'known',
  'left-out',
  'ignored',
  'silent',
  'not-reached',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

const count = z.number().int().nonnegative();
/** What `skipped` of the ledger is made of, at every moment. */
const skips = z.object({
  unchanged: count,
  known: count,
  'left-out': count,
  ignored: count,
  silent: count,
  'not-reached': count,
} satisfies Record<SkipReason, z.ZodType>);
export type Skips = Readonly<z.infer<typeof skips>>;

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
  /** Why nothing goes on; null while the job does. */
  paused: pauseReason.nullable(),
  /** Null for jobs without one. */
  ledger: openLedger.nullable(),
  /** Null where the ledger is. */
  skips: skips.nullable(),
  /** Songs to be heard anew with other models before their vectors answer, for a scan. */
  anew: z.number().int().nonnegative().optional(),
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
    /** Null where the ledger is. */
    skips: skips.nullable(),
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
  /** A person said to leave it alone: it is not tried again until the file changes. */
  ignored: z.boolean(),
});
export type Problem = Readonly<z.infer<typeof problem>>;
