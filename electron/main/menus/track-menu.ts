import { BrowserWindow, clipboard, Menu, shell } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { Request, Response } from '../../shared/ipc/contract';
import type { EngineClient } from '../engine/engine-client';
import type { Translate } from '../i18n/translate';

type Choice = Exclude<Response<'track:menu'>, null>;
type Word = Extract<Choice, string>;
type Item = Choice | 'show-in-folder' | 'copy-path';

/**
 * Shows the context menu of a song, or of several, where the mouse is.
 * A song that was not listened to yet has no place on the map; asked for similar ones it jumps the queue.
 * @returns what the window must do, or `null` when the menu was closed or main has done it.
 * @throws MugleError `track-unknown` or `file-missing` when the song is gone.
 */
export async function showTrackMenu(
  engine: EngineClient,
  translate: Translate,
  song: Request<'track:menu'>,
): Promise<Choice | null> {
  // Asked for only when it is needed: a song whose file was deleted still has neighbours.
  const path = (): Promise<string> => engine.request('library:path', { id: song.id });
  const playlists = await engine.request('playlists:list', {});
  const chosen = await popUp((pick) => entries(translate, song, playlists, pick));
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

type Pick = (item: Item) => void;

function entries(
  translate: Translate,
  { analysed, songs, inOpenList, inSimilar, notLike }: Request<'track:menu'>,
  playlists: Response<'playlists:list'>,
  pick: Pick,
): MenuItemConstructorOptions[] {
  const item = (id: Word | 'show-in-folder' | 'copy-path', enabled = true) => ({
    id,
    label: translate(`track.${id}`),
    enabled,
    click: () => {
      pick(id);
    },
  });
  const isOne = songs === 1;
  return [
    item('play'),
    item('enqueue'),
    { type: 'separator' },
    item('find-similar'),
    ...(inSimilar ? [item('more-like-this'), item('less-like-this')] : []),
    ...(notLike === null ? [] : [item('not-like-this', notLike)]),
    item('show-on-map', isOne && analysed),
    item('radio', isOne && analysed),
    item('path', songs === 2),
    { type: 'separator' },
    {
      id: 'add-to-playlist',
      label: translate('track.add-to-playlist'),
      submenu: [
        item('new-playlist'),
        ...(playlists.length === 0 ? [] : [{ type: 'separator' as const }]),
        ...playlists.map(({ id, name }) => ({
          id: `add-to:${id}`,
          // A single ampersand would underline the next letter.
          label: name.replaceAll('&', '&&'),
          click: () => {
            pick({ addTo: id });
          },
        })),
      ],
    },
    ...(inOpenList ? [item('remove')] : []),
    { type: 'separator' },
    item('show-in-folder', isOne),
    item('copy-path', isOne),
  ];
}

function popUp(template: (pick: Pick) => MenuItemConstructorOptions[]): Promise<Item | null> {
  return new Promise((resolve) => {
    const menu = Menu.buildFromTemplate(template(resolve));
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
