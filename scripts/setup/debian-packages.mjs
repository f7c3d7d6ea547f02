import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { isRoot } from './places.mjs';
import { say, SetupError } from './say.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

/**
 * What Electron needs, and Xvfb for machines without a display; libvulkan1 lets the models run on WebGPU.
 * Names after the first are what newer releases call the same library.
 */
const PACKAGES = [
  ['xvfb'],
  ['xauth'],
  ['libnss3'],
  ['libatk1.0-0', 'libatk1.0-0t64'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libcups2', 'libcups2t64'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libgbm1'],
  ['libasound2', 'libasound2t64'],
  ['libxss1'],
  ['libvulkan1'],
  // A machine without a desktop has no Korean font, and would show boxes.
  ['fonts-nanum'],
  // The tests' hand on the mouse: it drags songs from one program's window into another's.
  ['xdotool'],
];
const DPKG_STATUS = '/var/lib/dpkg/status';

/** Installs the missing Debian packages when root on Debian or Ubuntu; says how to elsewhere. */
export function ensureDebianPackages() {
  if (process.platform !== 'linux' || !existsSync(DPKG_STATUS)) {
    return;
  }
  // dpkg rewrites this file with every change, so an old answer cannot be taken for a new one.
  const { mtimeMs, ino } = statSync(DPKG_STATUS);
  const state = `${String(mtimeMs)} ${String(ino)} ${PACKAGES.join()}`;
  if (readStamp().debian === state) {
    return;
  }
  const missing = PACKAGES.filter((names) => !names.some(isInstalled));
  if (missing.length > 0) {
    install(missing);
  }
  const now = statSync(DPKG_STATUS);
  writeStamp('debian', `${String(now.mtimeMs)} ${String(now.ino)} ${PACKAGES.join()}`);
}

function install(missing) {
  const simple = `apt-get update && apt-get install -y ${missing.map(([name]) => name).join(' ')}`;
  if (!isRoot) {
    // A library that Electron really cannot do without is found by ensureLibraries.
    say(`some system packages are missing. To install them: sudo sh -c '${simple}'`);
    return;
  }
  apt(['update', '-qq'], simple);
  const names = missing.map((all) => all.find(isAvailable) ?? all[0]);
  say(`installing Debian packages: ${names.join(' ')}`);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...names], simple);
}

function apt(args, byHand) {
  const { status, error } = spawnSync('apt-get', args, {
    stdio: ['ignore', 2, 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) {
    throw new SetupError(
      `apt-get ${args[0]} failed (${error?.message ?? `exit code ${String(status)}`}). Install the packages by hand: ${byHand}`,
    );
  }
}

function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}\n', name], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return (stdout ?? '').split('\n').includes('installed');
}

function isAvailable(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' });
  return /Candidate: (?!\(none\))/.test(stdout ?? '');
}

/**
 * Linux: every shared library of the runtime is there.
 * @param {string} executable
 */
export function ensureLibraries(executable) {
  if (process.platform !== 'linux') {
    return;
  }
  const { stdout, error } = spawnSync('ldd', [executable], { encoding: 'utf8' });
  if (error) {
    say(`could not check the libraries of ${executable}: ${error.message}`);
    return;
  }
  const missing = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name);
  if (missing.length > 0) {
    throw new SetupError(
      `Electron needs libraries that are not on this machine: ${missing.join(', ')}. ` +
        `On Debian or Ubuntu: sudo sh -c 'apt-get update && apt-get install -y ${PACKAGES.map(([name]) => name).join(' ')}'; ` +
        'elsewhere install the packages of your system that hold them (GTK 3, NSS, ATK, CUPS, GBM, ALSA).',
    );
  }
}
