import { BrowserWindow, nativeTheme, screen } from 'electron';
import { APP_ORIGIN } from '../shared/ipc/transport';
import { writeJson } from './json-file';
import type { Logger } from './logger';
import type { WindowBounds } from './window-bounds';
import { readBounds } from './window-bounds';

/** Shown for the blink before the page draws; the page's own backgrounds. */
const BACKGROUND = { light: '#ffffff', dark: '#18181b' } as const;

export interface WindowOptions {
  readonly preload: string;
  readonly boundsFile: string;
  readonly icon: string;
  readonly logger: Logger;
}

/** Opens the window; it appears once there is something to see. */
export function openWindow({ preload, boundsFile, icon, logger }: WindowOptions): BrowserWindow {
  const remembered = remember(boundsFile, logger);
  const window = new BrowserWindow({
    title: 'OK Mugle',
    icon,
    width: 1280,
    height: 820,
    ...(remembered ?? {}),
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // The next song of a list starts without a click.
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  if (remembered?.maximized === true) {
    window.maximize();
  }
  window.once('ready-to-show', () => {
    window.show();
    logger.info('window shown');
  });
  window.on('close', () => {
    try {
      const { x, y, width, height } = window.getNormalBounds();
      const bounds: WindowBounds = { x, y, width, height, maximized: window.isMaximized() };
      writeJson(boundsFile, bounds);
    } catch (thrown) {
      logger.error(`cannot keep the window's place in ${boundsFile}`, thrown);
    }
  });
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    logger.error(`the window's process ended: ${reason} (${exitCode})`);
    if (reason !== 'clean-exit' && reason !== 'killed') {
      window.reload();
    }
  });
  window.webContents.on('preload-error', (_event, file, error) => {
    logger.error(`preload ${file}`, error);
  });
  window.loadURL(`${APP_ORIGIN}/`).catch((thrown: unknown) => {
    logger.error('the window could not be loaded', thrown);
  });
  return window;
}

function remember(file: string, logger: Logger): WindowBounds | undefined {
  try {
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    return readBounds(file, areas);
  } catch (thrown) {
    logger.warn(`the window's place in ${file} cannot be read: ${String(thrown)}`);
    return undefined;
  }
}
