import { z } from 'zod';
import type { Result } from '../errors';
import { errorKind, errorRecord } from '../errors';
import { excludes } from '../excludes';
import { hold, jobEvent, jobId, jobProgress, pauseReason, problem } from '../progress';
import {
  mapColumns,
  similarList,
  spaceName,
  trackColumns,
  trackDetails,
  trackId,
} from '../records';
import { cores, settings, settingsPatch } from '../settings';

/** What a person picked in the native context menu that the window must act on; main does the others itself. */
export const menuChoice = z.enum(['play', 'find-similar', 'show-on-map']).nullable();

const empty = z.object({}).strict();

/** Which provider runs the models, and why each better one does not. */
export const processorReport = z.object({
  provider: z.string(),
  rejected: z.array(z.object({ provider: z.string(), reason: z.string() })),
});
export type ProcessorReport = Readonly<z.infer<typeof processorReport>>;

/**
 * Answered by the engine (in the engine host, in the command line, in tests alike).
 * Channel → request and response schema; every type in the app is derived from here.
 */
export const engineContract = {
  'library:roots': { request: empty, response: z.array(z.string()) },
  /** Adds folders (absolute paths) and starts a scan. Nested or repeated roots are folded together. */
  'library:add-roots': {
    request: z.object({ paths: z.array(z.string().min(1)).min(1).max(64) }),
    response: jobId,
  },
  'library:remove-root': { request: z.object({ path: z.string() }), response: z.boolean() },
  /** Rows changed since a version (0 = all). `reset` tells the window to drop what it has. */
  'library:rows': {
    request: z.object({ since: z.number().int().nonnegative() }),
    response: z.object({
      version: z.number().int().nonnegative(),
      reset: z.boolean(),
      rows: trackColumns,
      removed: z.array(trackId),
    }),
  },
  'library:track': { request: z.object({ id: trackId }), response: trackDetails },
  /** The file to play or show. Main asks; the window may not (see WINDOW_CHANNELS). */
  'library:path': { request: z.object({ id: trackId }), response: z.string() },
  'library:cover': {
    request: z.object({ id: trackId }),
    response: z.object({ mimeType: z.string(), data: z.instanceof(Uint8Array) }).nullable(),
  },
  /** A file Chromium can play: the song itself, or a WAV made in the cache for formats it cannot (ALAC, AIFF). */
  'library:playable': {
    request: z.object({ id: trackId }),
    response: z.object({ path: z.string(), mimeType: z.string() }),
  },
  'scan:start': { request: empty, response: jobId },
  /** Looks at one folder again: a music folder of the library, or one below it. */
  'scan:folder': { request: z.object({ path: z.string().min(1) }), response: jobId },
  'job:cancel': { request: z.object({ job: jobId }), response: z.boolean() },
  /**
   * Holds a scan or lets it go on; false when there is no such scan. Songs that are being listened to are finished.
   * Letting it go on also overrules what holds it back (battery, music that plays) until that ends.
   */
  'job:pause': { request: z.object({ job: jobId, paused: z.boolean() }), response: z.boolean() },
  /** How much listening may take, and what holds it back now. What is left out stays as it is. */
  'listening:set': {
    request: z.object({ cores: cores.optional(), holds: z.array(hold).optional() }),
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
  'similar:list': {
    request: z.object({
      id: trackId,
      space: spaceName,
      limit: z.number().int().positive().max(500),
    }),
    response: similarList,
  },
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
  'engine:processor': { request: empty, response: processorReport },
} as const satisfies Contract;

/** Answered by main itself. */
export const shellContract = {
  'app:info': {
    request: empty,
    response: z.object({
      version: z.string(),
      electron: z.string(),
      platform: z.string(),
      locale: z.string(),
      /** Cores of this computer. */
      cores: z.number().int().positive(),
      /** A folder given on the command line that could not be used, if any. */
      startProblem: errorRecord.nullable(),
    }),
  },
  /** Opens the system's folder dialog; the chosen folders become roots and a scan starts. `null` when dismissed. */
  'library:choose-folder': { request: empty, response: jobId.nullable() },
  /** Asks for a folder that is to be left out; `null` when dismissed. */
  'excludes:choose-folder': { request: empty, response: z.string().nullable() },
  /** Asks where to, and writes the problems that are not ignored there as CSV. How many; `null` when dismissed. */
  'problems:export': { request: empty, response: z.number().int().nonnegative().nullable() },
  /** The window says whether music plays. */
  'player:playing': { request: z.object({ playing: z.boolean() }), response: z.boolean() },
  'track:menu': {
    request: z.object({ id: trackId, analysed: z.boolean() }),
    response: menuChoice,
  },
  'settings:get': { request: empty, response: settings },
  'settings:set': { request: settingsPatch, response: settings },
} as const satisfies Contract;

export const contract = { ...engineContract, ...shellContract };

/** The engine channels a window may use. The rest take or give paths and stay between main and the engine. */
export const WINDOW_ENGINE_CHANNELS = [
  'library:roots',
  'library:add-roots',
  'library:remove-root',
  'library:rows',
  'library:track',
  'scan:start',
  'scan:folder',
  'job:cancel',
  'job:pause',
  'job:running',
  'excludes:get',
  'excludes:set',
  'problems:list',
  'problems:ignore',
  'problems:retry',
  'similar:list',
  'map:layout',
  'map:compute',
  'engine:processor',
] as const satisfies readonly EngineChannel[];

/** Pushed from the engine through main to every window. */
export const engineEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job'), event: jobEvent }),
  z.object({ kind: z.literal('library-changed'), version: z.number().int().nonnegative() }),
  /** A fallback or a trouble the person should know of. Shown, and logged. */
  z.object({ kind: z.literal('notice'), error: errorRecord }),
  z.object({
    kind: z.literal('engine-state'),
    state: z.enum(['starting', 'ready', 'down']),
    error: errorRecord.optional(),
  }),
]);
export type EngineEvent = Readonly<z.infer<typeof engineEvent>>;

interface ChannelSchemas {
  readonly request: z.ZodType;
  readonly response: z.ZodType;
}
type Contract = Readonly<Record<string, ChannelSchemas>>;

export type EngineChannel = keyof typeof engineContract;
export type ShellChannel = keyof typeof shellContract;
export type WindowEngineChannel = (typeof WINDOW_ENGINE_CHANNELS)[number];
export type WindowChannel = WindowEngineChannel | ShellChannel;
export type Channel = keyof typeof contract;
export type Request<C extends Channel> = z.infer<(typeof contract)[C]['request']>;
export type Response<C extends Channel> = z.infer<(typeof contract)[C]['response']>;

/** A DOM `File`, as far as a place without a DOM can know it. */
export interface DroppedFile {
  readonly name: string;
}

/** What the preload puts on `window.api`. */
export interface WindowApi {
  invoke<C extends WindowChannel>(channel: C, request: Request<C>): Promise<Result<Response<C>>>;
  /** Folders (or files' folders) dropped on the window; the preload turns them into paths. */
  addDropped(files: readonly DroppedFile[]): Promise<Result<Response<'library:add-roots'>>>;
  /** Returns the function that stops listening. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
}

/** Where the window finds a song's sound and cover. */
export const trackUrl = (id: string): string => `mugle://track/${id}`;
export const coverUrl = (id: string): string => `mugle://cover/${id}`;
