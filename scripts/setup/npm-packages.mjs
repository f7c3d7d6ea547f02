import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';
import { say, SetupError } from './say.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

/** Binaries come from where set-up says, not from the packages' own install scripts. */
export const npmEnv = {
  ...process.env,
  ONNXRUNTIME_NODE_INSTALL: 'skip',
  ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
};

/** Runs npm with its output on stderr. @param {readonly string[]} args @param {string} [cwd] */
export function npm(args, cwd = root) {
  // `npm run` tells which npm runs it; a bare `node scripts/…` finds it on the PATH.
  const cli = process.env.npm_execpath;
  const [command, before] = cli ? [process.execPath, [cli]] : ['npm', []];
  return spawnSync(command, [...before, ...args], {
    cwd,
    env: npmEnv,
    stdio: ['ignore', 2, 'inherit'],
    shell: process.platform === 'win32' && !cli,
  });
}

/** Installs what package-lock.json says, if that is not what is installed. */
export function ensureNpmPackages() {
  const lockText = readFileSync(join(root, 'package-lock.json'));
  const wanted = createHash('sha256')
    .update(lockText)
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  if (readStamp().npm === wanted) {
    return;
  }
  if (!matchesLock(JSON.parse(lockText.toString('utf8')))) {
    install();
  }
  writeStamp('npm', wanted);
}

/**
 * `npm ci`; where the registry lacks an optional package of another platform npm refuses the lock file as incomplete,
 * and `npm install` takes the same locked versions of all the others.
 */
function install() {
  say('installing npm packages (npm ci)');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  if (npm(['ci', ...quiet]).status === 0) {
    return;
  }
  say('npm ci did not work (see above); trying npm install, which keeps to package-lock.json too');
  const { status, error } = npm(['install', '--no-save', ...quiet]);
  if (status !== 0) {
    throw new SetupError(
      `npm install failed (${error?.message ?? `exit code ${String(status)}`}). Its messages are above; check the network and the registry setting, then start again.`,
    );
  }
}

/** True when someone ran `npm ci` or `npm install` by hand already. */
function matchesLock(lock) {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) {
    return false;
  }
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(lock.packages).every(
    ([path, { version, optional, os, cpu }]) =>
      path === '' ||
      (installed[path]?.version === version && existsSync(join(root, path))) ||
      (installed[path] === undefined && (optional || !fits(os, cpu))),
  );
}

/** @param {readonly string[] | undefined} os @param {readonly string[] | undefined} cpu */
function fits(os, cpu) {
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
}
