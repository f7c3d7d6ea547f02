import { z } from 'zod';
import { errorKind } from '../errors';
import { excludes } from '../excludes';
import { hold, jobId, jobProgress, pauseReason, problem } from '../progress';
import { cores, processor } from '../settings';
import type { Contract } from './channel';
import { empty } from './channel';

/**
 * Why a provider does not run the models: nobody asked for it; it does not come with the program here; it cannot be had on this
 * computer; it gives other results than the CPU; it is not faster; it failed in the middle of the work.
 */
const rejection = z.enum(['not-asked', 'not-bundled', 'failed', 'differs', 'slower', 'lost']);

/** Which provider runs the models, and why each better one does not. `reason` is for a log: English, with what exactly failed. */
export const processorReport = z.object({
  provider: z.string(),
  /** Milliseconds of all models for a song, there and on the CPU; null when they were not compared. */
  songMs: z.number().positive().nullable(),
  cpuSongMs: z.number().positive().nullable(),
  rejected: z.array(z.object({ provider: z.string(), kind: rejection, reason: z.string() })),
});
export type ProcessorReport = Readonly<z.infer<typeof processorReport>>;

const words = z.string().max(1_000);

/** The words of the table of problems, in the language of the window: heads of columns, stages, reasons. */
export const tableWords = z.object({
  columns: z.object({
    path: words,
    stage: words,
    reason: words,
    details: words,
    kind: words,
    time: words,
  }),
  stages: z.record(z.string(), words),
  reasons: z.record(z.string(), words),
});
export type TableWords = Readonly<z.infer<typeof tableWords>>;

/** Looking for songs and listening to them: jobs, how much they may take, what is left out, what could not be used. */
export const scanContract = {
  'scan:start': { request: empty, response: jobId },
  /** Looks at one folder again: a music folder of the library, or one below it. */
  'scan:folder': { request: z.object({ path: z.string().min(1) }), response: jobId },
  /**
   * What is kept of the drive in this place, as `drive-away` tells, and is not there now is gone: the scan that starts takes it for deleted.
   * Null when no drive is known there.
   */
  'drives:songs-gone': {
    request: z.object({ path: z.string().min(1) }),
    response: jobId.nullable(),
  },
  'job:cancel': { request: z.object({ job: jobId }), response: z.boolean() },
  /**
   * Holds a scan or lets it go on; false when there is no such scan. Songs that are being listened to are finished.
   * Letting it go on also overrules what holds it back (battery, music that plays) until that ends.
   */
  'job:pause': { request: z.object({ job: jobId, paused: z.boolean() }), response: z.boolean() },
  /** How much listening may take, where the models run, and what holds it back now. What is left out stays as it is. */
  'listening:set': {
    request: z.object({
      cores: cores.optional(),
      processor: processor.optional(),
      holds: z.array(hold).optional(),
    }),
    response: z.object({
      workers: z.number().int().positive(),
      paused: pauseReason.nullable(),
    }),
  },
  /** Progress of every running job, so that a window opened late shows the truth. */
  'job:running': { request: empty, response: z.array(jobProgress) },
  'excludes:get': { request: empty, response: excludes },
  /** Holds at once for what is known; the scan that starts (none without folders) looks for the rest. */
  'excludes:set': { request: excludes, response: jobId.nullable() },
  'problems:list': { request: empty, response: z.array(problem) },
  /**
   * Leaves files of the problems list alone until they change, or takes that back: the given ones (as listed), all with
   * this reason, or both. Answers how many there were.
   */
  'problems:ignore': {
    request: z.object({
      paths: z.array(z.string()).optional(),
      reason: errorKind.optional(),
      ignored: z.boolean(),
    }),
    response: z.number().int().nonnegative(),
  },
  /** Tries the given files again (absolute paths as listed), or all that are not ignored when `paths` is left out. */
  'problems:retry': {
    request: z.object({ paths: z.array(z.string()).optional() }),
    response: jobId,
  },
  'engine:processor': { request: empty, response: processorReport },
} as const satisfies Contract;
