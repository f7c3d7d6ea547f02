import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The bundled models, seen from `electron/cli` and from `build/cli` alike. */
export const modelsDir = fileURLToPath(new URL('../../native-models', import.meta.url));

/** Where the command line keeps its library unless told otherwise. */
export function defaultLibraryDir(): string {
  return path.join(dataDir(), 'library.lance');
}

/** Things that can be made again. */
export function cacheDir(): string {
  switch (process.platform) {
    case 'win32':
      return path.join(
        process.env['LOCALAPPDATA'] ?? path.join(os.homedir(), 'AppData', 'Local'),
        'ok-mugle',
        'Cache',
      );
    case 'darwin':
      return path.join(os.homedir(), 'Library', 'Caches', 'ok-mugle');
    default:
      return path.join(
        process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'),
        'ok-mugle',
      );
  }
}

function dataDir(): string {
  switch (process.platform) {
    case 'win32':
      return path.join(
        process.env['APPDATA'] ?? path.join(os.homedir(), 'AppData', 'Roaming'),
        'ok-mugle',
      );
    case 'darwin':
      return path.join(os.homedir(), 'Library', 'Application Support', 'ok-mugle');
    default:
      return path.join(
        process.env['XDG_DATA_HOME'] ?? path.join(os.homedir(), '.local', 'share'),
        'ok-mugle',
      );
  }
}
