/** Electron's channels that carry the contract between preload and main. Nothing else is listened to. */

/** Window → main: `(channel, request)`, answered with a `Result`. */
export const INVOKE = 'mugle:invoke';
/** Window → main: the absolute paths of dropped files and folders, answered with a `Result<Dropped>`. */
export const ADD_DROPPED = 'mugle:add-dropped';
/** Main → window: an `EngineEvent`. */
export const EVENT = 'mugle:event';

/** The scheme and host of the window's own files; requests from elsewhere are refused. */
export const APP_SCHEME = 'mugle';
export const APP_ORIGIN = `${APP_SCHEME}://app`;
