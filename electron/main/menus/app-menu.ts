import { app, Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { Translate } from '../i18n/translate';

/** The application menu: shortcuts that people expect, in their language. */
export function setupAppMenu(translate: Translate, addFolder: () => void): void {
  const file: MenuItemConstructorOptions = {
    label: translate('menu.file'),
    submenu: [
      {
        id: 'add-folder',
        label: translate('menu.add-folder'),
        accelerator: 'CmdOrCtrl+O',
        click: addFolder,
      },
      { type: 'separator' },
      process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: translate('menu.view'),
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : ([{ role: 'toggleDevTools' }] as const)),
    ],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? ([{ role: 'appMenu' }] as const) : []),
      file,
      { role: 'editMenu', label: translate('menu.edit') },
      view,
      { role: 'windowMenu', label: translate('menu.window') },
    ]),
  );
}
