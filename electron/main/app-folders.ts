import { app } from 'electron';
import path from 'node:path';

/** Where the parts of the app and a person's data lie. */
export interface AppFolders {
  readonly renderer: string;
  readonly preload: string;
  readonly host: string;
  readonly worker: string;
  readonly icon: string;
  readonly models: string;
  readonly userData: string;
  readonly logs: string;
  readonly cache: string;
  readonly library: string;
}

/**
 * From source everything lies in the checkout. Packaged, the engine's bundles lie outside the archive with the native
 * libraries that they load, and the models beside it.
 */
export function appFolders(): AppFolders {
  const archive = app.getAppPath();
  const unpacked = app.isPackaged ? `${archive}.unpacked` : archive;
  const resources = app.isPackaged ? process.resourcesPath : archive;
  const userData = app.getPath('userData');
  return {
    renderer: path.join(archive, 'build', 'renderer'),
    preload: path.join(archive, 'build', 'preload', 'preload.cjs'),
    host: path.join(unpacked, 'build', 'engine-host', 'main.js'),
    worker: path.join(unpacked, 'build', 'engine-worker', 'worker.js'),
    icon: path.join(archive, 'resources', 'icon.png'),
    models: path.join(resources, 'native-models'),
    userData,
    logs: path.join(userData, 'logs'),
    cache: path.join(userData, 'made-for-playing'),
    library: path.join(userData, 'library.lance'),
  };
}
