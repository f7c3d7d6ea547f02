import { app, BrowserWindow, ipcMain, shell as electronShell } from 'electron';
import os from 'node:os';
import type { ErrorRecord } from '../../shared/errors';
import type { EngineEvent } from '../../shared/ipc/contract';
import { ADD_DROPPED, EVENT, INVOKE } from '../../shared/ipc/transport';
import { chooseFolders, chooseLeftOutFolder, exportPicture, exportProblems } from '../dialogs';
import { dragSongsOut } from '../drag-out';
import type { EngineClient } from '../engine/engine-client';
import type { Translate } from '../i18n/translate';
import type { Logger } from '../logger';
import { showTrackMenu } from '../menus/track-menu';
import { choosePlaylistFiles, savePlaylistFile } from '../playlist-files';
import type { SettingsStore } from '../settings';
import { addFolderOf, droppedThings, takeDropped } from './dropped';
import type { ShellHandlers } from './handle';
import { createHandler, guarded, parse } from './handle';

/** What the answers of main itself need. */
export interface Shell {
  readonly engine: EngineClient;
  readonly settings: SettingsStore;
  readonly logger: Logger;
  readonly translate: () => Translate;
  /** The app's icon, as a file. */
  readonly icon: string;
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
    guarded(event, ADD_DROPPED, onBug, () =>
      takeDropped(shell.engine, parse(droppedThings, given, ADD_DROPPED)),
    ),
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
    'similar:add-folder': ({ id }) => addFolderOf(engine, id),
    'excludes:choose-folder': () => chooseLeftOutFolder(translate()),
    'problems:export': (words) => exportProblems(engine, translate(), words),
    'playlists:choose-import': () => choosePlaylistFiles(engine, translate()),
    'playlists:save-file': (request) => savePlaylistFile(engine, translate(), request),
    'duplicates:reveal': async (copy) => {
      electronShell.showItemInFolder(await engine.request('duplicates:path', copy));
      return true;
    },
    'picture:export': (picture) => exportPicture(picture, translate()),
    'player:playing': ({ playing }) => {
      shell.onPlaying(playing);
      return playing;
    },
    'track:menu': (song) => showTrackMenu(engine, translate(), song),
    'songs:drag-out': ({ ids }) => dragSongsOut(engine, shell.icon, ids),
    'settings:get': () => settings.get(),
    'settings:set': (patch) => {
      const changed = settings.set(patch);
      shell.onSettings();
      return changed;
    },
  };
}
