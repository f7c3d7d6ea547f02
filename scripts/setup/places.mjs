import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Where things lie that can be fetched again, outside the checkout. */
export function userCache() {
  switch (process.platform) {
    case 'win32':
      return join(
        process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'),
        'ok-mugle',
        'Cache',
      );
    case 'darwin':
      return join(homedir(), 'Library', 'Caches', 'ok-mugle');
    default:
      return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ok-mugle');
  }
}

/** Root needs no sudo, but Chromium no sandbox. */
export const isRoot = process.getuid?.() === 0;

/**
 * The folder that a person's relative paths mean: npm runs a script in the checkout, wherever it was called.
 * @param {string} script as package.json names it
 */
export function startedIn(script) {
  const byNpm = process.env.npm_lifecycle_event === script && process.env.INIT_CWD;
  return byNpm || process.cwd();
}
