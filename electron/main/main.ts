import { app, BrowserWindow, nativeTheme } from 'electron';
import path from 'node:path';
import { z } from 'zod';
import type { ErrorRecord } from '../shared/errors';
import { toErrorRecord } from '../shared/errors';
import { EVENT } from '../shared/ipc/transport';
import type { AppFolders } from './app-folders';
import { appFolders } from './app-folders';
import { chooseFolders } from './dialogs';
import { EngineClient } from './engine/engine-client';
import { startUtilityHost } from './engine/utility-host';
import type { Translate } from './i18n/translate';
import { translator } from './i18n/translate';
import { sendToWindows, setupIpc } from './ipc/ipc';
import type { Logger } from './logger';
import { createLogger } from './logger';
import { Manners } from './manners';
import { setupAppMenu } from './menus/app-menu';
import { watchPower } from './power-source';
import { registerScheme, setupProtocol } from './protocol/protocol';
import { forbidNetwork, setupSecurity } from './security';
import type { SettingsStore } from './settings';
import { openSettings } from './settings';
import { folderArgument, folderProblem } from './start-folder';
import { openWindow } from './window';

/** What a second start hands to the first. */
const handedOver = z.object({ folder: z.string().optional() });

/** The running app: what its parts share. */
class App {
  readonly #folders: AppFolders;
  readonly #logger: Logger;
  readonly #settings: SettingsStore;
  readonly #engine: EngineClient;
  readonly #manners: Manners;
  #startProblem: ErrorRecord | null = null;
  /** Notices that came before any page listened. */
  readonly #unseen: ErrorRecord[] = [];
  #isSeen = false;

  constructor(folders: AppFolders, logger: Logger) {
    this.#folders = folders;
    this.#logger = logger;
    this.#settings = openSettings(path.join(folders.userData, 'settings.json'));
    this.#engine = new EngineClient(
      () => startUtilityHost({ host: folders.host, worker: folders.worker }, logger),
      { libraryDir: folders.library, modelsDir: folders.models, cacheDir: folders.cache },
      logger,
    );
    this.#manners = new Manners(this.#engine, this.#settings, logger);
  }

  async open(folder: string | undefined): Promise<void> {
    this.#logger.info(
      `OK Mugle ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform}-${process.arch}`,
    );
    // First of all: the library opens in its own process while the window is being made.
    this.#engine.open();
    setupSecurity(this.#logger);
    setupProtocol(this.#folders.renderer, this.#engine, this.#logger, (error) => {
      sendToWindows({ kind: 'notice', error });
    });
    this.#applySettings();
    this.#startProblem = folder === undefined ? null : await folderProblem(folder);
    setupIpc({
      engine: this.#engine,
      settings: this.#settings,
      logger: this.#logger,
      translate: this.#translate,
      icon: this.#folders.icon,
      startProblem: () => this.#startProblem,
      onPlaying: (playing) => {
        this.#manners.setPlaying(playing);
      },
      onSettings: this.#applySettings,
    });
    watchPower((onBattery) => {
      this.#manners.setOnBattery(onBattery);
    });
    this.#engine.onEvent((event) => {
      if (event.kind === 'notice' && !this.#isSeen) {
        this.#unseen.push(event.error);
      }
    });
    this.#openWindow();
    if (folder !== undefined && this.#startProblem === null) {
      this.#addFolder(folder);
    }
  }

  /** Someone started OK Mugle again: this window comes forward, and takes the folder. */
  async again(folder: string | undefined): Promise<void> {
    this.focus();
    if (folder === undefined) {
      return;
    }
    const problem = await folderProblem(folder);
    if (problem === null) {
      this.#addFolder(folder);
    } else {
      sendToWindows({ kind: 'notice', error: problem });
    }
  }

  /** Brings the window forward; opens one when there is none (macOS keeps running without). */
  focus(): void {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) {
      this.#openWindow();
      return;
    }
    if (window.isMinimized()) {
      window.restore();
    }
    window.focus();
  }

  /** Resolves once everything is written. */
  async close(): Promise<void> {
    await this.#engine.close();
    this.#logger.info('ended');
  }

  #openWindow(): void {
    const window = openWindow({
      preload: this.#folders.preload,
      boundsFile: path.join(this.#folders.userData, 'window.json'),
      icon: this.#folders.icon,
      logger: this.#logger,
    });
    // A window that goes or is loaded again takes its music along.
    const silent = (): void => {
      this.#manners.setPlaying(false);
    };
    window.webContents.on('did-start-loading', silent);
    window.webContents.on('destroyed', silent);
    window.webContents.on('did-finish-load', () => {
      // What happened before the page listened.
      window.webContents.send(EVENT, this.#engine.state);
      this.#isSeen = true;
      const { problem } = this.#settings;
      for (const error of [
        ...(problem === undefined ? [] : [problem]),
        ...this.#unseen.splice(0),
      ]) {
        window.webContents.send(EVENT, { kind: 'notice', error });
      }
    });
  }

  #addFolder(folder: string): void {
    this.#engine.request('library:add-roots', { paths: [folder] }).catch((thrown: unknown) => {
      this.#tell(toErrorRecord(thrown, { path: folder }));
    });
  }

  #tell(error: ErrorRecord): void {
    this.#logger.warn(error.message);
    sendToWindows({ kind: 'notice', error });
  }

  readonly #translate = (): Translate => translator(this.#settings.get().language, app.getLocale());

  readonly #applySettings = (): void => {
    nativeTheme.themeSource = this.#settings.get().theme;
    this.#manners.apply();
    setupAppMenu(this.#translate(), () => {
      chooseFolders(this.#engine, this.#translate()).catch((thrown: unknown) => {
        this.#tell(toErrorRecord(thrown));
      });
    });
  };
}

function run(): void {
  const folder = folderArgument(process.argv, app.isPackaged, process.cwd());
  if (!app.requestSingleInstanceLock(folder === undefined ? {} : { folder })) {
    // The first one comes forward; there is nothing to do here.
    app.quit();
    return;
  }
  forbidNetwork();
  registerScheme();
  const folders = appFolders();
  const logger = createLogger(folders.logs);
  process.on('uncaughtException', (thrown) => {
    logger.error('uncaught', thrown);
  });
  process.on('unhandledRejection', (thrown) => {
    logger.error('unhandled rejection', thrown);
  });
  const running = new App(folders, logger);
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const given = handedOver.safeParse(data);
    void running.again(given.success ? given.data.folder : undefined);
  });
  app.on('activate', () => {
    running.focus();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') {
      app.quit();
    }
  });
  closeBeforeQuit(running, logger);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      app.quit();
    });
  }
  app
    .whenReady()
    .then(() => running.open(folder))
    .catch((thrown: unknown) => {
      logger.error('the app could not start', thrown);
      app.exit(1);
    });
}

/** The library is closed before the last process ends. */
function closeBeforeQuit(running: App, logger: Logger): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) {
      return;
    }
    event.preventDefault();
    running
      .close()
      .catch((thrown: unknown) => {
        logger.error('closing', thrown);
      })
      .finally(() => {
        closed = true;
        // Not in this very turn: Electron is still busy with the quit that was put off, and ignores another.
        setImmediate(() => {
          app.quit();
        });
      });
  });
}

run();
