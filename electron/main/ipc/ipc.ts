import { app, BrowserWindow, ipcMain } from 'electron';
import os from 'node:os';
import type { ErrorRecord } from '../../shared/errors';
import type { EngineEvent } from '../../shared/ipc/contract';
import { ADD_DROPPED, EVENT, INVOKE } from '../../shared/ipc/transport';
import { chooseFolders, chooseLeftOutFolder, exportProblems } from '../dialogs';
import type { EngineClient } from '../engine/engine-client';
import type { Translate } from '../i18n/translate';
import type { Logger } from '../logger';
import { showTrackMenu } from '../menus/track-menu';
import type { SettingsStore } from '../settings';
import { droppedFolders, droppedPaths } from './dropped-folders';
import type { ShellHandlers } from './handle';
import { createHandler, guarded, parse } from './handle';

/** What the answers of main itself need. */
export interface Shell {
  readonly engine: EngineClient;
  readonly settings: SettingsStore;
  readonly logger: Logger;
  readonly translate: () => Translate;
  readonly startProblem: () => ErrorRecord | null;
  /** Told whether music plays in the window. */
  readonly onPlaying: (playing: boolean) => void;
  /** Called after a setting changed. */
  readonly onSettings: () => void;
}

/** Answers the windows' requests, and passes the engine's events on to them. */
export function setupIpc(shell: Shell): void {
  const onBug = (what: string, thrown: unknown): void => {
    shell.logger.error(`request ${what}`, thrown);
  };
  const handler = createHandler(
    shellHandlers(shell),
    (channel, request) => shell.engine.request(channel, request),
    onBug,
  );
  ipcMain.handle(INVOKE, (event, channel: unknown, request: unknown) =>
    handler(event, channel, request),
  );
  ipcMain.handle(ADD_DROPPED, (event, given: unknown) =>
    guarded(event, ADD_DROPPED, onBug, async () => {
      const paths = await droppedFolders(parse(droppedPaths, given, ADD_DROPPED));
      return shell.engine.request('library:add-roots', { paths });
    }),
  );
  shell.engine.onEvent(sendToWindows);
}

/** Tells every window. */
export function sendToWindows(event: EngineEvent): void {
  for (const window of BrowserWindow.getAllWindows()) {
    window.webContents.send(EVENT, event);
  }
}

function shellHandlers(shell: Shell): ShellHandlers {
  const { engine, settings, translate } = shell;
  return {
    'app:info': () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: process.platform,
      locale: app.getLocale(),
      cores: os.availableParallelism(),
      startProblem: shell.startProblem(),
    }),
    'library:choose-folder': () => chooseFolders(engine, translate()),
    'excludes:choose-folder': () => chooseLeftOutFolder(translate()),
    'problems:export': () => exportProblems(engine, translate()),
    'player:playing': ({ playing }) => {
      shell.onPlaying(playing);
      return playing;
    },
    'track:menu': ({ id, analysed }) => showTrackMenu(engine, translate(), { id, analysed }),
    'settings:get': () => settings.get(),
    'settings:set': (patch) => {
      const changed = settings.set(patch);
      shell.onSettings();
      return changed;
    },
  };
}
