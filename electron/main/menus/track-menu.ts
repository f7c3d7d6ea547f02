import { BrowserWindow, clipboard, Menu, shell } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { Response } from '../../shared/ipc/contract';
import type { EngineClient } from '../engine/engine-client';
import type { Translate } from '../i18n/translate';

type Choice = Exclude<Response<'track:menu'>, null>;
type Item = Choice | 'show-in-folder' | 'copy-path';

/**
 * Shows a song's context menu where the mouse is.
 * A song that was not listened to yet has no place on the map; asked for similar ones it jumps the queue.
 * @returns what the window must do, or `null` when the menu was closed or main has done it.
 * @throws MugleError `track-unknown` or `file-missing` when the song is gone.
 */
export async function showTrackMenu(
  engine: EngineClient,
  translate: Translate,
  song: { readonly id: string; readonly analysed: boolean },
): Promise<Choice | null> {
  // Asked for only when it is needed: a song whose file was deleted still has neighbours.
  const path = (): Promise<string> => engine.request('library:path', { id: song.id });
  const chosen = await popUp(translate, song.analysed);
  switch (chosen) {
    case 'show-in-folder':
      shell.showItemInFolder(await path());
      return null;
    case 'copy-path':
      await clipboard.writeText(await path());
      return null;
    default:
      return chosen;
  }
}

function popUp(translate: Translate, analysed: boolean): Promise<Item | null> {
  return new Promise((resolve) => {
    const item = (id: Item, enabled = true): MenuItemConstructorOptions => ({
      id,
      label: translate(`track.${id}`),
      enabled,
      click: () => {
        resolve(id);
      },
    });
    const menu = Menu.buildFromTemplate([
      item('play'),
      item('find-similar'),
      item('show-on-map', analysed),
      { type: 'separator' },
      item('show-in-folder'),
      item('copy-path'),
    ]);
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    menu.popup({
      ...(window === undefined ? {} : { window }),
      // Closing comes before the click on some systems: the click must win.
      callback: () =>
        setTimeout(() => {
          resolve(null);
        }, 200),
    });
  });
}
