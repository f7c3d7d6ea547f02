import { z } from 'zod';
import type { Result } from '../errors';
import { errorRecord } from '../errors';
import { jobEvent, jobId } from '../progress';
import { spaceName, trackId } from '../records';
import { settings, settingsPatch } from '../settings';
import type { Contract } from './channel';
import { empty } from './channel';
import { duplicatesContract } from './duplicates-contract';
import { libraryContract } from './library-contract';
import { listsContract } from './lists-contract';
import { mapContract } from './map-contract';
import type { Imported } from './playlist-contract';
import {
  exportRequest,
  imported,
  MOST_DRAGGED,
  playlistContract,
  playlistId,
} from './playlist-contract';
import { playsContract } from './plays-contract';
import { scanContract, tableWords } from './scan-contract';
import type { OutsideSong } from './similar-contract';
import { similarContract } from './similar-contract';

/** What a person picked in the native context menu that the window must act on; main does the others itself. */
export const menuChoice = z
  .union([
    z.enum([
      'play',
      'enqueue',
      'find-similar',
      'show-on-map',
      'radio',
      'path',
      'new-playlist',
      'remove',
      'more-like-this',
      'less-like-this',
      'not-like-this',
    ]),
    z.object({ addTo: playlistId }),
  ])
  .nullable();

/**
 * Answered by the engine (in the engine host, in the command line, in tests alike), area by area.
 * Channel → request and response schema; every type in the app is derived from here.
 */
export const engineContract = {
  ...libraryContract,
  ...scanContract,
  ...similarContract,
  ...mapContract,
  ...playlistContract,
  ...playsContract,
  ...duplicatesContract,
  ...listsContract,
} as const satisfies Contract;

/** What the map is saved as. */
export const pictureFormat = z.enum(['png', 'svg']);
export type PictureFormat = z.infer<typeof pictureFormat>;

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
  /** Adds the folder of a song that was dropped to be asked about, and starts a scan. */
  'similar:add-folder': { request: z.object({ id: trackId }), response: jobId },
  /** Asks for a folder that is to be left out; `null` when dismissed. */
  'excludes:choose-folder': { request: empty, response: z.string().nullable() },
  /** Asks where to, and writes the problems that are not ignored there as CSV. How many; `null` when dismissed. */
  'problems:export': { request: tableWords, response: z.number().int().nonnegative().nullable() },
  /** Asks where to, and writes a picture of the map there. Whether it was; false when dismissed. */
  'picture:export': {
    request: z.object({ format: pictureFormat, data: z.instanceof(Uint8Array) }),
    response: z.boolean(),
  },
  /** Asks for playlist files and makes playlists of them; `null` when dismissed. */
  'playlists:choose-import': { request: empty, response: imported.nullable() },
  /** Asks where to, and writes songs there as a playlist file; `null` when dismissed. */
  'playlists:save-file': {
    request: exportRequest,
    response: z
      .object({ songs: z.number().int().nonnegative(), leftOut: z.number().int().nonnegative() })
      .nullable(),
  },
  /** Shows a copy of a song in its folder. */
  'duplicates:reveal': {
    request: z.object({ id: trackId, copy: z.number().int().nonnegative() }),
    response: z.boolean(),
  },
  /** The window says whether music plays. */
  'player:playing': { request: z.object({ playing: z.boolean() }), response: z.boolean() },
  'track:menu': {
    request: z.object({
      id: trackId,
      analysed: z.boolean(),
      /** How many are selected with it, itself included. */
      songs: z.number().int().positive(),
      /** They stand in the open playlist, and can be taken out of it. */
      inOpenList: z.boolean(),
      /** It stands in the list of songs similar to one other, and can be said something of. */
      inSimilar: z.boolean(),
      /** A question is open that could be narrowed to what is not like them; null where it cannot be about any songs. */
      notLike: z.boolean().nullable(),
    }),
    response: menuChoice,
  },
  /** Drags the files of songs out of the window; how many of them have one. To be asked while the mouse drags. */
  'songs:drag-out': {
    request: z.object({ ids: z.array(trackId).min(1).max(MOST_DRAGGED) }),
    response: z.number().int().nonnegative(),
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
  'library:folders',
  'library:heard',
  'library:track',
  'library:waveform',
  'scan:start',
  'scan:folder',
  'drives:songs-gone',
  'job:cancel',
  'job:pause',
  'job:running',
  'excludes:get',
  'excludes:set',
  'problems:list',
  'problems:ignore',
  'problems:retry',
  'similar:list',
  'similar:not-same',
  'similar:unfold',
  'similar:say',
  'similar:unsay',
  'similar:words',
  'similar:heard',
  'similar:why',
  'similar:hubs',
  'map:layout',
  'map:regions',
  'map:moods',
  'map:analysed',
  'map:spaces',
  'map:audition',
  'map:compute',
  'playlists:list',
  'playlists:get',
  'playlists:create',
  'playlists:add',
  'playlists:arrange',
  'playlists:rename',
  'playlists:delete',
  'playlists:restore',
  'playlists:path',
  'playlists:radio',
  'playlists:blend',
  'plays:note',
  'plays:forget',
  'duplicates:list',
  'lists:get',
  'lists:set',
  'lists:learn',
  'engine:processor',
] as const satisfies readonly EngineChannel[];

/** Pushed from the engine through main to every window. */
export const engineEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job'), event: jobEvent }),
  z.object({ kind: z.literal('library-changed'), version: z.number().int().nonnegative() }),
  /** A playlist was made, changed or deleted. */
  z.object({ kind: z.literal('playlists-changed') }),
  /** Songs came onto the map of a space. */
  z.object({ kind: z.literal('map-changed'), space: spaceName }),
  /** A fallback or a trouble the person should know of. Shown, and logged. */
  z.object({ kind: z.literal('notice'), error: errorRecord }),
  z.object({
    kind: z.literal('engine-state'),
    state: z.enum(['starting', 'ready', 'down']),
    error: errorRecord.optional(),
  }),
]);
export type EngineEvent = Readonly<z.infer<typeof engineEvent>>;

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

/** What came of a drop: the scan of its music, the playlists of its playlist files, or the one song that is to be asked about. */
export interface Dropped {
  readonly job: Response<'library:add-roots'> | null;
  readonly imported: Imported;
  readonly song: OutsideSong | null;
}

/** What the preload puts on `window.api`. */
export interface WindowApi {
  invoke<C extends WindowChannel>(channel: C, request: Request<C>): Promise<Result<Response<C>>>;
  /**
   * What was dropped on the window: folders, files for their folders, playlist files; the preload turns them into paths. One
   * song alone is not added with `askAboutOne`, but can be asked about.
   */
  addDropped(files: readonly DroppedFile[], askAboutOne: boolean): Promise<Result<Dropped>>;
  /** Returns the function that stops listening. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
}

/** Where the window finds a song's sound and cover. */
export const trackUrl = (id: string): string => `mugle://track/${id}`;
export const coverUrl = (id: string): string => `mugle://cover/${id}`;
