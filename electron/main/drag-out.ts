import { BrowserWindow, nativeImage } from 'electron';
import { MugleError } from '../shared/errors';
import type { TrackId } from '../shared/records';
import type { EngineClient } from './engine/engine-client';

/** What is under the mouse meanwhile; as wide as icons of files are. */
const ICON_WIDTH = 48;

/**
 * Lets the operating system drag the files of songs from the window to where the person lets go.
 * @returns how many have a file.
 * @throws MugleError `file-missing` when none has.
 */
export async function dragSongsOut(
  engine: EngineClient,
  iconFile: string,
  ids: readonly TrackId[],
): Promise<number> {
  const files = await engine.request('playlists:files', { ids: [...new Set(ids)] });
  const [first] = files;
  if (first === undefined) {
    throw new MugleError('file-missing', 'The files of these songs are not there any more.');
  }
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const icon = nativeImage.createFromPath(iconFile).resize({ width: ICON_WIDTH });
  window?.webContents.startDrag({ file: first, files, icon });
  return files.length;
}
