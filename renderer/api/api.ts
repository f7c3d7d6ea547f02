import type {
  Dropped,
  DroppedFile,
  EngineEvent,
  Request,
  Response,
  WindowApi,
  WindowChannel,
} from '../../electron/shared/ipc/contract';
import type { Result } from '../../electron/shared/errors';
import { fromErrorRecord } from '../../electron/shared/errors';

declare global {
  interface Window {
    /** Put there by the preload; nothing else of Node or Electron reaches the window. */
    readonly api: WindowApi;
  }
}

/** Asks main or the engine. @throws MugleError the typed error of the answer. */
export async function invoke<C extends WindowChannel>(
  channel: C,
  request: Request<C>,
): Promise<Response<C>> {
  return unwrap(await window.api.invoke(channel, request));
}

/** Adds what was dropped on the window to the library, and to the playlists; one song alone may be asked about instead. @throws MugleError */
export async function addDropped(
  files: readonly DroppedFile[],
  askAboutOne: boolean,
): Promise<Dropped> {
  return unwrap(await window.api.addDropped(files, askAboutOne));
}

/** Returns the function that stops listening. */
export function onEvent(listener: (event: EngineEvent) => void): () => void {
  return window.api.onEvent(listener);
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) {
    throw fromErrorRecord(result.error);
  }
  return result.value;
}
